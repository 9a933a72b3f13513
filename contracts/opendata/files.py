"""Rows as a file: CSV, XLSX, ODS and JSON; each says what it is and whence it comes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, Protocol

from django.http import HttpResponseBase, StreamingHttpResponse

from contracts.opendata.about import About
from contracts.opendata.columns import Item, PublishedColumn
from contracts.opendata.forms import ExportForm
from contracts.opendata.selection import Extract
from contracts.tables.cells import WebAddress
from contracts.tables.csv_file import csv_response
from contracts.tables.ods import ods_response
from contracts.tables.workbook import workbook_response


class Spreadsheet(Protocol):
    """What a spreadsheet is made of: a title, cells by line, the headings first, and what the file
    says of itself. Its first `kept_columns` stay in sight."""

    @property
    def kept_columns(self) -> int: ...

    @property
    def title(self) -> str: ...

    @property
    def about(self) -> About: ...

    def lines(self) -> Iterator[Sequence[Any]]: ...


def csv(table: Spreadsheet, form: ExportForm) -> HttpResponseBase:
    """Nothing but its lines stands in a CSV: what it is is told by its name and its headers."""
    return _told(csv_response(table.lines(), table.about.file_name, form.dialect), table.about)


def xlsx(table: Spreadsheet, _form: ExportForm) -> HttpResponseBase:
    response = workbook_response(_sheets(table), table.about.file_name, kept=table.kept_columns)
    return _told(response, table.about)


def ods(table: Spreadsheet, _form: ExportForm) -> HttpResponseBase:
    return _told(
        ods_response(_sheets(table), table.about.file_name, kept=table.kept_columns), table.about
    )


def json_file(selection: Extract, _form: ExportForm) -> HttpResponseBase:
    rows = (_object(selection.dataset.columns, item) for item in selection.items())
    about = selection.about
    head = {**members(about), "schema": about.schema_address}
    content = streamed(head, "lignes", rows, counted_as="total")
    return told_json(content, about, "json", "application/json")


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


def streamed(
    head: dict[str, Any], name: str, rows: Iterable[Any], counted_as: str = ""
) -> Iterator[bytes]:
    """A JSON object: the members of its head, then the list of this name, one row a line, and how
    many they were: one that is withdrawn meanwhile is not among them."""
    yield f"{_written(head)[:-1]}, {_written(name)}: [".encode()
    number = 0
    for number, row in enumerate(rows, start=1):
        yield f"{',' if number > 1 else ''}\n{_written(row)}".encode()
    yield f"\n], {_written(counted_as)}: {number}}}\n".encode() if counted_as else b"\n]}\n"


def told_json(
    content: Iterator[bytes], about: About, ending: str, content_type: str
) -> HttpResponseBase:
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{about.file_name}.{ending}"'
    return _told(response, about)


def plain(value: Any) -> Any:
    """A value of a column as JSON has it: lists as lists, days as « 2016-11-04 »."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


_written = json.JSONEncoder(ensure_ascii=False).encode


def _object(columns: Iterable[PublishedColumn], item: Item) -> dict[str, Any]:
    return {column.name: plain(column.read(item)) for column in columns}


def _sheets(table: Spreadsheet) -> Iterator[tuple[str, Iterable[Sequence[Any]]]]:
    """The second is written once the first is: it says how many lines there were."""
    written = count(-1)  # the headings are no line
    yield table.title, (line for line, _ in zip(table.lines(), written, strict=False))
    yield "Source", _source(table.about, next(written))


def _source(about: About, rows: int) -> Iterator[list[Any]]:
    yield ["Ce fichier", about.title]
    yield ["Éditeur", about.publisher]
    yield ["Licence", about.licence]
    yield ["Texte de la licence", WebAddress(about.licence_address)]
    yield ["Extrait le", about.made_on]
    yield ["La page en ligne", WebAddress(about.address)]
    yield ["Mots cherchés", about.words or None]
    yield ["Filtres", "\n".join(about.filters) or None]
    if about.total is not None:
        yield ["Lignes", rows]
    if about.columns_address:
        yield ["Ce que contient chaque colonne", WebAddress(about.columns_address)]


def _told(response: HttpResponseBase, about: About) -> HttpResponseBase:
    links = (
        (about.licence_address, 'rel="license"'),
        (about.address, 'rel="canonical"'),
        (about.columns_address, 'rel="describedby"; type="text/html"'),
        (about.schema_address, 'rel="describedby"; type="application/schema+json"'),
    )
    response["Link"] = ", ".join(f"<{address}>; {what}" for address, what in links if address)
    # Engines are to show the page.
    response["X-Robots-Tag"] = "noindex"
    return response
