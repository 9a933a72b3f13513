"""Files as people send them, and as nobody should."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from odfdo import Cell, Document, Row
from odfdo import Table as OdfTable
from openpyxl import Workbook

from contracts.columns.table import KEY, FicheTables
from contracts.columns.writing import rows_of, write_cell
from contracts.tables.sheets import Sheet

Lines = Sequence[Sequence[Any]]


def xlsx(sheets: Mapping[str, Lines]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, lines in sheets.items():
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def ods(sheets: Mapping[str, Lines]) -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    for name, lines in sheets.items():
        table = OdfTable(name)
        for line in lines:
            row = Row()
            for value in line:
                row.append_cell(Cell(value))
            table.append_row(row)
        document.body.append(table)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def csv_bytes(lines: Lines, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode(encoding)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same zipped file with a part added, or changed."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return file.getvalue()


def sheets_of(pages: Sequence[Any], tables: FicheTables) -> list[Sheet]:
    """All that these fiches say, as the tables of their kind."""
    return [
        Sheet(
            table.name,
            [
                [column.header for column in table.columns],
                *(
                    [
                        page.slug if column.key == KEY else write_cell(row, table, column)
                        for column in table.columns
                    ]
                    for page in pages
                    for row in rows_of(page, table)
                ),
            ],
        )
        for table in tables.tables
    ]
