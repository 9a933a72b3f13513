"""The registrations of a session as a file for a spreadsheet: what the organiser needs, as text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from contracts.tables.cells import harmless, writable
from contracts.training.models import Registration, Status

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _attendance(row: Registration) -> str:
    if row.status != Status.CONFIRMED:
        return ""
    return {True: "présent", False: "absent", None: "non noté"}[row.attended]


COLUMNS: dict[str, Callable[[Registration], Any]] = {
    "N° d’ordre": lambda row: row.ticket,
    "Nom": lambda row: row.last_name,
    "Prénom": lambda row: row.first_name,
    "Structure": lambda row: row.organisation,
    "Fonction": lambda row: row.function,
    "Public": lambda row: row.get_public_display(),
    "Courriel": lambda row: row.email,
    "Téléphone": lambda row: row.phone,
    "Besoins": lambda row: row.needs,
    "État": lambda row: row.get_status_display(),
    "Présence": _attendance,
    "Inscription le": lambda row: timezone.localtime(row.created_at).strftime("%d/%m/%Y %H:%M"),
    "Territoire": lambda row: row.territory.name if row.territory else "",
}


def table(rows: Iterable[Registration]) -> Iterator[list[str]]:
    """The heading, then one line for each registration."""
    yield list(COLUMNS)
    for row in rows:
        yield [str(read(row)) for read in COLUMNS.values()]


def csv_response(lines: Iterable[list[str]], name: str) -> StreamingHttpResponse:
    """Semicolons and a byte order mark: what a French Excel opens by a double click."""
    return StreamingHttpResponse(
        _csv_lines(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _csv_lines(lines: Iterable[list[str]]) -> Iterator[bytes]:
    yield codecs.BOM_UTF8
    for line in lines:
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=";").writerow([harmless(text) for text in line])
        yield buffer.getvalue().encode()


def xlsx_response(lines: Iterable[list[str]], name: str) -> HttpResponseBase:
    """Every cell is a text, marked so: « +33… » stays what it is, and « =1+1 » is never run, also
    when the cell is edited."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title="Inscriptions")
    for line in lines:
        sheet.append([_text_cell(sheet, text) for text in line])
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, writable(text))
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
