"""What a page of results is told: labels, counts, chips, addresses, pages, why it is empty."""

import pytest
from django.http import QueryDict
from django.utils.safestring import SafeString

from search import engines
from search.answers.service import answer
from search.engines.base import EngineResult
from search.query.form import SearchForm
from search.query.request import Sort
from tests.search.factories import ask, counted, day, document, found, index, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue() -> None:
    index(
        document(
            "page:1",
            "Brest et l’eau",
            summary="Un résumé",
            facets={"theme": ("eau", "bois"), "etape": ("e3", "e1"), "annee": ("2016",)},
            card={"lieu": "Bretagne"},
            date=day("2016-11-04"),
        ),
        document("page:2", "Le bois", facets={"theme": ("bois",), "annee": ("2023", "2015")}),
        document("page:3", "Un outil", kind="outil", facets={"theme": ("alim",), "etape": ("e2",)}),
    )


@pytest.mark.usefixtures("catalogue")
def test_a_hit_brings_all_that_its_card_shows():
    hit = ask("eau").hits[0]
    assert (hit.key, hit.kind, hit.title, hit.url) == (
        "page:1",
        "contrat",
        "Brest et l’eau",
        "/page:1/",
    )
    assert (hit.date, hit.card) == (day("2016-11-04"), {"lieu": "Bretagne"})
    assert hit.highlighted_title == "Brest et l’<mark>eau</mark>"
    assert (hit.summary, hit.excerpt) == ("Un résumé", "")
    assert isinstance(hit.highlighted_title, SafeString)
    assert isinstance(hit.summary, SafeString)
    assert isinstance(hit.excerpt, SafeString)


@pytest.mark.usefixtures("catalogue")
def test_values_have_labels_and_the_order_of_their_facet():
    values = {
        one.facet.name: [(value.label, value.count) for value in one.values]
        for one in search().facets
    }
    assert values == {
        "type": [("Contrat", 2), ("Outil", 1)],
        "theme": [("Bois énergie", 2), ("Alimentation", 1), ("Eau", 1)],
        "etape": [("Repérer", 1), ("Négocier", 1), ("Signer", 1)],
        "annee": [("2023", 1), ("2016", 1), ("2015", 1)],
        "public": [],
    }
    assert [one.facet.name for one in search().shown_facets] == ["type", "theme", "etape", "annee"]
    assert [one.facet.name for one in search().other_facets] == ["public"]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "address",
    ["", "q=bois", "theme=eau", "theme=eau&theme=alim", "annee=2016&q=l%27eau", "q=-outil"],
)
def test_the_count_beside_a_value_is_the_number_of_results_once_it_is_ticked(address: str):
    for one in search(address).facets:
        for value in one.values:
            if not one.selected:
                assert search(value.url.removeprefix("?")).total == value.count


@pytest.mark.usefixtures("catalogue")
def test_a_ticked_value_is_kept_without_any_result():
    response = search("theme=alim&annee=2016")
    theme = next(one for one in response.facets if one.facet.name == "theme")
    assert [(value.code, value.count, value.selected) for value in theme.values] == [
        ("bois", 1, False),
        ("eau", 1, False),
        ("alim", 0, True),
    ]


@pytest.mark.usefixtures("catalogue")
def test_each_active_filter_is_a_chip_that_takes_it_off():
    response = search("q=eau&theme=eau&theme=bois&annee=2016")
    assert [(chip.label, chip.remove_url, chip.known) for chip in response.chips] == [
        ("Theme\u00a0: Bois énergie", "?q=eau&theme=eau&annee=2016", True),
        ("Theme\u00a0: Eau", "?q=eau&theme=bois&annee=2016", True),
        ("Annee\u00a0: 2016", "?q=eau&theme=bois&theme=eau", True),
    ]
    assert response.clear_url == "?q=eau"


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("address", ["theme=nimporte", "annee=xx", "annee=xx&theme=eau&page=9"])
def test_an_unknown_value_is_a_chip_inconnu_and_matches_nothing(address: str):
    response = search(address)
    assert response.total == 0
    unknown = [chip for chip in response.chips if not chip.known]
    assert len(unknown) == 1
    assert unknown[0].value_label in {"nimporte (inconnu)", "xx (inconnu)"}
    assert unknown[0].remove_url in {"?", "?theme=eau"}


