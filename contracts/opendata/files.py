"""A selection of rows as a file: CSV, XLSX, ODS and JSON; each says what it is and whence it
comes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse

from contracts.opendata.columns import Item, PublishedColumn, Type
from contracts.opendata.forms import ExportForm
from contracts.opendata.selection import About, Extract
from contracts.tables.cells import WebAddress
from contracts.tables.csv_file import csv_response
from contracts.tables.ods import ods_response
from contracts.tables.workbook import workbook_response


def csv(selection: Extract, form: ExportForm) -> HttpResponseBase:
    """Nothing but its lines stands in a CSV: what it is is told by its name and its headers."""
    return _told(
        csv_response(_lines(selection), selection.about.file_name, form.dialect), selection
    )


def xlsx(selection: Extract, _form: ExportForm) -> HttpResponseBase:
    response = workbook_response(_sheets(selection), selection.about.file_name, frozen=True)
    return _told(response, selection)


def ods(selection: Extract, _form: ExportForm) -> HttpResponseBase:
    return _told(ods_response(_sheets(selection), selection.about.file_name), selection)


def json_file(selection: Extract, _form: ExportForm) -> HttpResponseBase:
    rows = (_object(selection.dataset.columns, item) for item in selection.items())
    about = selection.about
    head = {**members(about), "schema": about.schema_address, "total": len(selection.keys)}
    return told_json(streamed(head, "lignes", rows), selection, "json", "application/json")


def members(about: About) -> dict[str, Any]:
    """What a JSON says of itself, besides its rows."""
    return {
        "titre": about.title,
        "editeur": about.publisher,
        "licence": about.licence,
        "adresse_de_la_licence": about.licence_address,
        "date": about.made_on.isoformat(),
        "adresse": about.address,
        "mots": about.words,
        "filtres": list(about.filters),
        "dictionnaire": about.columns_address,
    }


def streamed(head: dict[str, Any], name: str, rows: Iterable[Any]) -> Iterator[bytes]:
    """A JSON object: the members of its head, then the list of this name, one row a line."""
    yield f"{_written(head)[:-1]}, {_written(name)}: [".encode()
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n{_written(row)}".encode()
    yield b"\n]}\n"


def told_json(
    content: Iterator[bytes], selection: Extract, ending: str, content_type: str
) -> HttpResponseBase:
    response = StreamingHttpResponse(content, content_type=content_type)
    name = f"{selection.about.file_name}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _told(response, selection)


def plain(value: Any) -> Any:
    """A value of a column as JSON has it: lists as lists, days as « 2016-11-04 »."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _object(columns: Iterable[PublishedColumn], item: Item) -> dict[str, Any]:
    return {column.name: plain(column.read(item)) for column in columns}


def _lines(selection: Extract) -> Iterator[list[Any]]:
    """The headings, then a line for each row."""
    columns = selection.dataset.columns
    yield [column.header for column in columns]
    for item in selection.items():
        yield [_cell(column, column.read(item)) for column in columns]


def _cell(column: PublishedColumn, value: Any) -> Any:
    if column.type is Type.TEXTS:
        return column.separator.join(value) or None
    if column.type is Type.ADDRESS and value:
        return WebAddress(value)
    return value


def _sheets(selection: Extract) -> Iterator[tuple[str, Iterable[list[Any]]]]:
    yield selection.dataset.title, _lines(selection)
    yield "Source", _source(selection)


def _source(selection: Extract) -> Iterator[list[Any]]:
    about = selection.about
    yield ["Ce fichier", about.title]
    yield ["Éditeur", about.publisher]
    yield ["Licence", about.licence]
    yield ["Texte de la licence", WebAddress(about.licence_address)]
    yield ["Extrait le", about.made_on]
    yield ["La même liste en ligne", WebAddress(about.address)]
    yield ["Mots cherchés", about.words or None]
    yield ["Filtres", "\n".join(about.filters) or None]
    yield ["Lignes", len(selection.keys)]
    yield ["Ce que contient chaque colonne", WebAddress(about.columns_address)]


def _told(response: HttpResponseBase, selection: Extract) -> HttpResponseBase:
    about = selection.about
    response["Link"] = ", ".join(
        (
            f'<{about.licence_address}>; rel="license"',
            f'<{about.address}>; rel="canonical"',
            f'<{about.columns_address}>; rel="describedby"; type="text/html"',
            f'<{about.schema_address}>; rel="describedby"; type="application/schema+json"',
        )
    )
    # Engines are to show the page.
    response["X-Robots-Tag"] = "noindex"
    return response
