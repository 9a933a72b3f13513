"""One tag per meaning, whatever its case and accents."""

import pytest

from contracts.models import Tag
from contracts.values.slugs import folded_slug
from tests import factories


@pytest.mark.parametrize("name", ["Énergie", "énergie", "energie", " ENERGIE "])
def test_case_and_accents_make_no_other_tag(name):
    assert folded_slug(name) == "energie"


def test_words_without_latin_letters_keep_their_own():
    assert folded_slug("東京") == "東京"
    assert folded_slug("Œuvre d’art") == "oeuvre-d-art"


def test_three_spellings_given_by_editors_are_one_tag(db):
    page = factories.contract()

    page.tags.add("Énergie", "énergie", "energie")
    page.save()

    assert [tag.name for tag in page.tags.all()] == ["Énergie"]
    assert Tag.objects.filter(slug="energie").count() == 1


def test_a_tag_known_under_another_spelling_is_reused(db):
    factories.tag("Énergie")
    page = factories.contract()

    page.tags.set(["ENERGIE"])
    page.save()

    assert [tag.name for tag in page.tags.all()] == [Tag.objects.get(slug="energie").name]
