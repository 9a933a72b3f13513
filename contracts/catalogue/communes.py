"""Communes of communes.csv (Etalab): loaded whole, and the keys of place names kept right."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

from django.db import models, transaction

from contracts.catalogue.files import CATALOGUE
from contracts.models import Commune, LoadedFixture, Territory, TerritoryName
from contracts.models.commune import departement_of
from contracts.values.clean_text import clean_line
from contracts.values.place_names import place_key
from search.text.analysis import ANALYSIS_VERSION

FILE = CATALOGUE / "communes.csv"
_KEY = "communes.csv"
_FIELDS = ["name", "place_key", "departement", "epci", "population"]
_BATCH = 1_000


def load_communes(path: Path = FILE) -> int:
    """Make the table of communes equal to the file; the number of communes. Nobody edits them:
    a file loaded before is not compared again, unless rows are missing."""
    content = path.read_bytes()
    digest = hashlib.sha256(b"%d:" % ANALYSIS_VERSION + content).hexdigest()
    loaded = LoadedFixture.objects.filter(key=_KEY, file_digest=digest).first()
    if loaded and loaded.object_id == Commune.objects.count():
        return loaded.object_id
    communes = [_commune(row) for row in csv.DictReader(content.decode().splitlines())]
    with transaction.atomic():
        Commune.objects.bulk_create(
            communes,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=_FIELDS,
        )
        codes = {commune.code for commune in communes}
        gone = set(Commune.objects.values_list("code", flat=True)) - codes
        Commune.objects.filter(code__in=gone).delete()
        LoadedFixture.objects.update_or_create(
            key=_KEY,
            defaults={"object_id": len(codes), "file_digest": digest, "row_digest": digest},
        )
    return len(codes)


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


def _commune(row: dict[str, str]) -> Commune:
    return Commune(
        code=row["code"],
        name=clean_line(row["name"]).replace("'", "’"),
        departement=departement_of(row["code"]),
        epci=row["epci"],
        population=int(row["population"]) if row["population"] else None,
    )