@pytest.mark.usefixtures("catalogue")
def test_an_unknown_value_beside_a_known_one_matches_what_the_known_one_does():
    response = search("theme=nimporte&theme=eau")
    assert found(response) == ["page:1"]
    assert [chip.known for chip in response.chips] == [True, False]


@pytest.mark.usefixtures("catalogue")
def test_an_empty_page_says_which_filter_empties_it_and_how_many_without():
    response = search("q=outil&theme=bois&annee=2016")
    assert response.total == 0
    assert [(one.label, one.count, one.url) for one in response.emptied_by] == [
        ("«\u00a0outil\u202f»", 1, "?theme=bois&annee=2016")
    ]
    response = search("theme=alim&annee=2016")
    assert [(one.label, one.count, one.url) for one in response.emptied_by] == [
        ("Alimentation", 1, "?annee=2016"),
        ("2016", 1, "?theme=alim"),
    ]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("address", ["q=toulousain", "theme=mobi", "q=toulousain+-eau"])
def test_nobody_is_told_to_take_off_the_only_thing_that_was_asked(address: str):
    for fixed in ({}, {"type": ("contrat",)}):
        response = search(address, fixed=fixed)
        assert response.total == 0
        assert response.emptied_by == ()


@pytest.mark.usefixtures("catalogue")
def test_a_fixed_filter_is_no_chip_and_in_no_address():
    response = search("theme=bois", fixed={"type": ("contrat",)}, path="/contrats/")
    assert sorted(found(response)) == ["page:1", "page:2"]
    assert [chip.facet for chip in response.chips] == ["theme"]
    assert response.clear_url == "/contrats/"
    assert "type" not in counted(response)


@pytest.mark.usefixtures("catalogue")
def test_relevance_is_offered_with_words_only():
    assert [(one.sort, one.value, one.selected) for one in search("q=eau").sorts] == [
        (Sort.RELEVANCE, "", True),
        (Sort.RECENT, "recent", False),
        (Sort.TITLE, "titre", False),
    ]
    assert [(one.sort, one.selected, one.url) for one in search("theme=eau").sorts] == [
        (Sort.RECENT, True, "?theme=eau"),
        (Sort.TITLE, False, "?theme=eau&tri=titre"),
    ]


def test_pages_are_linked_around_the_current_one_and_at_both_ends():
    index(*(document(f"page:{number:03}", "Eau") for number in range(100)))
    pages = search("q=eau&page=5", page_size=10).pages
    assert [link.number for link in pages.links] == [1, None, 3, 4, 5, 6, 7, None, 10]
    assert [link.number for link in pages.links if link.current] == [5]
    assert (pages.start, pages.end) == (40, 50)
    assert (pages.previous_url, pages.next_url) == ("?q=eau&page=4", "?q=eau&page=6")
    assert pages.links[0].url == "?q=eau"


def test_a_page_too_far_shows_the_last_one():
    index(*(document(f"page:{number:03}", "Eau") for number in range(21)))
    response = search("page=99999", page_size=10)
    assert (response.pages.current, response.pages.last, len(response.hits)) == (3, 3, 1)
    assert response.pages.next_url is None


def test_one_page_needs_no_links():
    response = search()
    assert (response.pages.is_needed, response.pages.end, response.total) == (False, 0, 0)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("q", ["l'", '"', "(", "🌾", "-"])
def test_when_no_word_was_understood_everything_is_shown_and_said(q: str):
    response = ask(q)
    assert response.total == 3
    assert response.query_not_understood
    assert not ask("eau").query_not_understood
    assert not ask("").query_not_understood


@pytest.mark.usefixtures("catalogue")
def test_a_row_removed_between_the_match_and_the_reading_is_no_result(monkeypatch):
    class Late:
        def match(self, request):
            return EngineResult(
                2, 1, ("page:gone", "page:1"), {name: {} for name in request.facets}
            )

    monkeypatch.setitem(engines.ENGINES, "database", Late)
    assert found(search("q=eau")) == ["page:1"]


@pytest.mark.usefixtures("catalogue")
def test_beside_results_only_the_facets_that_are_shown_or_ticked_are_counted():
    shown = ["type", "theme", "etape", "annee"]
    for address, names in (("q=bois", shown), ("public=elus", [*shown, "public"])):
        form = SearchForm.from_querydict(QueryDict(address)).counting_what_is_shown()
        assert [one.facet.name for one in answer(form).facets] == names
