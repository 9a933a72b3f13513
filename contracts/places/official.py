"""Regions, départements and EPCI of territories.csv (Etalab, IGN): names, codes, a point."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from contracts.values.clean_text import clean_line
from contracts.values.slugs import folded_slug
from contracts.values.vocabulary import TerritoryLevel

SOURCE_KEY = "decoupage-administratif"

_PREFIXES = {"region": "reg", "departement": "dep", "epci": "epci"}
_NATURES = {
    "CC ": "Communauté de communes ",
    "CA ": "Communauté d’agglomération ",
    "CU ": "Communauté urbaine ",
}


@dataclass(frozen=True)
class OfficialTerritory:
    """One row. `within` holds the keys of the territories that contain it."""

    key: str
    slug: str
    level: str
    code: str
    name: str
    population: int | None
    longitude: float | None
    latitude: float | None
    within: tuple[str, ...]


def read_official(path: Path) -> list[OfficialTerritory]:
    """Every row of the file, each with a slug of its own: « brest-metropole », « paris-75 »."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    taken: set[str] = set()
    territories = []
    for row in rows:
        name = clean_line(row["name"]).replace("'", "’")
        slug = folded_slug(name)
        for short, long in _NATURES.items():
            if name.startswith(short):
                name = long + name.removeprefix(short)
        if slug in taken:
            slug = f"{slug}-{row['code'].lower()}"
        taken.add(slug)
        level = TerritoryLevel(row["level"])
        within = [f"dep:{code}" for code in row["departements"].split()]
        if level != TerritoryLevel.EPCI:
            within = [f"reg:{code}" for code in row["regions"].split()]
        if level == TerritoryLevel.REGION:
            within = []
        territories.append(
            OfficialTerritory(
                key=f"{_PREFIXES[level]}:{row['code']}",
                slug=slug,
                level=level,
                code=row["code"],
                name=name,
                population=int(row["population"]) if row["population"] else None,
                longitude=float(row["lon"]) if row["lon"] else None,
                latitude=float(row["lat"]) if row["lat"] else None,
                within=tuple(within),
            )
        )
    return territories
