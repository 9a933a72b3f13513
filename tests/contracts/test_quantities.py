"""Whether a text says a figure."""

import pytest

from contracts.values.quantities import says_a_figure

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize(
    "text",
    ["Planter 300 arbres", "Deux halles de producteurs", "La moitié des achats", "20\u202f000 t"],
)
def test_a_text_counts_something_in_digits_or_in_words(text):
    assert says_a_figure(text)


@pytest.mark.parametrize(
    "text",
    ["Un festival", "La capitale européenne de la culture 2028", "Le tiers parti, dixit l’élu"],
)
def test_an_article_or_a_year_counts_nothing(text):
    assert not says_a_figure(text)
