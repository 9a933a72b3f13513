"""What a document refuses, and what it sets right when it is born."""

from datetime import UTC, datetime

import pytest

from search.index import documents
from search.query import facets
from search.query.facets import Facet
from tests.search.factories import document


def test_the_kind_is_a_facet_that_needs_no_saying():
    assert document(facets={"theme": ("eau", "bois", "eau")}).facets == {
        "theme": ("bois", "eau"),
        "type": ("contrat",),
    }


def test_nul_and_halves_of_characters_are_dropped_everywhere():
    broken = document(
        title="L’eau\x00", summary="\ud800bois", body="a\x00b", card={"lieu": ["Brest\x00", ("x",)]}
    )
    assert (broken.title, broken.summary, broken.body) == ("L’eau", "bois", "ab")
    assert broken.card == {"lieu": ["Brest", ["x"]]}


@pytest.mark.parametrize(
    "changes",
    [
        {"key": ""},
        {"key": "x" * 201},
        {"key": "a\x00"},
        {"weight": 0},
        {"weight": -1.0},
        {"updated": datetime(2026, 1, 1)},  # noqa: DTZ001
        {"facets": {"theme": ("",)}},
        {"facets": {"theme": ("x" * 101,)}},
    ],
)
def test_a_document_that_could_not_be_indexed_cannot_be_born(changes: dict[str, object]):
    with pytest.raises(ValueError, match=r"key|weight|update|code"):
        document(**changes)


def test_one_code_given_for_a_tuple_of_codes_is_refused():
    with pytest.raises(TypeError, match="theme takes a tuple"):
        document(facets={"theme": "eau"})


def test_equal_documents_have_one_digest_whatever_the_order_of_their_facets():
    one = document(facets={"theme": ("eau", "bois"), "annee": ("2016",)})
    other = document(facets={"annee": ("2016",), "theme": ("bois", "eau")})
    assert one.digest() == other.digest()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Autre"},
        {"summary": "x"},
        {"body": "x"},
        {"url": "/autre/"},
        {"kind": "outil"},
        {"card": {"lieu": "Brest"}},
        {"facets": {"theme": ("eau",)}},
        {"weight": 2.0},
        {"updated": datetime(2027, 1, 1, tzinfo=UTC)},
        {"updated": None},
    ],
)
def test_any_change_changes_the_digest(changes: dict[str, object]):
    assert document(**changes).digest() != document().digest()


def test_two_sources_of_one_name_are_refused():
    class Source:
        name = "contrats"

        def documents(self):
            return iter(())

    documents.register(Source())
    with pytest.raises(ValueError, match="two sources of documents are named contrats"):
        documents.register(Source())


@pytest.mark.parametrize("name", ["q", "tri", "page", "Thème", "", "a b"])
def test_a_facet_that_no_address_could_hold_is_refused(name: str):
    with pytest.raises(ValueError, match="cannot be a parameter"):
        Facet(name, "Thème", lambda codes: {})


def test_two_facets_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two facets are named theme"):
        facets.register(Facet("theme", "Thème", lambda codes: {}))


def test_the_facets_shown_come_first():
    assert [facet.name for facet in facets.registered()] == [
        "type",
        "theme",
        "etape",
        "annee",
        "public",
    ]
