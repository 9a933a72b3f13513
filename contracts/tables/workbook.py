"""Lines of values as the sheets of an XLSX workbook."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.http import FileResponse, HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from contracts.tables.cells import WebAddress, as_text, local

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOMENTS = {
    dt.datetime: "dd/mm/yyyy hh:mm",
    dt.date: "dd/mm/yyyy",
    dt.time: "hh:mm",
}
_BOLD = Font(bold=True)
_FIRST_YEAR = 1900  # of the calendar of spreadsheets
_LONGEST_NAME = 31  # of a sheet
_NARROW, _WIDE = 10, 48  # characters
_LINES_MEASURED = 50
_FEWEST_FILTERED = 2  # columns
_LINE, _TALLEST = 15, 409  # points, of a line and of a row
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_MOST_LINKS = 65_530  # of a sheet; spreadsheets refuse a file that has more
_LONGEST_LINK = 2_079  # characters


def xlsx_response(lines: Iterable[Sequence[Any]], name: str, *, sheet: str) -> HttpResponseBase:
    """The file `<name>.xlsx`, whose one sheet is named."""
    return workbook_response([(sheet, lines)], name)


def workbook_response(
    sheets: Iterable[tuple[str, Iterable[Sequence[Any]]]], name: str, *, kept: int = 0
) -> HttpResponseBase:
    """The file `<name>.xlsx` of these sheets, each with its lines. With `kept`, they are to be read
    and printed: so many columns and the first line stay in sight, that one in bold and with filters,
    texts wrap, and a sheet of A4 across is as wide as the table. Numbers, truths, days and hours are cells of their own
    type, and an address of the web is a link. Every other cell is a text, marked so: « +33… » stays
    what it is, and « =1+1 » is never run, also when the cell is edited."""
    workbook = Workbook(write_only=True)
    for title, lines in sheets:
        rows = workbook.create_sheet(title=re.sub(r"[\[\]:*?/\\]", " ", title)[:_LONGEST_NAME])
        if kept:
            lines = _set_to_be_read(rows, lines, kept)
        number, width = 0, 0
        for number, line in enumerate(lines, start=1):
            cells = [_cell(rows, value, number, column) for column, value in enumerate(line, 1)]
            for cell in filter(None, cells if kept else ()):
                cell.alignment = _WRAPPED
                if number == 1:
                    cell.font = _BOLD
            if kept:
                rows.row_dimensions[number].height = _height(rows, line)
            rows.append(cells)
            rows.row_dimensions.pop(number, None)  # written: a long file is never whole in memory
            width = max(width, len(cells))
        if kept and width > _FEWEST_FILTERED:
            rows.auto_filter.ref = f"A1:{get_column_letter(width)}{number}"
    # On disk: a long file is never whole in memory. The answer closes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    workbook.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _set_to_be_read(
    sheet: Any, lines: Iterable[Sequence[Any]], kept: int
) -> Iterator[Sequence[Any]]:
    """The same lines; columns are as wide as what their first lines hold."""
    rest = iter(lines)
    first = list(islice(rest, _LINES_MEASURED))
    for column in range(max(map(len, first), default=0)):
        cells = (as_text(line[column]) for line in first if column < len(line))
        letters = max((len(one) for cell in cells for one in cell.split("\n")), default=0)
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(
            max(letters + 2, _NARROW), _WIDE
        )
    sheet.freeze_panes = f"{get_column_letter(kept + 1)}2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0  # as many sheets as there are lines
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return chain(first, rest)


def _height(sheet: Any, line: Sequence[Any]) -> int:
    """In points, of a row whose texts wrap: not every program finds it by itself."""
    lines = 1
    for column, value in enumerate(line, start=1):
        width = sheet.column_dimensions[get_column_letter(column)].width
        lines = max(lines, sum(1 + len(part) // int(width) for part in as_text(value).split("\n")))
    return min(lines * _LINE, _TALLEST)


def _cell(sheet: Any, value: Any, line: int, column: int) -> WriteOnlyCell | None:
    if isinstance(value, WebAddress):
        return _link(sheet, value, f"{get_column_letter(column)}{line}")
    value = local(value)
    if value is None or isinstance(value, bool | int | float | Decimal):
        return WriteOnlyCell(sheet, value)
    if type(value) in _MOMENTS and getattr(value, "year", _FIRST_YEAR) >= _FIRST_YEAR:
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = _MOMENTS[type(value)]
        return cell
    return _text(sheet, value)


def _text(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, as_text(value))
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _link(sheet: Any, address: WebAddress, place: str) -> WriteOnlyCell:
    """A link, or the text alone where the sheet takes no more of them."""
    cell = _text(sheet, address)
    if 0 < len(address) <= _LONGEST_LINK and len(sheet._hyperlinks) < _MOST_LINKS:
        # Its setter does not know yet where the cell will stand.
        cell._hyperlink = Hyperlink(ref=place, target=str(address))
        cell.style = "Hyperlink"
    return cell
