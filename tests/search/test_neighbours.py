"""Documents that share the rarest codes are found, in one query, whatever their number."""

from __future__ import annotations

import math

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from search.answers.more_like_this import Neighbour, Surroundings, _strongest, around
from search.index.indexing import remove
from search.index.snapshot import EMPTY, Revision, Row
from tests.search.factories import document, index

WEIGHTS = {"theme": 1.0, "etiquette": 1.0}
CONTRACTS = {"type": ("contrat",)}


def page(number: int, *tags: str, themes: tuple[str, ...] = (), kind: str = "contrat"):
    return document(
        f"page:{number}", f"Fiche {number}", kind=kind, facets={"etiquette": tags, "theme": themes}
    )


def near(key: str, most: int = 10, **weights: float) -> list[str]:
    found = around(key, weights or WEIGHTS, among=CONTRACTS, most=most)
    assert found is not None
    return list(found.keys)


@pytest.mark.django_db
def test_a_rare_code_says_more_than_a_common_one():
    common = [page(number, "circuit-court") for number in range(3, 9)]
    index(page(1, "bois", "circuit-court"), page(2, "bois"), *common, page(9, "eau"))
    assert near("page:1", most=1) == ["page:2"]
    assert set(near("page:1")) == {f"page:{number}" for number in range(2, 9)}


@pytest.mark.django_db
def test_the_weight_of_a_facet_tells_how_much_it_says():
    others = [page(number, themes=("autre",)) for number in range(4, 12)]
    index(page(1, "bois", themes=("eau",)), page(2, "bois"), page(3, themes=("eau",)), *others)
    assert near("page:1", most=1, theme=2.0, etiquette=1.0) == ["page:3"]
    assert near("page:1", most=1, theme=1.0, etiquette=2.0) == ["page:2"]
    assert near("page:1", etiquette=1.0) == ["page:2"]


@pytest.mark.django_db
def test_only_documents_of_the_kinds_asked_are_neighbours_and_are_counted():
    index(page(1, "bois"), page(2, "bois"), page(3, "bois", kind="terme"), page(4, "eau"))
    found = around("page:1", WEIGHTS, among=CONTRACTS, most=10)
    assert found is not None
    assert found.keys == ("page:2",)
    [neighbour] = found.closest({"page:2": {"etiquette": ["bois"]}})
    assert neighbour.bits == pytest.approx(math.log2(3 / 2))  # two contracts of three


@pytest.mark.django_db
def test_what_is_edited_or_removed_is_seen_by_the_next_question():
    index(page(1, "bois"), page(2, "bois"), page(3, "eau"))
    assert near("page:1") == ["page:2"]
    index(page(2, "eau"), page(3, "bois"))
    assert near("page:1") == ["page:3"]
    with transaction.atomic():
        remove(["page:3"])
    assert near("page:1") == []


@pytest.mark.django_db
def test_a_document_that_the_index_does_not_know_has_no_surroundings():
    assert around("page:1", WEIGHTS, among=CONTRACTS, most=10) is None
    index(page(1, "bois"))
    assert around("page:2", WEIGHTS, among=CONTRACTS, most=10) is None


@pytest.mark.usefixtures("committed")
def test_one_query_is_asked():
    index(page(1, "bois"), page(2, "bois"), page(3, "eau"))
    near("page:1")  # the snapshot is kept
    with CaptureQueriesContext(connection) as queries:
        assert near("page:1") == ["page:2"]
    assert len(queries) == 1


@pytest.mark.django_db
def test_a_document_that_stands_under_everything_is_close_to_nothing():
    everything = [f"sujet-{number}" for number in range(8)]
    others = [page(10 + number, f"sujet-{number}") for number in range(8)]
    index(page(1, "sujet-1"), page(2, "sujet-1"), page(3, *everything), *others)
    found = around("page:1", WEIGHTS, among=CONTRACTS, most=10)
    assert found is not None
    by_key = {
        one.key: one
        for one in found.closest(
            {"page:2": {"etiquette": ["sujet-1"]}, "page:3": {"etiquette": everything}}
        )
    }
    assert list(by_key) == ["page:2", "page:3"]
    assert by_key["page:2"].closeness == 1.0
    assert by_key["page:3"].closeness < 0.4
    assert by_key["page:2"].bits == by_key["page:3"].bits


@pytest.mark.django_db
def test_what_is_shared_is_told_by_facet_the_rarest_first():
    index(
        page(1, "bois", "local", themes=("eau",)),
        page(2, "local"),
        page(3, "local"),
        page(4, themes=("eau",)),
        page(5, "autre"),
    )
    found = around("page:1", WEIGHTS, among=CONTRACTS, most=10)
    assert found is not None
    theirs = {"etiquette": ["autre", "local", "bois"], "theme": ["eau"], "type": ["contrat"]}
    [neighbour] = found.closest({"page:6": theirs})
    assert neighbour.shared == {"etiquette": ("bois", "local"), "theme": ("eau",)}
    assert found.closest({"page:6": {"etiquette": ["inconnu"]}}) == []


def test_neighbours_as_close_are_given_by_bits_then_by_key():
    rows = [
        Row(number, (0, "", f"page:{number}"), 1.0, {"theme": ["eau"] if number < 4 else ["bois"]})
        for number in range(1, 9)
    ]
    snapshot = EMPTY.updated(Revision(1, "x"), rows, ())
    here = Surroundings({"theme": ["eau"]}, {"theme": 1.0}, snapshot, snapshot.alive)
    same = {"theme": ["eau"]}
    assert [one.key for one in here.closest({"page:3": same, "page:2": same})] == [
        "page:2",
        "page:3",
    ]
    assert isinstance(here.closest({"page:2": same})[0], Neighbour)


documents_of_terms = st.lists(
    st.tuples(st.sets(st.integers(0, 5)), st.integers(-3, 3)), min_size=1, max_size=60
)


@given(
    documents_of_terms,
    st.lists(st.integers(0, 90), min_size=6, max_size=6),
    st.integers(1, 12),
    st.integers(0, 2**60 - 1),
)
def test_sums_made_all_at_once_are_the_sums_made_one_by_one(made, points, most, among):
    rows = [
        Row(number, (recency, "", f"{number:03}"), 1.0, {"terme": [str(term) for term in terms]})
        for number, (terms, recency) in enumerate(made)
    ]
    snapshot = EMPTY.updated(Revision(1, "x"), rows, ())
    among &= snapshot.alive
    terms = [(snapshot.under("terme", [str(term)]), points[term]) for term in range(6)]

    found = _strongest(terms, among, snapshot, most)

    sums = {
        slot: sum(points[term] for term in made[slot][0])
        for slot in range(len(made))
        if among >> slot & 1
    }
    ranked = sorted(
        (slot for slot in sums if sums[slot]), key=lambda slot: (-sums[slot], snapshot.orders[slot])
    )
    assert sorted(found) == sorted(ranked[:most])
