"""The file of an archive: a CSV for each table, what describes them (Frictionless Data Package), the
words that explain them and the licence."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, BinaryIO
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from contracts.models.base import LICENCE
from contracts.opendata.archive.table import ArchivedTable, Referred
from contracts.opendata.archive.tables import tables
from contracts.opendata.columns import PublishedColumn, Type, cells_of
from contracts.opendata.datasets import VERSION
from contracts.pages.parts.structured_data import LICENCE_URL, SITE_NAME
from contracts.tables.csv_file import INTERNATIONAL, encoded

NAME = "reciprocites"
_LICENCE_CODE = "etalab-2.0"
_AT_ONCE = 200  # rows that are in memory
_TYPES: dict[Type, dict[str, Any]] = {
    Type.TEXT: {"type": "string"},
    Type.TEXTS: {"type": "string"},
    Type.ADDRESS: {"type": "string", "format": "uri"},
    Type.WHOLE: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.TRUTH: {"type": "boolean"},
    Type.DAY: {"type": "date"},
    Type.PARTIAL: {"type": "string"},
}
_README = """Réciprocités : toute la base au {day}

{address}

Chaque fichier CSV est une table : UTF-8, virgules, points décimaux, jours écrits 2016-11-04. Une
cellule vide veut dire : non renseigné. Plusieurs valeurs d’une cellule sont séparées par des
points-virgules, plusieurs textes par un retour à la ligne. Une cellule qui commencerait une formule
de tableur est précédée d’une apostrophe.

« datapackage.json » décrit les colonnes et les clés entre tables (Frictionless Data Package) : une
fiche se reconnaît à son identifiant, une source à la colonne « appelee » de sources.csv.

Ce que contient chaque colonne : {dictionary}
Version des colonnes : {version}. Une colonne n’est ni renommée ni retirée sans changer de version.

{contents}
Licence : {licence}, {licence_url}
Citez : {site}, {day}.
"""
_LICENCE = """Ces données sont publiées sous {licence} :
{licence_url}

Vous pouvez les reproduire, les diffuser, les adapter et les exploiter, y compris à des fins
commerciales, en citant leur source ({site}, {address}) et leur date ({day}).
"""


def write(file: BinaryIO, day: dt.date) -> dict[str, int]:
    """Write the archive of a day; how many rows each table has, by its code. The same base gives
    the same bytes on the same day."""
    rows: dict[str, int] = {}
    resources = []
    referred = Referred()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables():
            counted = _Counted(table, referred)
            digest, size = _member(archive, f"{table.dataset.code}.csv", day, counted.content())
            rows[table.dataset.code] = counted.rows
            resources.append(_resource(table, digest, size))
        for name, text in (
            ("datapackage.json", _package(resources, day)),
            ("LISEZMOI.txt", _told(_README, day, rows)),
            ("LICENCE.txt", _told(_LICENCE, day, rows)),
        ):
            _member(archive, name, day, [text.encode()])
    return rows


class _Counted:
    """The lines of a table, counted while they are written."""

    def __init__(self, table: ArchivedTable, referred: Referred) -> None:
        self._table = table
        self._referred = referred
        self.rows = 0

    def content(self) -> Iterator[bytes]:
        return encoded(self._lines(), INTERNATIONAL)

    def _lines(self) -> Iterator[Sequence[Any]]:
        dataset = self._table.dataset
        yield [column.name for column in dataset.columns]
        keys = iter(self._table.keys(self._referred))
        while some := list(islice(keys, _AT_ONCE)):
            found = dataset.read(some, None)
            items = [found[key] for key in some if key in found]
            for item in items:
                self._referred.note(item.row)
            self.rows += len(items)
            yield from cells_of(dataset.columns, items)


def _member(
    archive: zipfile.ZipFile, name: str, day: dt.date, content: Iterable[bytes]
) -> tuple[str, int]:
    """The SHA-256 and the size of what is written under a name."""
    digest, size = hashlib.sha256(), 0
    about = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    about.compress_type = zipfile.ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    with archive.open(about, "w") as member:
        for piece in content:
            digest.update(piece)
            size += len(piece)
            member.write(piece)
    return digest.hexdigest(), size


def _package(resources: list[dict[str, Any]], day: dt.date) -> str:
    told = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": f"{SITE_NAME} : toute la base",
        "homepage": _address(),
        "version": day.isoformat(),
        "licenses": [{"name": _LICENCE_CODE, "title": LICENCE, "path": LICENCE_URL}],
        "resources": resources,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _resource(table: ArchivedTable, digest: str, size: int) -> dict[str, Any]:
    dataset = table.dataset
    schema: dict[str, Any] = {"fields": [_field(column) for column in dataset.columns]}
    if table.primary:
        schema["primaryKey"] = table.primary
    if table.foreign:
        schema["foreignKeys"] = [
            {"fields": name, "reference": {"resource": code, "fields": _primary(code)}}
            for name, code in table.foreign.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": dataset.code,
        "title": dataset.title,
        "description": dataset.description,
        "path": f"{dataset.code}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "schema": schema,
    }


def _primary(code: str) -> str:
    return next(one.primary for one in tables() if one.dataset.code == code)


def _field(column: PublishedColumn) -> dict[str, Any]:
    told = {
        "name": column.name,
        "title": column.header,
        "description": column.description,
        **_TYPES[column.type],
        "example": column.example,
    }
    if column.codes and column.type is not Type.TEXTS:
        told["constraints"] = {"enum": list(column.codes)}
    return told


def _told(words: str, day: dt.date, rows: Mapping[str, int]) -> str:
    contents = "".join(
        f"- {one.dataset.code}.csv ({rows[one.dataset.code]}) : {one.dataset.description}\n"
        for one in tables()
    )
    return words.format(
        day=day.isoformat(),
        address=_address(),
        dictionary=urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("dictionary")),
        version=VERSION,
        contents=contents,
        licence=LICENCE,
        licence_url=LICENCE_URL,
        site=SITE_NAME,
    )


def _address() -> str:
    return urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("data"))
