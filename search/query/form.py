"""Parse and write the address of a search; no other module knows its parameters.

Whatever a visitor types gets a page: what cannot be understood is left out, an unknown value of a
facet is kept as a filter that matches nothing and can be taken off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from django.http import QueryDict

from search.query import facets as facet_register
from search.query.address import (
    read_in_order,
    read_page,
    read_text,
    read_values,
    toggled,
    with_query,
    written,
)
from search.query.parser import parse
from search.query.request import PAGE_SIZE, SearchRequest, Sort

MAX_QUERY_LENGTH = 200
EXACT = "oui"
TICKED = "fiche"  # the parameter of what readers tick on results


@dataclass(frozen=True)
class SearchForm:
    """An address understood. `path` is where it stands; every address written keeps it, and what is
    `ticked` on results, which changes nothing of what is found."""

    request: SearchRequest
    path: str = ""
    ticked: tuple[str, ...] = ()

    @classmethod
    def from_querydict(
        cls,
        data: QueryDict,
        *,
        fixed: Mapping[str, Iterable[str]] | None = None,
        facets: Iterable[str] | None = None,
        page_size: int = PAGE_SIZE,
        path: str = "",
    ) -> SearchForm:
        """Read an address. `fixed` filters belong to the page and win over the address; `facets`
        are the facets to count (all those that are registered and not fixed, by default)."""
        fixed_filters = {name: tuple(values) for name, values in (fixed or {}).items()}
        offered = [
            facet.name for facet in facet_register.registered() if facet.name not in fixed_filters
        ]
        q = read_text(data.get("q", ""), MAX_QUERY_LENGTH)
        request = SearchRequest(
            q=q,
            query=parse(q),
            filters={
                name: values for name in offered if (values := read_values(data.getlist(name)))
            },
            fixed=fixed_filters,
            facets=tuple(offered if facets is None else facets),
            sort=_read_sort(data.get("tri", "")),
            page=read_page(data.get("page", "")),
            page_size=page_size,
            exact=bool(q) and data.get("exact", "") == EXACT,
        )
        return cls(request=request, path=path, ticked=read_in_order(data.getlist(TICKED)))

    def url(self) -> str:
        """The canonical address of this search."""
        parameters = [*self._words(), *self._filters(), *self._sort(), *self._ticks()]
        if self.request.page > 1:
            parameters.append(("page", str(self.request.page)))
        return written(self.path, parameters)

    def toggle_urls(self, facet: str, codes: Iterable[str]) -> dict[str, str]:
        """For each of these codes, the address with it ticked, or unticked when it was: what
        `toggled(facet, code).url()` writes, for the many values of a facet at once."""
        ticked = self.request.filters.get(facet, ())
        before = [*self._words(), *self._filters(until=facet)]
        after = [*self._filters(beyond=facet), *self._sort(), *self._ticks()]
        head, tail = urlencode(before), urlencode(after)
        urls: dict[str, str] = {}
        for code in codes:
            middle = [_parameter(facet, value) for value in toggled(ticked, code)]
            urls[code] = with_query(self.path, "&".join(filter(None, (head, *middle, tail))))
        return urls

    def toggled(self, facet: str, code: str) -> SearchForm:
        """With this value ticked, or unticked when it was."""
        return self._filtered(facet, toggled(self.request.filters.get(facet, ()), code))

    def without(self, facet: str) -> SearchForm:
        return self._filtered(facet, ())

    def without_words(self) -> SearchForm:
        return self._changed(replace(self.request, q="", query=parse(""), exact=False))

    def with_words(self, q: str) -> SearchForm:
        """The same search of other words."""
        return self._changed(replace(self.request, q=q, query=parse(q), exact=False))

    def with_other_exactness(self) -> SearchForm:
        """Exact when it was not, and the reverse."""
        return self._changed(replace(self.request, exact=not self.request.exact))

    def asking(self, request: SearchRequest) -> SearchForm:
        """The same address, asked otherwise than it was typed."""
        return replace(self, request=request)

    def counting_what_is_shown(self) -> SearchForm:
        """Counting only the facets that stand beside results: those that are open to all, and those
        in which a value is ticked."""
        facets = tuple(
            name
            for name in self.request.facets
            if facet_register.get(name).shown or name in self.request.filters
        )
        return replace(self, request=replace(self.request, facets=facets))

    def cleared(self) -> SearchForm:
        """Without any filter; the words and the order stay."""
        return self._changed(replace(self.request, filters={}))

    def sorted_by(self, sort: Sort) -> SearchForm:
        return self._changed(replace(self.request, sort=sort))

    def with_nothing_ticked(self) -> SearchForm:
        return replace(self, ticked=())

    def standing_at(self, path: str) -> SearchForm:
        """The same search at another address, percent-encoded."""
        return replace(self, path=path)

    def at_page(self, page: int) -> SearchForm:
        return replace(self, request=replace(self.request, page=page))

    def _filtered(self, facet: str, values: tuple[str, ...]) -> SearchForm:
        filters = {name: kept for name, kept in self.request.filters.items() if name != facet}
        if values:
            filters[facet] = values
        return self._changed(replace(self.request, filters=filters))

    def _changed(self, request: SearchRequest) -> SearchForm:
        """A changed search starts at its first page."""
        return replace(self, request=replace(request, page=1))

    def _words(self) -> list[tuple[str, str]]:
        if not self.request.q:
            return []
        return [("q", self.request.q), *([("exact", EXACT)] if self.request.exact else [])]

    def _filters(self, *, until: str = "", beyond: str = "") -> list[tuple[str, str]]:
        """The filters in the order of the facets; only those before, or after, one facet."""
        order = [facet.name for facet in facet_register.registered()]
        if until:
            order = order[: order.index(until)]
        if beyond:
            order = order[order.index(beyond) + 1 :]
        filters = self.request.filters
        return [(name, value) for name in order for value in filters.get(name, ())]

    def _sort(self) -> list[tuple[str, str]]:
        """The order, when it is not the one that goes without saying."""
        sort = self.request.effective_sort
        return [("tri", sort.value)] if sort is not self.request.default_sort else []

    def _ticks(self) -> list[tuple[str, str]]:
        return [(TICKED, value) for value in self.ticked]


@dataclass(frozen=True)
class SuggestionForm:
    """The address that a search field asks while a reader types."""

    q: str

    @classmethod
    def from_querydict(cls, data: QueryDict) -> SuggestionForm:
        return cls(read_text(data.get("q", ""), MAX_QUERY_LENGTH))


@lru_cache(maxsize=16_384)
def _parameter(name: str, value: str) -> str:
    """One parameter, as urlencode writes it."""
    return urlencode([(name, value)])


def _read_sort(raw: str) -> Sort | None:
    try:
        return Sort(raw)
    except ValueError:
        return None
