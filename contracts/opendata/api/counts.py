"""What each value of each filter of a list would give, as the page of the list counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from contracts.kinds import Kind
from contracts.opendata.selection import ListAsked
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.commitments.table import CommitmentsTable
from contracts.pages.indicators.form import IndicatorForm
from contracts.pages.indicators.table import IndicatorsTable
from contracts.pages.narrowing.table import NarrowedTable
from search.answers.service import answer
from search.query.form import SearchForm
from search.query.results import Chip, FacetValue


@dataclass(frozen=True)
class CountedFacet:
    name: str
    label: str
    values: Sequence[FacetValue]


@dataclass(frozen=True)
class FacetsFound:
    """`total` is how many rows the list has as it is asked, `chips` are the filters that are on."""

    total: int
    facets: tuple[CountedFacet, ...]
    chips: tuple[Chip, ...]


def of_kind(asked: ListAsked, kind: Kind) -> FacetsFound:
    """Raises SearchUnavailable."""
    fixed = {"type": (kind.code,)}
    return _of_search(SearchForm.from_querydict(asked.data, fixed=fixed, page_size=1))


def of_results(asked: ListAsked) -> FacetsFound:
    """Raises SearchUnavailable."""
    path = reverse("search:results")
    return _of_search(SearchForm.from_querydict(asked.data, path=path, page_size=1))


def of_commitments(asked: ListAsked) -> FacetsFound:
    return _of_table(CommitmentsTable(CommitmentForm.from_querydict(asked.data)))


def of_indicators(asked: ListAsked) -> FacetsFound:
    return _of_table(IndicatorsTable(IndicatorForm.from_querydict(asked.data)))


def _of_search(form: SearchForm) -> FacetsFound:
    found = answer(form)
    facets = (CountedFacet(one.facet.name, one.facet.label, one.values) for one in found.facets)
    return FacetsFound(found.total, tuple(facets), found.chips)


def _of_table(table: NarrowedTable) -> FacetsFound:
    facets = (CountedFacet(one.name, one.label, one.values) for one in table.panels)
    return FacetsFound(table.total, tuple(facets), table.chips)
