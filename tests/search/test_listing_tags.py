"""Facets beside the results are short, and nothing that is ticked is ever out of sight."""

from django.http import QueryDict

from search.query.facets import Facet
from search.query.form import SearchForm
from search.query.pagination import Pagination
from search.query.request import SearchRequest
from search.query.results import FacetCount, FacetValue, SearchResponse
from search.templatetags.listing import facet_panels, whole_panels, whole_panels_address


def facet(
    name: str, *, values: int, ticked: tuple[int, ...] = (), shown: bool = True
) -> FacetCount:
    return FacetCount(
        Facet(name, name.title(), lambda codes: {}, shown=shown),
        tuple(
            FacetValue(str(number), f"Valeur {number}", 100 - number, number in ticked, "?")
            for number in range(values)
        ),
    )


def response(*facets: FacetCount) -> SearchResponse:
    return SearchResponse(
        SearchRequest(),
        0,
        (),
        facets,
        (),
        "?",
        Pagination(1, 1, 0, 0, 0, (), None, None),
        (),
        (),
        0.0,
    )


def test_the_first_three_facets_are_open_with_ten_values_the_others_folded_with_eight():
    panels = facet_panels(response(*(facet(name, values=13) for name in "abcd")))
    assert [panel.open for panel in panels] == [True, True, True, False]
    assert [len(panel.values) for panel in panels] == [10, 10, 10, 8]
    assert [len(panel.rest) for panel in panels] == [3, 3, 3, 5]


def test_a_ticked_value_is_in_sight_wherever_its_count_puts_it():
    [panel] = facet_panels(response(facet("theme", values=15, ticked=(12,))))
    assert [value.code for value in panel.values] == [*map(str, range(10)), "12"]
    assert [value.code for value in panel.rest] == ["10", "11", "13", "14"]
    assert panel.selected == 1


def test_a_facet_that_can_change_nothing_is_not_shown():
    assert facet_panels(response(facet("theme", values=1), facet("region", values=0))) == []


def test_a_facet_that_is_not_among_the_first_ones_is_shown_once_ticked():
    quiet = facet("territoire", values=5, shown=False)
    ticked = facet("etiquette", values=5, ticked=(4,), shown=False)
    assert [panel.name for panel in facet_panels(response(quiet, ticked))] == ["etiquette"]


def test_the_page_of_every_filter_has_every_value_and_unfolds_what_is_ticked():
    panels = whole_panels(
        response(facet("theme", values=15), facet("lieu", values=300, ticked=(9,), shown=False))
    )
    assert [panel.total for panel in panels] == [15, 300]
    assert [panel.open for panel in panels] == [False, True]


def test_what_a_listing_fixes_is_a_filter_of_the_page_of_every_filter():
    form = SearchForm.from_querydict(
        QueryDict("q=eau&theme=bois&page=3"), fixed={"type": ("contrat",)}, path="/contrats/"
    )
    assert whole_panels_address(form) == "/recherche/filtres/?q=eau&type=contrat&theme=bois"
