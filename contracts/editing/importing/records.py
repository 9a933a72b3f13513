"""From the sheets of a file to the fiches that they tell, with where each value was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from contracts.columns.fiches import STATEMENTS
from contracts.columns.reading import (
    CellFault,
    Names,
    is_empty,
    read_cell,
    read_statements,
    text_of,
)
from contracts.columns.table import KEY, LONGEST_KEY, FicheTables, Table, TableColumn
from contracts.tables.archive import FileRefused
from contracts.tables.sheets import FORMULA, Sheet, column_letters
from contracts.values.slugs import folded_slug
from search.text.analysis import fold

_FORMULA = (
    "La cellule contient une formule : remplacez-la par sa valeur (collage spécial, valeurs)."
)


@dataclass(frozen=True)
class Place:
    """Where a value was written. Numbers begin at 0, as lines and columns do in memory."""

    sheet: str
    line: int
    column: int | None = None
    header: str = ""
    unit: str = "ligne"  # or « paragraphe », in a text

    def __str__(self) -> str:
        sheet = f"feuille « {self.sheet} », " if self.sheet else ""
        if self.column is None:
            return f"{sheet}{self.unit} {self.line + 1}"
        cell = f"{column_letters(self.column)}{self.line + 1}"
        return f"{sheet}ligne {self.line + 1}, colonne « {self.header} » ({cell})"


@dataclass(frozen=True)
class RowFault:
    """One fault of one cell or line, with its cure."""

    place: Place | str
    message: str

    def __str__(self) -> str:
        place = str(self.place)
        return f"{place[:1].upper()}{place[1:]} : {self.message}" if place else self.message


@dataclass
class Record:
    """A fiche as a file tells it. `data` is what its YAML file would hold; `places` say where each
    of its paths was written; `keys` are those that the file speaks of, also by an empty cell, and
    `sections` those of the statements. `lines` are all the lines that are of this fiche."""

    key: str
    line: Place
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    faults: list[RowFault] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    lines: list[Place] = field(default_factory=list)

    def fault(self, place: Place | str, message: str) -> None:
        self.faults.append(RowFault(place, message))

    def place(self, path: str) -> Place:
        """Of a path, or of the nearest one around it that is known."""
        while path:
            if path in self.places:
                return self.places[path]
            path = (
                re.sub(r"(?:\.[^.\[\]]*|\[\d+\])$", "", path) if re.search(r"[.\[]", path) else ""
            )
        return self.line


@dataclass
class Records:
    """What a file tells. `notes` say what nothing reads, in French sentences."""

    fiches: list[Record]
    notes: list[str]
    # Lines that no fiche has, such as that of a fact without its fiche.
    stray: list[RowFault]


def read_records(sheets: Sequence[Sheet], tables: FicheTables, names: Names) -> Records:
    """Raises FileRefused when the file is not of this kind."""
    main = _find_main(sheets, tables)
    reading = _Reading(tables, names)
    reading.read_main(main)
    for sheet in sheets:
        if sheet is main or not _header(sheet):
            continue
        table = _named(sheet.name, tables.tables[1:])
        if table is None:
            if fold(sheet.name) not in _OF_MODEL:
                reading.notes.append(f"La feuille « {sheet.name} » n’est pas lue.")
            continue
        reading.read_rows(sheet, table)
    return Records(list(reading.fiches.values()), reading.notes, reading.stray)


# Sheets of the model that explain the others.
EXPLANATIONS, ACCEPTED = "Mode d’emploi des colonnes", "Valeurs acceptées"
_OF_MODEL = {fold(EXPLANATIONS), fold(ACCEPTED)}


def _named(name: str, tables: Sequence[Table]) -> Table | None:
    return next((table for table in tables if fold(table.name) == fold(name.strip())), None)


def _header(sheet: Sheet) -> int | None:
    """The number of its first line that says something, plus one; None when there is none."""
    for number, line in enumerate(sheet.lines):
        if any(not is_empty(cell) for cell in line):
            return number + 1
    return None


def _find_main(sheets: Sequence[Sheet], tables: FicheTables) -> Sheet:
    filled = [sheet for sheet in sheets if _header(sheet)]
    if not filled:
        raise FileRefused("Le fichier est vide : remplissez le modèle, une ligne par fiche.")
    named = [sheet for sheet in filled if _named(sheet.name, tables.tables[:1])]
    main = (named or filled)[0]
    _refuse_missing(main, tables.main)
    return main


def _refuse_missing(sheet: Sheet, table: Table) -> None:
    headers = {fold(text) for _, text in _headers(sheet)}
    missing = [
        column.header
        for column in table.columns
        if table.is_required(column) and fold(column.header) not in headers
    ]
    if missing:
        told = " et ".join(f"« {header} »" for header in missing)
        where = f"de la feuille « {sheet.name} »" if sheet.name else "du tableau"
        raise FileRefused(
            f"La première ligne {where} n’a pas la colonne {told} : partez du modèle à "
            "télécharger, sans changer ses titres de colonnes."
        )


def _headers(sheet: Sheet) -> Iterator[tuple[int, str]]:
    start = _header(sheet) or 1
    for number, cell in enumerate(sheet.lines[start - 1]):
        if not is_empty(cell) and cell is not FORMULA:
            yield number, " ".join(text_of(cell).split())


class _Reading:
    def __init__(self, tables: FicheTables, names: Names):
        self.tables, self.names = tables, names
        self.fiches: dict[str, Record] = {}
        self.notes: list[str] = []
        self.stray: list[RowFault] = []

    def read_main(self, sheet: Sheet) -> None:
        table = self.tables.main
        columns = self._columns(sheet, table)
        repeated: dict[str, Record] = {}
        for number, cells in _lines(sheet):
            place = Place(sheet.name, number)
            record = Record("", place, lines=[place])
            self._read_cells(record, record.data, table, columns, cells, place, "")
            key = self._key(record, columns, cells, place)
            if key in self.fiches or key in repeated:
                first = repeated.get(key) or self.fiches[key]
                record.fault(
                    self._key_place(columns, place),
                    f"L’identifiant « {key} » est déjà celui de la ligne {first.line.line + 1} : "
                    "changez l’un des deux.",
                )
                repeated[key] = first
                key = f"{key}#{number}"
            record.key = key
            self.fiches[key] = record

    def read_rows(self, sheet: Sheet, table: Table) -> None:
        _refuse_missing(sheet, table)
        columns = self._columns(sheet, table)
        for number, cells in _lines(sheet):
            place = Place(sheet.name, number)
            at = next(at for at, column in columns.items() if column.key == KEY)
            cell = cells[at] if at < len(cells) else None
            key = "" if cell is FORMULA or is_empty(cell) else text_of(cell)
            record = self.fiches.get(key)
            if record is None:
                told = (
                    f"« {key} » n’est pas l’identifiant d’une fiche de"
                    if key
                    else ("Donnez l’identifiant d’une fiche de")
                )
                self.stray.append(
                    RowFault(
                        Place(sheet.name, number, at, columns[at].header),
                        f"{told} la feuille « {self.tables.main.name} » : la ligne n’est pas lue.",
                    )
                )
                continue
            record.lines.append(place)
            record.keys.add(table.relation)
            rows = record.data.setdefault(table.relation, [])
            row: dict[str, Any] = {}
            rows.append(row)
            path = f"{table.relation}[{len(rows)}]"
            record.places[path] = place
            record.places.setdefault(table.relation, place)
            self._read_cells(record, row, table, columns, cells, place, path)

    def _columns(self, sheet: Sheet, table: Table) -> dict[int, TableColumn]:
        by_header = {fold(column.header): column for column in table.columns}
        columns: dict[int, TableColumn] = {}
        for number, header in _headers(sheet):
            column = by_header.get(fold(header))
            if column is None:
                where = f" de la feuille « {sheet.name} »" if sheet.name else ""
                self.notes.append(f"La colonne « {header} »{where} n’est pas lue.")
            elif column in columns.values():
                raise FileRefused(
                    f"La colonne « {header} » est deux fois dans le tableau : ôtez-en une."
                )
            else:
                columns[number] = column
        return columns

    def _read_cells(
        self,
        record: Record,
        data: dict[str, Any],
        table: Table,
        columns: dict[int, TableColumn],
        cells: Sequence[Any],
        line: Place,
        within: str,
    ) -> None:
        for number, column in columns.items():
            if column.key == KEY:
                continue
            place = Place(line.sheet, line.line, number, column.header)
            path = f"{within}.{column.key}" if within else column.key
            if not within:
                record.keys.add(column.key)
                if column.section is not None:
                    record.sections.add(column.section)
            if column.section is None:
                record.places[path] = place
            value = cells[number] if number < len(cells) else None
            if value is FORMULA:
                record.fault(place, _FORMULA)
                record.unreadable.add(path)
            elif is_empty(value):
                if table.is_required(column):
                    record.fault(place, "Cette cellule est obligatoire : remplissez-la.")
                    record.unreadable.add(path)
            else:
                try:
                    self._read_value(record, data, table, column, value, place)
                except CellFault as fault:
                    record.fault(place, str(fault))
                    record.unreadable.add(path)

    def _read_value(
        self,
        record: Record,
        data: dict[str, Any],
        table: Table,
        column: TableColumn,
        value: Any,
        place: Place,
    ) -> None:
        if column.section is None:
            data[column.key] = read_cell(
                value, table.spec(column), table.labels(column), self.names
            )
            return
        statements = data.setdefault(STATEMENTS, [])
        for statement in read_statements(value, column.section, self.names):
            statements.append(statement)
            record.places[f"{STATEMENTS}[{len(statements)}]"] = place

    def _key(
        self,
        record: Record,
        columns: dict[int, TableColumn],
        cells: Sequence[Any],
        line: Place,
    ) -> str:
        """The identifier of a line; one of its own when it has none that can be used."""
        place = self._key_place(columns, line)
        cell = (
            cells[place.column] if place.column is not None and place.column < len(cells) else None
        )
        without = f"#{line.line}"
        if cell is FORMULA:
            record.fault(place, _FORMULA)
            return without
        key = "" if is_empty(cell) else text_of(cell)
        try:
            validate_slug(key)
        except ValidationError:
            wanted = folded_slug(key or str(record.data.get("title", "")))[:LONGEST_KEY]
            record.fault(
                place,
                "Donnez à la fiche un identifiant fait de lettres sans accent, de chiffres et de "
                f"tirets, par exemple « {wanted} ».",
            )
            return without
        if len(key) > LONGEST_KEY:
            record.fault(place, f"L’identifiant a {len(key)} caractères : {LONGEST_KEY} au plus.")
            return without
        return key

    @staticmethod
    def _key_place(columns: dict[int, TableColumn], line: Place) -> Place:
        at = next(at for at, column in columns.items() if column.key == KEY)
        return Place(line.sheet, line.line, at, columns[at].header)


def _lines(sheet: Sheet) -> Iterator[tuple[int, Sequence[Any]]]:
    """The lines below the header that say something, with their numbers."""
    start = _header(sheet) or 0
    for number in range(start, len(sheet.lines)):
        if any(not is_empty(cell) for cell in sheet.lines[number]):
            yield number, sheet.lines[number]
