"""Communes of communes.csv, their points of commune_points.csv (IGN, DILA), and their other names
and codes of commune_names.csv (Etalab): loaded whole, and the keys of place names kept right.
`scripts/communes_data.py` and `scripts/places_data.py` make the files."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.db import models, transaction

from contracts.catalogue.files import CATALOGUE
from contracts.models import Commune, CommuneAlias, LoadedFixture, Territory, TerritoryName
from contracts.models.commune import departement_of
from contracts.values.clean_text import clean_line
from contracts.values.place_names import place_key, short_name
from search.text.analysis import ANALYSIS_VERSION

FILE = CATALOGUE / "communes.csv"
NAMES = CATALOGUE / "commune_names.csv"
POINTS = CATALOGUE / "commune_points.csv"
_KEY = "communes.csv"
_VERSION = 2  # of what is made of the files: to be raised when it changes
_TOWN = 10_000  # inhabitants from which a commune is called by the beginning of its name
_FIELDS = ["name", "place_key", "departement", "epci", "population", "longitude", "latitude"]
_BATCH = 1_000


def load_communes(path: Path = FILE, names: Path = NAMES, points: Path = POINTS) -> int:
    """Make the tables of communes and of their other names equal to the files; the number of
    communes. Nobody edits them: files loaded before are not compared again, unless communes are
    missing. A name whose commune is not in the first file is left out."""
    content = path.read_bytes(), names.read_bytes(), points.read_bytes()
    digest = hashlib.sha256(
        b"%d:%d:" % (_VERSION, ANALYSIS_VERSION) + b"".join(content)
    ).hexdigest()
    loaded = LoadedFixture.objects.filter(key=_KEY, file_digest=digest).first()
    if loaded and loaded.object_id == Commune.objects.count():
        return loaded.object_id
    rows, others, places = (list(csv.DictReader(one.decode().splitlines())) for one in content)
    at = {row["code"]: (float(row["lon"]), float(row["lat"])) for row in places}
    communes = {row["code"]: _commune(row, at.get(row["code"])) for row in rows}
    aliases = [
        alias
        for row in [*rows, *others]
        if row.get("commune", row["code"]) in communes
        for alias in _aliases(row)
    ]
    aliases += _short_names(communes.values())
    with transaction.atomic():
        Commune.objects.bulk_create(
            communes.values(),
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=_FIELDS,
        )
        gone = set(Commune.objects.values_list("code", flat=True)) - set(communes)
        Commune.objects.filter(code__in=gone).delete()
        CommuneAlias.objects.all().delete()
        CommuneAlias.objects.bulk_create(aliases, batch_size=_BATCH)
        LoadedFixture.objects.update_or_create(
            key=_KEY,
            defaults={"object_id": len(communes), "file_digest": digest, "row_digest": digest},
        )
    return len(communes)


def refresh_place_keys() -> int:
    """Write the keys of the names of territories that are not those of today's analysis; how many
    there were. Rows of before the keys existed, and an analysis that changes, leave such ones."""
    return _refreshed(Territory) + _refreshed(TerritoryName)


def _refreshed(model: type[models.Model]) -> int:
    field: Any = model._meta.get_field("place_key")
    stale = []
    row: Any
    for row in model._default_manager.only("name", "place_key"):
        key = place_key(row.name)[: field.max_length]
        if row.place_key != key:
            row.place_key = key
            stale.append(row)
    model._default_manager.bulk_update(stale, ["place_key"], batch_size=_BATCH)
    return len(stale)


def _commune(row: dict[str, str], point: tuple[float, float] | None) -> Commune:
    longitude, latitude = point or (None, None)
    return Commune(
        code=row["code"],
        name=clean_line(row["name"]).replace("'", "’"),
        departement=departement_of(row["code"]),
        epci=row["epci"],
        population=int(row["population"]) if row["population"] else None,
        longitude=longitude,
        latitude=latitude,
    )


def _short_names(communes: Collection[Commune]) -> Iterator[CommuneAlias]:
    """What towns are called by, but where it is the name of a larger commune."""
    known = {one.name: one.population or 0 for one in communes}
    for commune in communes:
        population = commune.population or 0
        short = short_name(commune.name) if population >= _TOWN else ""
        if short and known.get(short, 0) < population:
            kind = CommuneAlias.Kind.SHORT
            yield CommuneAlias(commune=commune, kind=kind, code=commune.code, name=short)


def _aliases(row: dict[str, str]) -> Iterator[CommuneAlias]:
    """Those that a row of either file gives: its postal codes, and the name and code of a part."""
    whole = row.get("commune", row["code"])
    name = row["name"] if "kind" in row else ""
    if "kind" in row:
        yield CommuneAlias(commune_id=whole, kind=row["kind"], code=row["code"], name=name)
    for postal in (row.get("postal") or "").split():
        kind = CommuneAlias.Kind.POSTAL
        yield CommuneAlias(commune_id=whole, kind=kind, code=postal, name=name)
