"""Lines of values as the sheets of an XLSX workbook."""

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
_WIDE = 28  # characters


def xlsx_response(lines: Iterable[Sequence[Any]], name: str, *, sheet: str) -> HttpResponseBase:
    """The file `<name>.xlsx`, whose one sheet is named."""
    return workbook_response([(sheet, lines)], name)


def workbook_response(
    sheets: Iterable[tuple[str, Iterable[Sequence[Any]]]], name: str, *, frozen: bool = False
) -> HttpResponseBase:
    """The file `<name>.xlsx` of these sheets, each with its lines; `frozen` ones keep their first
    line in sight, and have wide columns. Numbers, truths, days and hours are cells of their own
    type. Every other cell is a text, marked so: « +33… » stays what it is, and « =1+1 » is never
    run, also when the cell is edited."""
    workbook = Workbook(write_only=True)
    for title, lines in sheets:
        rows = workbook.create_sheet(title=re.sub(r"[\[\]:*?/\\]", " ", title)[:_LONGEST_NAME])
        if frozen:
            rows.freeze_panes = "A2"
            rows.sheet_format.defaultColWidth = _WIDE
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
