"""Lines of texts as an XLSX workbook of one sheet."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from django.http import FileResponse, HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from contracts.tables.cells import writable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(lines: Iterable[list[str]], name: str, *, sheet: str) -> HttpResponseBase:
    """The file `<name>.xlsx`, whose sheet is named. Every cell is a text, marked so: « +33… » stays
    what it is, and « =1+1 » is never run, also when the cell is edited."""
    workbook = Workbook(write_only=True)
    rows = workbook.create_sheet(title=sheet)
    for line in lines:
        rows.append([_text_cell(rows, text) for text in line])
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, writable(text))
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
