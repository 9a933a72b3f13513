"""The only reader, and writer, of the address of a table that is narrowed and ordered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar, Self

from django.http import QueryDict

from search.query.address import read_page, read_text, read_values, toggled, written

MAX_LENGTH = 200


@dataclass(frozen=True)
class TableForm:
    """An address understood; what cannot be is left out. An unknown value of a facet is kept: it
    matches nothing, and can be taken off. `facets` are the parameters that filter, in the order in
    which they are shown; the first of `orders` goes without saying."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Any = None
    descending: bool = False
    page: int = 1

    facets: ClassVar[tuple[str, ...]] = ()
    orders: ClassVar[type[StrEnum]]

    @classmethod
    def from_querydict(cls, data: QueryDict) -> Self:
        sort = data.get("tri", "")
        name = sort.removeprefix("-")
        known = name in set(cls.orders)
        return cls(
            q=read_text(data.get("q", ""), MAX_LENGTH),
            filters={
                facet: values
                for facet in cls.facets
                if (values := read_values(data.getlist(facet)))
            },
            order=cls.orders(name) if known else cls.usual_order(),
            descending=known and sort.startswith("-"),
            page=read_page(data.get("page", "")),
        )

    @classmethod
    def usual_order(cls) -> StrEnum:
        return next(iter(cls.orders))

    @property
    def sort(self) -> str:
        """As the address says it; empty for the order that goes without saying."""
        if self.descending:
            return f"-{self.order}"
        return "" if self.order is self.usual_order() else str(self.order)

    def url(self, path: str = "") -> str:
        values = [
            ("q", self.q),
            *((name, value) for name in self.facets for value in self.filters.get(name, ())),
            ("tri", self.sort),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return written(path, [(name, value) for name, value in values if value])

    def toggled(self, facet: str, code: str) -> Self:
        return self._filtered(facet, toggled(self.filters.get(facet, ()), code))

    def without(self, facet: str) -> Self:
        return self._filtered(facet, ())

    def without_words(self) -> Self:
        return replace(self, q="", page=1)

    def cleared(self) -> Self:
        """Without any filter; the words and the order stay."""
        return replace(self, filters={}, page=1)

    def sorted_by(self, order: StrEnum) -> Self:
        """In the other direction when this is the order already."""
        return replace(
            self,
            order=order,
            descending=order is self.order and not self.descending,
            page=1,
        )

    def at_page(self, page: int) -> Self:
        return replace(self, page=page)

    def _filtered(self, facet: str, values: tuple[str, ...]) -> Self:
        filters = {name: kept for name, kept in self.filters.items() if name != facet}
        if values:
            filters[facet] = values
        return replace(self, filters=filters, page=1)
