"""The only reader, and writer, of the address of the table of commitments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.http import QueryDict

from search.query.address import read_page, read_text, read_values, toggled, written

MAX_LENGTH = 200

# The parameters that filter, in the order in which they are shown.
FACETS = (
    "theme",
    "sens",
    "nature-territoire",
    "region",
    "etat",
    "nature",
    "statut",
)


class Order(StrEnum):
    """By what the rows are ordered; the first one goes without saying."""

    CONTRACT = "contrat"
    OBJECT = "engagement"
    DIRECTION = "sens"
    THEME = "theme"
    STATE = "etat"


@dataclass(frozen=True)
class CommitmentForm:
    """An address understood; what cannot be is left out. An unknown value of a facet is kept: it
    matches nothing, and can be taken off."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Order = Order.CONTRACT
    descending: bool = False
    page: int = 1

    @classmethod
    def from_querydict(cls, data: QueryDict) -> CommitmentForm:
        sort = data.get("tri", "")
        name = sort.removeprefix("-")
        known = name in set(Order)
        return cls(
            q=read_text(data.get("q", ""), MAX_LENGTH),
            filters={
                facet: values for facet in FACETS if (values := read_values(data.getlist(facet)))
            },
            order=Order(name) if known else Order.CONTRACT,
            descending=known and sort.startswith("-"),
            page=read_page(data.get("page", "")),
        )

    @property
    def sort(self) -> str:
        """As the address says it; empty for the order that goes without saying."""
        if self.descending:
            return f"-{self.order}"
        return "" if self.order is Order.CONTRACT else self.order.value

    def url(self, path: str = "") -> str:
        values = [
            ("q", self.q),
            *((name, value) for name in FACETS for value in self.filters.get(name, ())),
            ("tri", self.sort),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return written(path, [(name, value) for name, value in values if value])

    def toggled(self, facet: str, code: str) -> CommitmentForm:
        return self._filtered(facet, toggled(self.filters.get(facet, ()), code))

    def without(self, facet: str) -> CommitmentForm:
        return self._filtered(facet, ())

    def without_words(self) -> CommitmentForm:
        return replace(self, q="", page=1)

    def cleared(self) -> CommitmentForm:
        """Without any filter; the words and the order stay."""
        return replace(self, filters={}, page=1)

    def sorted_by(self, order: Order) -> CommitmentForm:
        """In the other direction when this is the order already."""
        return replace(
            self,
            order=order,
            descending=order is self.order and not self.descending,
            page=1,
        )

    def at_page(self, page: int) -> CommitmentForm:
        return replace(self, page=page)

    def _filtered(self, facet: str, values: tuple[str, ...]) -> CommitmentForm:
        filters = {name: kept for name, kept in self.filters.items() if name != facet}
        if values:
            filters[facet] = values
        return replace(self, filters=filters, page=1)
