"""How many people live in a territory, for whoever compares, and what says so.

The figure that is retained, or the only one; for a commune without any, that of the official file.
Sources that disagree, of which none is retained, and a number without a source say nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from contracts.models import Commune, Source, TerritoryFigure
from contracts.places.official import SOURCE_KEY
from contracts.values.vocabulary import TerritoryLevel
from search.index.prepared import prepared


class Official(NamedTuple):
    """What the official files know a territory by."""

    level: str
    code: str


@dataclass(frozen=True)
class Population:
    """A number of inhabitants, and the figure or else the document that says so."""

    number: int
    figure: TerritoryFigure | None = None
    source: Source | None = None


def populations(territories: Mapping[int, Official]) -> dict[int, Population]:
    """Those that are known of these territories, by pk. One query."""
    codes = {
        official.code: pk
        for pk, official in territories.items()
        if official.level == TerritoryLevel.COMMUNE and official.code
    }
    figures, official_file, communes = _figures(territories, SOURCE_KEY if codes else "", codes)
    by_territory: dict[int, list[TerritoryFigure]] = {}
    for row in figures:
        by_territory.setdefault(row.territory_id, []).append(row)
    found = {}
    for source in official_file:
        for code, number in communes:
            if codes[code] not in by_territory and number is not None:
                found[codes[code]] = Population(number, source=source)
    for territory, known in by_territory.items():
        retained = [row for row in known if row.retained] or known
        if len(retained) == 1 and retained[0].number:
            found[territory] = Population(retained[0].number, figure=retained[0])
    return found


@prepared
def _figures(
    territories: Collection[int], source: str, codes: Collection[str]
) -> tuple[QuerySet[Any], ...]:
    figures = TerritoryFigure.objects.filter(
        kind=TerritoryFigure.Kind.POPULATION, territory__in=territories
    ).select_related("source", "second_source")
    communes = Commune.objects.filter(code__in=codes, population__gt=0)
    return figures, Source.objects.filter(key=source), communes.values_list("code", "population")
