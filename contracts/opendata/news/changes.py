"""What changed from one published version of a fiche to the next, in the words of its columns."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from contracts.columns import fiches
from contracts.columns.table import FicheTables, Table, TableColumn

# The content of a version: values and rows by the name of their field, as a revision keeps them.
Content = Mapping[str, Any]

_NO_CONTENT = {"pk", "sort_order"}  # of a row


def changes(model: type[Model], before: Content, after: Content) -> tuple[str, ...]:
    """« Résumé », « Engagements : 2 ajouts, 1 retrait »: in the order of the columns; none for what
    has no column, or for a kind without any. A row that has changed is told as a change, and the
    order of rows is not told."""
    tables = next((one for one in fiches.ALL if one.model is model), None)
    return tuple(_changes(tables, before, after)) if tables else ()


def _changes(tables: FicheTables, before: Content, after: Content) -> Iterator[str]:
    model = tables.model
    main, *others = tables.tables
    for column in main.columns:
        for name in _fields(main, column):
            section = column.section
            was, now = (_rows(model, name, one, section) for one in (before, after))
            if was != now:
                yield column.header if section is None else _told(column.header, was, now)
                break
    for table in others:
        name = {"links": "outgoing_links"}.get(table.relation, table.relation)
        was, now = (_rows(model, name, one) for one in (before, after))
        if was != now:
            yield _told(table.name, was, now)


def _fields(table: Table, column: TableColumn) -> tuple[str, ...]:
    if column.section is not None:
        return ("statements",)
    return ("tagged_items",) if column.key == "tags" else table.fields(column)


def _rows(
    model: type[Model], name: str, content: Content, section: str | None = None
) -> Counter[str]:
    """How many times each value, or each row by what it says, stands in a field."""
    value = content.get(name)
    if value in ("", None):
        return Counter()
    if not isinstance(value, list):
        return Counter([json.dumps(value, sort_keys=True)])
    field: Any = model._meta.get_field(name)
    aside = _NO_CONTENT | ({field.field.name} if field.one_to_many else set())
    return Counter(
        json.dumps(_essence(row, aside), sort_keys=True)
        for row in value
        if section is None or row["section"] == section
    )


def _essence(row: Any, aside: set[str]) -> Any:
    return {key: row[key] for key in row if key not in aside} if isinstance(row, dict) else row


def _told(heading: str, was: Counter[str], now: Counter[str]) -> str:
    added, taken = (now - was).total(), (was - now).total()
    changed = min(added, taken)
    numbers = (
        (added - changed, "ajout"),
        (changed, "modification"),
        (taken - changed, "retrait"),
    )
    said = (f"{number} {word}{'s' if number > 1 else ''}" for number, word in numbers if number)
    return f"{heading} : {', '.join(said)}"
