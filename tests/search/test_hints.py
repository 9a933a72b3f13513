"""What the words of a search may name: the filters and pages proposed, and what they cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from search.answers import hints
from search.answers.hints import Hint, ShownHint, hints_for, without_words
from search.query.form import SearchForm
from search.query.request import SearchRequest
from search.text.analysis import terms
from tests.search.factories import document, index

BOIS = {"facet": "theme", "code": "bois"}


class Proposing:
    """A source that always proposes the same."""

    def __init__(self, *proposed: Hint) -> None:
        self.proposed = proposed

    def hints(self, request: SearchRequest, token: str) -> Iterable[Hint]:
        return self.proposed


class Broken:
    def hints(self, request: SearchRequest, token: str) -> Iterable[Hint]:
        raise DatabaseError("no such table")


@pytest.fixture(autouse=True)
def sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "_sources", [])


def filter_hint(word: str = "bois", code: str = "bois", facet: str = "theme") -> Hint:
    return Hint(label=code.capitalize(), detail="thème", facet=facet, code=code, words=(word,))


def proposed(address: str, **options: object) -> tuple[ShownHint, ...]:
    return hints_for(SearchForm.from_querydict(QueryDict(address), path="/recherche/", **options))


@pytest.fixture
def documents(db: None) -> None:
    index(
        document("page:1", "Cantine et chaufferie", facets={"theme": ("bois", "eau")}),
        document("page:2", "Chaufferie", facets={"theme": ("bois",), "etape": ("e1",)}),
        document("page:3", "Bois", facets={"theme": ("alim",)}),
    )


@pytest.mark.usefixtures("documents")
class TestAFilter:
    def test_replaces_its_words_and_keeps_the_others(self):
        hints.register(Proposing(filter_hint()))
        assert proposed("q=cantine+bois") == (
            ShownHint("Bois", "thème", "/recherche/?q=cantine&theme=bois", 1, **BOIS),
        )

    def test_is_counted_under_the_filters_already_on_which_stay(self):
        hints.register(Proposing(filter_hint()))
        assert proposed("q=bois&etape=e1&tri=titre&page=3") == (
            ShownHint(
                "Bois", "thème", "/recherche/?theme=bois&etape=e1&tri=titre", 1, is_all=True, **BOIS
            ),
        )

    def test_without_results_is_not_proposed(self):
        hints.register(Proposing(filter_hint(code="mobi")))
        assert proposed("q=bois") == ()

    def test_without_results_gives_way_to_its_page(self):
        page = Hint("Mobilités", "page du thème", url="/themes/mobi/")
        hints.register(
            Proposing(replace(filter_hint(code="mobi"), otherwise=page, absent="rien n’en parle"))
        )
        assert proposed("q=bois") == (
            ShownHint("Mobilités", "rien n’en parle", "/themes/mobi/", None, True, is_absent=True),
        )
        assert proposed("q=bois&theme=mobi") == ()
        index(document("page:4", "Car", facets={"theme": ("mobi",)}))
        assert proposed("q=chaufferie+bois") == (
            ShownHint("Mobilités", "page du thème", "/themes/mobi/"),
        )

    def test_already_on_is_not_proposed(self):
        hints.register(Proposing(filter_hint()))
        assert proposed("q=bois&theme=bois") == ()

    def test_of_a_facet_that_the_page_fixes_is_not_proposed(self):
        hints.register(Proposing(filter_hint()))
        assert proposed("q=bois", fixed={"theme": ("bois",)}) == ()

    def test_proposed_twice_is_shown_once(self):
        hints.register(Proposing(filter_hint(), filter_hint()))
        assert len(proposed("q=bois")) == 1

    def test_stands_before_pages_whatever_the_order_of_the_sources(self):
        hints.register(Proposing(Hint("Brest", "commune", url="/communes/29019-brest/")))
        hints.register(Proposing(filter_hint()))
        assert [one.label for one in proposed("q=bois")] == ["Bois", "Brest"]

    def test_of_the_same_words_costs_one_count_for_all(self):
        hints.register(Proposing(filter_hint(), filter_hint(code="eau"), filter_hint(code="alim")))
        proposed("q=bois")
        with CaptureQueriesContext(connection) as queries:
            assert len(proposed("q=bois")) == 2 + 1
        assert len(queries) <= 2

    def test_of_many_different_words_is_counted_for_the_first_three(self):
        words = ["bois", "eau", "lait", "pain"]
        hints.register(Proposing(*(filter_hint(word) for word in words)))
        with CaptureQueriesContext(connection) as queries:
            proposed("q=bois+eau+lait+pain")
        assert len(queries) <= 3 * 2


def test_at_most_five_filters_and_ten_pages_are_shown(documents: None):
    page = [Hint(str(n), url=f"/{n}/") for n in range(30)]
    hints.register(Proposing(*page))
    assert len(proposed("q=bois")) == 10
    index(document("page:9", facets={"theme": tuple(f"t{n}" for n in range(9))}))
    hints.register(Proposing(*(filter_hint(code=f"t{n}") for n in range(9))))
    assert [one.count for one in proposed("q=bois")] == [1] * 5 + [None] * 10


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "q=", "q=+", "q=%00", "q=l%27", "q=-bois", "q=%3F"])
def test_a_search_without_words_asks_no_source_and_no_query(address: str):
    hints.register(Broken())
    with CaptureQueriesContext(connection) as queries:
        assert proposed(address) == ()
    assert len(queries) == 0


@pytest.mark.django_db
def test_a_source_that_cannot_read_takes_the_hints_away_and_nothing_else():
    hints.register(Broken())
    assert proposed("q=bois") == ()


@pytest.mark.parametrize(
    "fields", [{}, {"url": "/x/", "facet": "theme", "code": "eau", "words": ("eau",)}]
)
def test_a_hint_that_is_neither_a_page_nor_a_filter_or_both_is_refused(fields: dict[str, object]):
    with pytest.raises(ValueError, match="not both"):
        Hint("Eau", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("brest", ("brest",), ""),
        ("cantine brest", ("brest",), "cantine"),
        ("Brest : les cantines", ("brest",), "les cantines"),
        ("cantines à Brest", ("brest",), "cantines"),
        ("cantines d’Angoulême et Saintes", ("angouleme",), "cantines et Saintes"),
        ("les contrats de la métropole de Lyon", ("metropole", "de", "lyon"), "les contrats"),
        ("brest et carhaix", ("brest",), "carhaix"),
        ("-brest eau brest", ("brest",), "-brest eau"),
        ('-"eau de brest" brest', ("brest",), '-"eau de brest"'),
        ('cantine "Brest"', ("brest",), "cantine"),
        ("cantine «\u00a0Le Mans\u202f»", ("le", "mans"), "cantine"),
        ("cantine", ("brest",), "cantine"),
    ],
)
def test_words_are_taken_away_with_what_led_to_them(text: str, words: tuple[str, ...], left: str):
    assert without_words(text, words) == left


@given(
    st.text(alphabet="ab -\"'«»:", max_size=30),
    st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=3),
)
def test_taking_words_away_never_adds_any(text: str, words: list[str]):
    left = without_words(text, tuple(words))
    assert Counter(term.exact for term in terms(left)) <= Counter(
        term.exact for term in terms(text)
    )
