"""The fiches that a file tells: a table of fiches, or the text of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.columns import fiches
from contracts.columns.reading import Names
from contracts.columns.table import FicheTables
from contracts.editing.importing.documents import read_document
from contracts.editing.importing.records import Record, Records, read_records
from contracts.tables.archive import FileRefused
from contracts.tables.cells import as_text
from contracts.tables.sheets import FORMULA, Sheet, read_sheets

FAULT = "Faute"
TEXT_ENDINGS = (".docx", ".odt")


def tables_of(code: str) -> FicheTables:
    """Raises FileRefused when there is no such kind."""
    tables = fiches.of_code(code)
    if tables is None:
        raise FileRefused("Choisissez le genre des fiches du fichier.")
    return tables


def read_file(content: bytes, name: str, tables: FicheTables, names: Names) -> Records:
    """Raises FileRefused."""
    if name.lower().endswith(TEXT_ENDINGS):
        return read_document(content, name)
    return read_records(read_sheets(content, name), tables, names)


def faulty_sheets(content: bytes, name: str, records: Sequence[Record]) -> list[dict[str, Any]]:
    """Of each sheet, its header and the lines of these fiches, each with its faults: what a person
    corrects and sends again."""
    if name.lower().endswith(TEXT_ENDINGS):
        return []  # the text itself is to be corrected
    wanted: dict[str, dict[int, list[str]]] = {}
    for record in records:
        for place in record.lines:
            wanted.setdefault(place.sheet, {}).setdefault(place.line, [])
        for fault in record.faults:
            line = fault.place if not isinstance(fault.place, str) else record.line
            wanted.setdefault(line.sheet, {}).setdefault(line.line, []).append(str(fault))
    sheets = []
    for sheet in read_sheets(content, name):
        lines = wanted.get(sheet.name)
        if lines:
            sheets.append({"name": sheet.name, "lines": list(_lines(sheet, lines))})
    return sheets


def _lines(sheet: Sheet, wanted: dict[int, list[str]]) -> Sequence[Sequence[str]]:
    start = next(number for number, line in enumerate(sheet.lines) if any(line))
    header = [_text(cell) for cell in sheet.lines[start]]
    width = len(header)
    lines = [[*header, FAULT]]
    for number, faults in sorted(wanted.items()):
        cells = [_text(cell) for cell in sheet.lines[number]][:width]
        lines.append([*cells, *[""] * (width - len(cells)), "\n".join(faults)])
    return lines


def _text(cell: Any) -> str:
    return "" if cell is FORMULA else as_text(cell)
