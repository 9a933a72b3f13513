"""How an address is read, whatever it holds, and written."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.query.form import SearchForm
from search.query.request import Sort


def form(address: str = "", **options) -> SearchForm:
    return SearchForm.from_querydict(QueryDict(address), **options)


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("", 1),
        ("page=3", 3),
        ("page=abc", 1),
        ("page=0", 1),
        ("page=-2", 1),
        ("page=1.5", 1),
        ("page=²", 1),
        ("page=٣", 1),
        ("page=99999", 99_999),
        ("page=" + "9" * 5_000, 1),
        ("page=100000001", 100_000),
        ("page=2&page=3", 3),
    ],
)
def test_a_page_is_a_number_from_1(address: str, page: int):
    assert form(address).request.page == page


@pytest.mark.parametrize(
    ("address", "sort"),
    [
        ("", None),
        ("tri=titre", Sort.TITLE),
        ("tri=recent", Sort.RECENT),
        ("tri=x", None),
        ("tri=%00", None),
    ],
)
def test_an_unknown_sort_is_none(address: str, sort: Sort | None):
    assert form(address).request.sort is sort


def test_relevance_is_the_sort_of_words_and_recency_of_everything_else():
    assert form("q=eau").request.effective_sort is Sort.RELEVANCE
    assert form("").request.effective_sort is Sort.RECENT
    assert form("q=-eau").request.effective_sort is Sort.RECENT
    assert form("tri=pertinence").request.effective_sort is Sort.RECENT
    assert form("q=eau&tri=titre").request.effective_sort is Sort.TITLE


@pytest.mark.parametrize("address", ["type=outil", "type=outil&tri=recent", "type=outil&theme=eau"])
def test_nothing_is_recent_where_nothing_is_dated(address: str):
    asked = form(address)
    assert asked.request.effective_sort is Sort.TITLE
    assert asked.request.sorts == (Sort.TITLE,)
    assert "tri" not in asked.url()
    assert form(f"{address}&type=contrat").request.effective_sort is Sort.RECENT


def test_words_are_cut_at_200_characters_and_their_blanks_made_one():
    assert form("q=" + "a" * 2_000).request.q == "a" * 200
    assert form("q=%00++l%E2%80%99eau%0A%09douce++").request.q == "l’eau douce"


def test_repeated_values_are_kept_once_sorted_and_what_no_facet_knows_is_ignored():
    read = form("theme=eau&theme=bois&theme=eau&inconnu=1&theme=&theme=%00")
    assert read.request.filters == {"theme": ("bois", "eau")}


def test_hundreds_of_values_are_not_all_read():
    read = form("&".join(f"theme=v{number}" for number in range(500)))
    assert len(read.request.filters["theme"]) == 50


def test_a_fixed_filter_wins_over_the_address_and_is_not_counted():
    read = form("type=outil&theme=eau", fixed={"type": ["contrat"]})
    assert read.request.fixed == {"type": ("contrat",)}
    assert read.request.filters == {"theme": ("eau",)}
    assert "type" not in read.request.facets
    assert read.url() == "?theme=eau"


def test_an_address_is_written_in_one_order():
    read = form(
        "page=2&tri=titre&annee=2016&theme=eau&type=contrat&theme=bois&q=l%27eau",
        path="/recherche/",
    )
    assert read.url() == (
        "/recherche/?q=l%27eau&type=contrat&theme=bois&theme=eau&annee=2016&tri=titre&page=2"
    )


def test_a_search_without_anything_has_a_bare_address():
    assert form("", path="/contrats/").url() == "/contrats/"
    assert form("").url() == "?"


def test_every_change_goes_back_to_the_first_page():
    read = form("q=eau&theme=bois&page=4")
    assert read.toggled("theme", "eau").url() == "?q=eau&theme=bois&theme=eau"
    assert read.toggled("theme", "bois").url() == "?q=eau"
    assert read.without("theme").url() == "?q=eau"
    assert read.without_words().url() == "?theme=bois"
    assert read.cleared().url() == "?q=eau"
    assert read.sorted_by(Sort.TITLE).url() == "?q=eau&theme=bois&tri=titre"
    assert read.at_page(5).url() == "?q=eau&theme=bois&page=5"


def test_the_addresses_of_many_values_are_those_of_each():
    read = form("q=eau&type=outil&theme=bois&annee=2016&tri=titre&page=4", path="/x/")
    codes = ["bois", "eau", "zone à faire", "a&b=c", "é"]
    assert read.toggle_urls("theme", codes) == {
        code: read.toggled("theme", code).url() for code in codes
    }


VALUES = st.text(max_size=12)


@given(
    st.lists(
        st.tuples(st.sampled_from(["q", "theme", "type", "annee", "page", "tri", "x"]), VALUES),
        max_size=8,
    )
)
def test_any_address_is_read_and_its_canonical_address_asks_the_same(pairs: list[tuple[str, str]]):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    read = SearchForm.from_querydict(data)
    again = SearchForm.from_querydict(QueryDict(read.url().removeprefix("?")))
    assert again == read
