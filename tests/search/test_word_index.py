"""Names are found by the beginning of any of their words, as a naive reading of them says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.text.analysis import word
from search.words.prefix_index import NO_NAMES, Typed, WordIndex, one_error_away

pytestmark = pytest.mark.sqlite

words = st.sampled_from(
    ["bois", "boisement", "brest", "breton", "bretagne", "contrat", "contrats", "eau", "eaux"]
)
names = st.lists(st.lists(words, min_size=1, max_size=4), max_size=12)


def index(*named: list[str]) -> WordIndex:
    return NO_NAMES.updated(enumerate(named))


def read(text: str) -> Typed:
    typed = Typed.read(text)
    assert typed is not None
    return typed


def holds(name: list[str], whole: str) -> bool:
    return whole in name or word(whole).stem in {word(one).stem for one in name}


@given(names, st.lists(words, max_size=2), words, st.integers(2, 8), st.integers(1, 6))
def test_the_names_found_are_those_of_a_naive_reading(named, whole, last, letters, limit):
    typed = Typed(tuple(dict.fromkeys(whole)), last[:letters])
    held = [
        (typed.last not in name, entry)
        for entry, name in enumerate(named)
        if all(holds(name, one) for one in typed.whole)
        and any(one.startswith(typed.last) for one in name)
    ]
    assert index(*named).find(typed, limit) == [entry for _, entry in sorted(held)][:limit]


@given(names, names, words, st.integers(2, 8))
def test_an_index_that_grew_finds_what_an_index_made_at_once_finds(before, after, last, letters):
    grown = index(*before).updated(enumerate(after, start=len(before)))
    typed = Typed((), last[:letters])
    assert grown.find(typed, 30) == index(*before, *after).find(typed, 30)


def test_names_that_are_dead_leave_their_room_to_others():
    found = index(["brest"], ["breton"], ["bretagne"]).find(
        read("bre"), 2, alive=lambda entry: entry != 0
    )
    assert found == [1, 2]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("agriculture", [0]),
        ("agricluture", [0]),  # swapped
        ("agricultre", [0]),  # missing
        ("agriccult", [0]),  # one too many, and not finished
        ("xgricult", [0]),  # the first letter
        ("agricxltxre", []),  # two errors
        ("agrixulture du", [0]),  # « du » begins « durable »
        ("agrixulture de", []),
        ("burable", [0]),
        ("eqx", []),  # too short to be anything else
    ],
)
def test_one_error_is_forgiven_in_a_word_of_five_letters_or_more(typed: str, expected: list[int]):
    named = index(["agriculture", "durable"], ["eau", "potable"])
    assert named.find(read(typed), 8, tolerant=True) == expected


def test_what_is_typed_right_comes_before_what_is_nearly_right():
    named = index(["contrit"], ["contras"], ["contrat"])
    assert named.find(read("contrat"), 8, tolerant=True) == [2, 0, 1]


@given(st.text("abcde", min_size=5, max_size=8), st.text("abcde", min_size=4, max_size=9))
def test_one_error_away_is_a_distance_of_one(spelled, other):
    assert (other in set(one_error_away(spelled)) | {spelled}) == (
        OSA.distance(spelled, other) <= 1
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Réci", Typed((), "reci")),
        ("l’eau pot", Typed(("eau",), "pot")),
        ("contrat de ré", Typed(("contrat",), "re")),
        ("contrat de", Typed(("contrat",), "de")),
        ("co-voit", Typed((), "covoit")),
        ("bois bois bois", Typed(("bois",), "bois")),
        ("a", None),
        ("l’", None),
        ("é", None),
        ("", None),
        ("« »", None),
    ],
)
def test_what_is_typed_is_words_and_the_last_one_may_go_on(text: str, expected: Typed | None):
    assert Typed.read(text) == expected
