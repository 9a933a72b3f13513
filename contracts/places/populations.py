"""How many people live in a territory, for whoever compares, and what says so.

The figure that is retained, or the only one; for a commune without any, that of the official file.
Sources that disagree, of which none is retained, and a number without a source say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from contracts.models import Commune, Source, TerritoryFigure
from contracts.places.official import SOURCE_KEY
from contracts.values.vocabulary import TerritoryLevel


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
    """Those that are known of these territories, by pk. Three queries at most."""
    figures: dict[int, list[TerritoryFigure]] = {}
    rows = TerritoryFigure.objects.filter(kind=TerritoryFigure.Kind.POPULATION)
    for row in rows.filter(territory__in=territories).select_related("source", "second_source"):
        figures.setdefault(row.territory_id, []).append(row)
    found = {}
    for territory, known in figures.items():
        retained = [row for row in known if row.retained] or known
        if len(retained) == 1 and retained[0].number:
            found[territory] = Population(retained[0].number, figure=retained[0])
    without = {pk: official for pk, official in territories.items() if pk not in figures}
    return {**_of_communes(without), **found}


def _of_communes(territories: Mapping[int, Official]) -> dict[int, Population]:
    codes = {
        official.code: pk
        for pk, official in territories.items()
        if official.level == TerritoryLevel.COMMUNE and official.code
    }
    source = Source.objects.filter(key=SOURCE_KEY).first() if codes else None
    if source is None:
        return {}
    rows = Commune.objects.filter(code__in=codes, population__gt=0)
    return {
        codes[code]: Population(number, source=source)
        for code, number in rows.values_list("code", "population")
        if number is not None
    }
