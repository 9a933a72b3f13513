"""What a page offers to the search: its text, its filters, its card. Kinds add their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet

from contracts.models.territory import Territory, TerritoryGraph


class Searchable:
    """Mixin of pages. A kind with an empty `search_kind` is not found by the search."""

    search_kind: ClassVar[str] = ""
    search_prefetch: ClassVar[tuple[str, ...]] = ()
    search_weight: ClassVar[float] = 1.0

    @classmethod
    def search_lookups(cls) -> tuple[str | Prefetch, ...]:
        """What a document reads around a page, as `prefetch_related` takes it."""
        return cls.search_prefetch

    @classmethod
    def search_rows(cls) -> QuerySet[Any]:
        """The pages of this kind with all that their documents read, at a number of queries that
        does not grow with them."""
        return cls.objects.prefetch_related(*cls.search_lookups())

    def search_summary(self) -> str:
        return ""

    def search_text(self) -> Iterator[str]:
        """The body of the document, piece by piece."""
        yield from ()

    def search_territories(self) -> Iterable[Territory]:
        """The territories that the page is about."""
        return ()

    def used_tools(self) -> Iterable[str]:
        """The titles of the public tools that the page says it uses; of a row of `search_rows`."""
        return ()

    def search_facets(self, graph: TerritoryGraph) -> dict[str, tuple[str, ...]]:
        """Codes by facet. A place is found under itself, what contains it and what it contains."""
        places: set[int] = set()
        regions: set[int] = set()
        for territory in self.search_territories():
            places |= {territory.pk} | graph.above(territory.pk) | graph.below(territory.pk)
            regions |= graph.regions(territory.pk)
        return {
            "territoire": tuple(graph.rows[pk]["slug"] for pk in places),
            "region": tuple(graph.rows[pk]["slug"] for pk in regions),
        }

    def search_date(self) -> dt.date | None:
        """The date by which « le plus récent » sorts."""
        return None

    def search_card(self, graph: TerritoryGraph) -> Mapping[str, Any]:
        """What a result shows, in words."""
        return {}


def region_names(territories: Iterable[Territory], graph: TerritoryGraph) -> str:
    """« Bretagne », or several names by alphabet, or nothing."""
    regions = {pk for territory in territories for pk in graph.regions(territory.pk)}
    return ", ".join(sorted(graph.rows[pk]["name"] for pk in regions))


def territory_words(territories: Iterable[Territory]) -> Iterator[str]:
    """Every name of each territory, so that « COB » finds the Pays Centre Ouest Bretagne."""
    for territory in territories:
        yield territory.name
        for other in territory.other_names.all():
            yield other.name
