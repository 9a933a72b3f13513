"""The sheets of a file that a person sends: XLSX, ODS or CSV, whatever it holds.

What is too large, dangerous or unreadable is refused before a reader meets it, in French. No
formula is computed and none of their kept results is taken: such a cell is `FORMULA`.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from contracts.tables.archive import MAX_FILE, Archive, FileRefused, broken, check_xml
from contracts.tables.csv_file import csv_lines

MAX_LINES = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 600_000
MAX_TEXT = 40_000_000  # characters of all cells together
LONGEST_CELL = 32_767  # characters, as in Excel
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True)
class Formula:
    """What stands in the place of a value that would be computed."""


FORMULA = Formula()


@dataclass(frozen=True)
class Sheet:
    """Its lines from the first one of the sheet, so that a place in it is what people see.

    A cell is a text, a number, a truth, a day, an hour, a moment, None, or FORMULA.
    """

    name: str
    lines: Sequence[Sequence[Any]] = field(repr=False)


def column_letters(number: int) -> str:
    """« A » for 0, « AB » for 27."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_sheets(content: bytes, name: str) -> list[Sheet]:
    """The sheets of a file, told by the end of its name and by its first bytes.

    Raises FileRefused.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in {"xlsx", "ods", "csv"}:
        raise FileRefused(
            "Ce format n’est pas lu : envoyez un classeur XLSX ou ODS, ou un fichier CSV."
        )
    if ending == "csv":
        return [Sheet("", _csv_lines(content))]
    archive = Archive(content)
    limits = _Limits()
    try:
        if ending == "xlsx":
            formulas = _survey_xlsx(archive, limits)
        else:
            formulas = _survey_ods(archive, limits)
    except KeyError as error:
        raise broken() from error
    return [
        Sheet(sheet, _without_formulas(lines, formulas.get(sheet, set())))
        for sheet, lines in _calamine(content)
    ]


def _calamine(content: bytes) -> Iterator[tuple[str, list[list[Any]]]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            yield name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise broken() from error


def _without_formulas(lines: list[list[Any]], formulas: set[tuple[int, int]]) -> list[list[Any]]:
    for row, column in formulas:
        while len(lines) <= row:
            lines.append([])
        lines[row] += [""] * (column + 1 - len(lines[row]))
        lines[row][column] = FORMULA
    return lines


def _csv_lines(content: bytes) -> list[list[str]]:
    if not content.strip():
        raise FileRefused("Le fichier est vide : choisissez celui que vous avez rempli.")
    if len(content) > MAX_FILE:
        raise FileRefused(
            f"Le fichier dépasse {MAX_FILE // 1024 // 1024} Mo : partagez-le en plusieurs."
        )
    if content.startswith(b"PK\x03\x04") or b"\x00" in content:
        raise FileRefused(
            "Ce n’est pas un fichier CSV, malgré son nom : enregistrez le tableau au format "
            "« CSV UTF-8 », ou envoyez le classeur."
        )
    limits, lines = _Limits(), []
    try:
        for number, line in enumerate(csv_lines(content)):
            for place, cell in enumerate(line):
                if cell:
                    limits.count(number, place, len(cell))
            lines.append(line)
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileRefused(
            "Ce fichier CSV ne se lit pas : enregistrez-le au format « CSV UTF-8 »."
        ) from error
    return lines


@dataclass
class _Limits:
    cells: int = 0
    characters: int = 0

    def count(self, row: int, column: int, characters: int, times: int = 1) -> None:
        """One more cell with something in it, or as many equal ones. Raises FileRefused."""
        self.cells += times
        self.characters += characters * times
        if row >= MAX_LINES:
            raise FileRefused(
                f"Une feuille dépasse {MAX_LINES} lignes : partagez-la en plusieurs fichiers."
            )
        if column >= MAX_COLUMNS:
            raise FileRefused(
                f"Une feuille dépasse {MAX_COLUMNS} colonnes : reprenez le modèle à télécharger."
            )
        if characters > LONGEST_CELL:
            raise FileRefused(f"Une cellule dépasse {LONGEST_CELL} caractères : raccourcissez-la.")
        if self.cells > MAX_CELLS or self.characters > MAX_TEXT:
            raise FileRefused("Le tableau est trop grand : partagez-le en plusieurs fichiers.")


def _local(name: str) -> str:
    """The name of an element or an attribute, without its prefix."""
    return name.rpartition(":")[2]


def _survey_xlsx(archive: Archive, limits: _Limits) -> dict[str, set[tuple[int, int]]]:
    """Where formulas stand, by the name of their sheet; the limits are kept."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            given = {_local(key): value for key, value in attributes.items()}
            sheets.append((given.get("name", ""), given.get("id", "")))

    check_xml(archive.read("xl/_rels/workbook.xml.rels"), StartElementHandler=relation)
    check_xml(archive.read("xl/workbook.xml"), StartElementHandler=sheet)
    shared: list[int] = []
    if "xl/sharedStrings.xml" in archive.names:
        shared = _shared_lengths(archive.read("xl/sharedStrings.xml"))
    found = {}
    for name, identifier in sheets:
        part = posixpath.normpath(posixpath.join("/xl", targets.get(identifier, ""))).lstrip("/")
        if part in archive.names:
            survey = _SheetSurvey(limits, shared)
            survey.run(archive.read(part))
            found[name] = survey.formulas
    return found


