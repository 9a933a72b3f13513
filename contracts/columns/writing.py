"""From a fiche to the cells of its tables: what `reading` reads back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from contracts.catalogue import kinds
from contracts.columns.table import KEY, Table, TableColumn
from contracts.models import Source, Tag, Territory, Theme
from contracts.values.dates.partial_date import PartialDate


def rows_of(page: Any, table: Table) -> list[Any]:
    """The page itself, or its rows that the table lists."""
    if not table.relation:
        return [page]
    relation = {"links": "outgoing_links"}.get(table.relation, table.relation)
    return list(getattr(page, relation).all())


def write_cell(row: Any, table: Table, column: TableColumn) -> Any:
    """What the cell of a column shows of a row: a number, a truth, a day, a text; None for nothing.

    The key of a fiche is the same on each of its lines: it is not asked here.
    """
    cells = values_of(row, table, column)
    if column.section is not None:
        return "\n".join(cells) or None
    if not cells:
        return None
    return cells[0] if len(cells) == 1 else "; ".join(str(cell) for cell in cells)


def values_of(
    row: Any, table: Table, column: TableColumn, called: Callable[[Model], str] | None = None
) -> list[Any]:
    """The values that the cell of a column shows, none for nothing. `called` says how what it
    refers to is called there: by its key, when it is not given."""
    return reader_of(table, column, called)(row)


def reader_of(
    table: Table, column: TableColumn, called: Callable[[Model], str] | None = None
) -> Callable[[Any], list[Any]]:
    """What gives these values of a row: what is the same of every row is looked up once."""
    called = called or _key
    if (section := column.section) is not None:
        code = str(section)
        return lambda row: [
            _statement(one, called) for one in row.statements.all() if one.section == code
        ]
    if column.key == KEY:
        return lambda row: [row.slug]
    labels = table.labels(column)
    if column.key == "tags":
        return lambda row: [called(item.tag) for item in row.tagged_items.all()]
    fields = table.fields(column)

    def read(row: Any) -> list[Any]:
        cells: list[Any] = []
        for name in fields:
            value = getattr(row, name)
            if type(value) is str:  # most of what a base holds
                if value:
                    cells.append(labels.get(value, value))
            elif value is not None:
                rows = _listed(value.all()) if hasattr(value, "all") else value
                cells += _cells(rows, labels, called)
        return cells

    return read


def first_reader_of(
    table: Table, column: TableColumn, called: Callable[[Model], str] | None = None
) -> Callable[[Any], Any]:
    """What gives the first of these values, or None: of a column that has one alone."""
    read = reader_of(table, column, called)
    labels = table.labels(column) if column.section is None else {}
    fields = table.fields(column) if column.section is None else ()

    def first(row: Any) -> Any:
        values = read(row)
        return values[0] if values else None

    if len(fields) != 1 or column.key == "tags":
        return first
    [name] = fields

    def read_one(row: Any) -> Any:
        value = getattr(row, name)
        if type(value) is str:
            return labels.get(value, value) if value else None
        return None if value is None else first(row)

    return read_one


def line_of(row: Any, table: Table) -> dict[str, Any]:
    """The cells of a row by the header of their column."""
    return {
        column.header: write_cell(row, table, column)
        for column in table.columns
        if not (table.relation and column.key == KEY)
    }


def _listed(rows: Iterable[Any]) -> list[Any]:
    """What a row that ties a page to a territory stands for."""
    return [getattr(row, "territory", row) for row in rows]


def _statement(row: Any, called: Callable[[Model], str]) -> str:
    sources = "; ".join(called(source) for source in row.sources)
    if not sources:
        return str(row.text)
    return f"{row.text} [{sources}{f', {row.locator}' if row.locator else ''}]"


def _cells(value: Any, labels: Mapping[str, str], called: Callable[[Model], str]) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _cells(one, labels, called)
    elif hasattr(value, "_meta"):  # an instance of a model, or what stands for it
        yield called(value)
    elif isinstance(value, PartialDate):
        yield value.edtf
    elif isinstance(value, Decimal):
        yield int(value) if value == value.to_integral_value() else float(value)
    elif isinstance(value, str):
        if value:
            yield labels.get(value, value)
    elif value is not None:
        yield value


def _key(row: Model) -> str:
    if isinstance(row, Source):
        return row.key
    if isinstance(row, Theme):
        return row.code
    if isinstance(row, Territory):
        return row.slug
    if isinstance(row, Tag):
        return row.name
    if isinstance(row, Page):
        return page_key(row)
    raise TypeError(f"{type(row)} has no key in a table")


def page_key(page: Page) -> str:
    """« contrats/brest-cob »: the folder of its kind, and the end of its address."""
    model = page.specific_class
    folder = next((kind.folder for kind in kinds.registered() if kind.model is model), "")
    return f"{folder}/{page.slug}" if folder else page.slug
