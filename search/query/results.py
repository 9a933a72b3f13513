"""What a search answers, in frozen values: SearchResponse, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from search.query.facets import Facet
from search.query.pagination import Pagination
from search.query.request import SearchRequest, Sort


@dataclass(frozen=True)
class Hit:
    """One result. `title` is plain; `highlighted_title`, `summary` and `excerpt` are safe HTML with
    <mark>. `summary` is the whole of it; `excerpt` is the part of the body that holds what neither
    the title, nor the summary, nor the card does, and empty when there is none."""

    key: str
    kind: str
    title: str
    url: str
    date: date | None
    card: Mapping[str, Any]
    highlighted_title: SafeString
    summary: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class HitGroup:
    """Results under one heading, or under none; `empty` is shown when there is none of them."""

    heading: str
    hits: tuple[Hit, ...]
    empty: str = ""


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet; following `url` ticks it, or unticks it when it is `selected`."""

    code: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class FacetCount:
    """A facet and its values, counted with all the filters but its own."""

    facet: Facet
    values: tuple[FacetValue, ...]

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.selected)


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it. `known` is false for a value that the
    facet does not know: it matches nothing and can only be taken off."""

    facet: str
    code: str
    facet_label: str
    value_label: str
    remove_url: str
    known: bool = True

    @property
    def label(self) -> str:
        return f"{self.facet_label}\u00a0: {self.value_label}"


@dataclass(frozen=True)
class SortOption:
    """An order to choose. `value` is empty for the one that goes without saying: chosen, it does
    not stay when other words are typed."""

    sort: Sort
    value: str
    label: str
    selected: bool
    url: str


@dataclass(frozen=True)
class Emptied:
    """Why there is no result: without `label` there would be `count` of them, at `url`.
    `is_of_words` when it is the words typed, and no filter."""

    label: str
    count: int
    url: str
    is_of_words: bool = False


@dataclass(frozen=True)
class Expansion:
    """Other words that a search also looked for, and the page that defines what they name."""

    label: str
    url: str


@dataclass(frozen=True)
class SearchResponse:
    """What is answered, with every address that the page needs."""

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetCount, ...]
    chips: tuple[Chip, ...]
    clear_url: str
    pages: Pagination
    sorts: tuple[SortOption, ...]
    emptied_by: tuple[Emptied, ...]
    took: float
    # What the search was widened to, or would be if it were not exact; and the address of the same
    # search, exact when this one is not, widened when this one is exact.
    expansions: tuple[Expansion, ...] = ()
    exactness_url: str = ""
    # The token of the state of the index, which spares a query to what reads beside the results;
    # empty when the words did not ask for it.
    index_token: str = ""
    # The database answered instead of the search server, which did not.
    degraded: bool = False

    @property
    def shown_facets(self) -> tuple[FacetCount, ...]:
        return tuple(count for count in self.facets if count.facet.shown)

    @property
    def other_facets(self) -> tuple[FacetCount, ...]:
        return tuple(count for count in self.facets if not count.facet.shown)

    @property
    def query_not_understood(self) -> bool:
        """Something was typed in which there is no word: everything is shown."""
        return bool(self.request.q) and self.request.query.is_empty
