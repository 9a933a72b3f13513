"""The panels of facets beside a list of results, and on the page of all filters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django import template
from django.urls import reverse

from search.query import facets as facet_register
from search.query.form import SearchForm
from search.query.results import FacetCount, FacetValue, SearchResponse

register = template.Library()

# A page of results is light: the panel shows the first values, another page shows them all.
OPEN_FACETS = 3
VALUES = 10
VALUES_FOLDED = 8


@dataclass(frozen=True)
class FacetPanel:
    """A facet as a panel shows it: its first values with all that are ticked, and the rest."""

    name: str
    label: str
    help: str
    values: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...]
    selected: int
    open: bool

    @property
    def total(self) -> int:
        return len(self.values) + len(self.rest)


@register.filter
def facet_panels(response: SearchResponse) -> list[FacetPanel]:
    """The facets beside the results: the most useful ones, and any in which a value is ticked."""
    kept = [count for count in response.facets if count.facet.shown or count.selected]
    panels: list[FacetPanel] = []
    for count in filter(_is_useful, kept):
        is_open = len(panels) < OPEN_FACETS
        panels.append(_panel(count, VALUES if is_open else VALUES_FOLDED, is_open=is_open))
    return panels


@register.filter
def whole_panels(response: SearchResponse) -> list[FacetPanel]:
    """Every facet, those in which a value is ticked unfolded."""
    return [_panel(count, VALUES, is_open=False) for count in filter(_is_useful, response.facets)]


@register.simple_tag
def whole_panels_address(form: SearchForm | None) -> str:
    """The page of every filter for this search; what a listing fixes is a filter there. Empty when
    it fixes what readers are offered no filter for, and beside a list that is no search."""
    if not isinstance(form, SearchForm):
        return ""
    request = form.request
    if not set(request.fixed) <= {facet.name for facet in facet_register.registered()}:
        return ""
    filters = {**request.filters, **request.fixed}
    everything = replace(request, filters=filters, fixed={}, page=1)
    return replace(form, request=everything, path=reverse("search:filters")).url()


def _is_useful(count: FacetCount) -> bool:
    """With one value or none, a facet can change nothing."""
    return len(count.values) > 1 or bool(count.selected)


def _panel(count: FacetCount, limit: int, *, is_open: bool) -> FacetPanel:
    first, others = count.values[:limit], count.values[limit:]
    return FacetPanel(
        name=count.facet.name,
        label=count.facet.label,
        help=count.facet.help,
        # What is ticked stays in sight, wherever its count puts it.
        values=(*first, *(value for value in others if value.selected)),
        rest=tuple(value for value in others if not value.selected),
        selected=len(count.selected),
        open=is_open or bool(count.selected),
    )
