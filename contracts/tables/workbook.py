"""Lines of values as an XLSX workbook of one sheet."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from contracts.tables.cells import as_text, local

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOMENTS = {
    dt.datetime: "dd/mm/yyyy hh:mm",
    dt.date: "dd/mm/yyyy",
    dt.time: "hh:mm",
}
_FIRST_YEAR = 1900  # of the calendar of spreadsheets
_LONGEST_NAME = 31  # of a sheet


def xlsx_response(lines: Iterable[Sequence[Any]], name: str, *, sheet: str) -> HttpResponseBase:
    """The file `<name>.xlsx`, whose sheet is named. Numbers, truths, days and hours are cells of
    their own type. Every other cell is a text, marked so: « +33… » stays what it is, and « =1+1 »
    is never run, also when the cell is edited."""
    workbook = Workbook(write_only=True)
    title = re.sub(r"[\[\]:*?/\\]", " ", sheet)[:_LONGEST_NAME]
    rows = workbook.create_sheet(title=title)
    for line in lines:
        rows.append([_cell(rows, value) for value in line])
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _cell(sheet: Any, value: Any) -> WriteOnlyCell | None:
    value = local(value)
    if value is None or isinstance(value, bool | int | float | Decimal):
        return WriteOnlyCell(sheet, value)
    if type(value) in _MOMENTS and getattr(value, "year", _FIRST_YEAR) >= _FIRST_YEAR:
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = _MOMENTS[type(value)]
        return cell
    cell = WriteOnlyCell(sheet, as_text(value))
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