def _shared_lengths(content: bytes) -> list[int]:
    lengths: list[int] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "si":
            lengths.append(0)

    def data(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    check_xml(content, StartElementHandler=start, CharacterDataHandler=data)
    return lengths


class _SheetSurvey:
    """The cells of a sheet of XLSX: counted, and those that are computed."""

    def __init__(self, limits: _Limits, shared: list[int]):
        self.limits, self.shared = limits, shared
        self.formulas: set[tuple[int, int]] = set()
        self.row, self.column = -1, -1
        self.text = ""
        self.is_shared = self.is_filled = self.is_computed = False

    def run(self, content: bytes) -> None:
        check_xml(
            content,
            StartElementHandler=self.start,
            EndElementHandler=self.end,
            CharacterDataHandler=self.data,
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "row":
                self.row = self._number(attributes.get("r"), self.row + 1)
                self.column = -1
            case "c":
                self._place(attributes.get("r", ""))
                self.is_shared = attributes.get("t") == "s"
                self.text = ""
                self.is_filled = self.is_computed = False
            case "v" | "t":
                self.is_filled = True
            case "f":
                self.is_computed = True

    def data(self, text: str) -> None:
        if self.is_filled:
            self.text += text

    def end(self, name: str) -> None:
        if _local(name) != "c":
            return
        length = len(self.text)
        if self.is_shared and self.text.strip().isdecimal():
            place = int(self.text)
            length = self.shared[place] if place < len(self.shared) else 0
        if self.text or self.is_computed:
            self.limits.count(self.row, self.column, length)
        if self.is_computed:
            self.formulas.add((self.row, self.column))
        self.is_filled = False

    def _place(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            self.column += 1
            return
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        self.row, self.column = int(match[2]) - 1, column - 1

    @staticmethod
    def _number(text: str | None, otherwise: int) -> int:
        return int(text) - 1 if text and text.isdecimal() and len(text) < 9 else otherwise


def _survey_ods(archive: Archive, limits: _Limits) -> dict[str, set[tuple[int, int]]]:
    """The same of the one part that holds all sheets."""
    survey = _OdsSurvey(limits)
    check_xml(
        archive.read("content.xml"),
        StartElementHandler=survey.start,
        EndElementHandler=survey.end,
        CharacterDataHandler=survey.data,
    )
    return survey.formulas


class _OdsSurvey:
    """Rows and cells say how many times they are repeated."""

    def __init__(self, limits: _Limits):
        self.limits = limits
        self.formulas: dict[str, set[tuple[int, int]]] = {}
        self.sheet = ""
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.length = 0
        self.is_filled = self.is_computed = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        given = {_local(key): value for key, value in attributes.items()}
        match name.rpartition(":")[2]:
            case "table":
                self.sheet, self.row = given.get("name", ""), 0
            case "table-source" | "dde-source" | "dde-link" | "cell-range-source":
                raise FileRefused(
                    "Le fichier va chercher des contenus ailleurs (liens vers d’autres fichiers) : "
                    "rompez ces liaisons, puis enregistrez-le."
                )
            case "table-row":
                self.rows, self.column = self._times(given.get("number-rows-repeated")), 0
            case "table-cell" | "covered-table-cell":
                self.columns = self._times(given.get("number-columns-repeated"))
                self.length = len(given.get("string-value", ""))
                self.is_computed = "formula" in given
                self.is_filled = "value-type" in given

    def data(self, text: str) -> None:
        self.length += len(text)

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "table-row":
                self.row += self.rows
            case "table-cell" | "covered-table-cell":
                if self.is_filled or self.is_computed:
                    self._count()
                self.column += self.columns

    def _count(self) -> None:
        times = self.rows * self.columns
        last_row, last_column = self.row + self.rows - 1, self.column + self.columns - 1
        self.limits.count(last_row, last_column, self.length, times)
        if self.is_computed:
            self.formulas.setdefault(self.sheet, set()).update(
                (row, column)
                for row in range(self.row, last_row + 1)
                for column in range(self.column, last_column + 1)
            )

    @staticmethod
    def _times(text: str | None) -> int:
        return int(text) if text and text.isdecimal() and len(text) < 10 else 1
