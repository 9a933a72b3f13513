"""The order of titles: by their first word that counts, whatever stands before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.collation import title_key

IN_ORDER = [
    "2 outils",
    "10 outils",
    "2016 en ville",
    "20\u202f000 habitants",
    "100 000 habitants",
    "L’alimentation",
    "Aménager",
    "l'eau",
    "Eau",
    "L’eau des villes",
    "Éclairer",
    "« Effets » d’annonce",
    "Une évaluation",
    "Évaluer",
    "« Gagnant-gagnant » : un mot",
    "Les Herbiers",
    "Le Mans",
    "Œuvrer ensemble",
    "«\u00a0L’offre\u00a0»",
    "Pays 2",
    "Pays 10",
    "Pays d’Ancenis",
    "Le « petit » pays",
    "Zone",
]


def test_titles_are_in_the_order_of_a_french_index():
    for titles in (IN_ORDER, IN_ORDER[::-1]):
        assert sorted(titles, key=lambda title: (title_key(title), -len(title))) == IN_ORDER


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("L’eau", "eau"),
        ("« L’eau »", "eau"),
        ("La", "la"),
        ("Les", "les"),
        ("D’ici", "d ici"),
        ("À l’école", "a l ecole"),
        ("Centre-Ouest-Bretagne", "centre ouest bretagne"),
        ("", ""),
        ("« »", ""),
        ("007", "017"),
        ("Le 1er contrat", "011er contrat"),
    ],
)
def test_a_key_holds_the_words_alone(title: str, key: str):
    assert title_key(title) == key


@given(st.text())
def test_any_title_has_a_key_of_words_parted_by_one_space(title: str):
    key = title_key(title)
    assert key == " ".join(key.split())
    assert all(word.isalnum() for word in key.split())


@given(st.integers(0, 10**20), st.integers(0, 10**20))
def test_numbers_are_in_the_order_of_their_values(one: int, other: int):
    assert (title_key(f"Lot {one}") < title_key(f"Lot {other}")) == (one < other)
