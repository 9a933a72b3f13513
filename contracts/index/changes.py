"""When what a page lists last changed, as the index knows it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.db.models import Max

from contracts.index.facet_pages import url_of
from search.models import SearchDocument


class LastChanges:
    """The last change among the fiches of a kind, or under a value of a facet: aware instants, read
    when they are first asked for. Who asks for both reads what each document says `once`."""

    def __init__(self, *, once: bool = False) -> None:
        self._once = once

    @cached_property
    def by_kind(self) -> dict[str, dt.datetime]:
        """By the code of the kind."""
        if self._once:
            return {kind: updated for kind, _, updated in self._by_date}
        dated = SearchDocument.objects.filter(updated__isnull=False).order_by()
        return dict(dated.values_list("kind").annotate(Max("updated")))

    def of_kinds(self, *kinds: str) -> dt.datetime | None:
        """None when nothing of these kinds has a date."""
        return max((self.by_kind[kind] for kind in kinds if kind in self.by_kind), default=None)

    def at_all(self) -> dt.datetime | None:
        return self.of_kinds(*self.by_kind)

    def by_address(self, *facets: str, kind: str = "") -> dict[str, dt.datetime]:
        """By the address of the page of each value of these facets; among one `kind`, if given."""
        found: dict[tuple[str, str], dt.datetime] = {}
        for one, values, updated in self._by_date:
            if kind in {"", one}:
                for facet in facets:
                    found |= {(facet, code): updated for code in values.get(facet, ())}
        return {url_of(*value): updated for value, updated in found.items()}

    @cached_property
    def _by_date(self) -> list[tuple[str, dict[str, list[str]], dt.datetime]]:
        """The kind and the facets of every document that has a date, the last changed at the end."""
        dated = SearchDocument.objects.filter(updated__isnull=False).order_by("updated")
        return [
            (kind, values, updated)
            for kind, values, updated in dated.values_list("kind", "facets", "updated").iterator()
            if updated is not None  # the query says so, to the database alone
        ]
