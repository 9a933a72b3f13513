"""What changed from one published version of a fiche to the next, in the words of its columns."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from contracts.columns import fiches
from contracts.columns.table import FicheTables, Table, TableColumn
from contracts.values.clean_text import clean_line

# The content of a version: values and rows by the name of their field, as a revision keeps them.
Content = Mapping[str, Any]

_NO_CONTENT = {"pk", "sort_order"}  # of a row
# What a row says of itself, the first that it has.
_SAYING = ("object", "name", "text", "label", "reason")
_FEW = 2  # rows, or fewer, are told by what they say
_QUOTED = {"title", "gist"}  # texts of a fiche that are told with what they say
_LONGEST = 90  # characters of what is quoted


def changes(model: type[Model], before: Content, after: Content) -> tuple[str, ...]:
    """« Statut : « En cours » », « Engagements : 1 ajout (« Du bois sec ») », « Résultats : 3
    ajouts »: in the order of the columns; none for what has no column, or for a kind without any. A
    row that has changed is told as a change, and the order of rows is not told. What was taken away
    is counted, never quoted: it may have been so that nobody reads it any more."""
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
                if section is None:
                    yield _value_told(main, column, after.get(name))
                else:
                    yield _told(column.header, was, now)
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


def _value_told(table: Table, column: TableColumn, value: Any) -> str:
    """With what it is now, when that is a text or one of a closed list."""
    if not isinstance(value, str) or not value:
        return column.header
    labels = table.labels(column)
    if labels or column.key in _QUOTED:
        return f"{column.header} : {_quoted(labels.get(value, value))}"
    return column.header


def _told(heading: str, was: Counter[str], now: Counter[str]) -> str:
    """Rows are the same row when they have the same identifier; the others are told in pairs."""
    added, taken = ([json.loads(row) for row in one.elements()] for one in (now - was, was - now))
    known = {row["uid"] for row in taken if isinstance(row, dict) and "uid" in row}
    # Those that were there before come last: they are what has changed.
    added.sort(key=lambda row: isinstance(row, dict) and row.get("uid") in known)
    more = max(len(added) - len(taken), 0)
    numbers: tuple[tuple[int, str, list[Any]], ...] = (
        (more, "ajout", added[:more]),
        (len(added) - more, "modification", added[more:]),
        (max(len(taken) - len(added), 0), "retrait", []),
    )
    are_few = max(len(added), len(taken)) <= _FEW
    said = (
        f"{number} {word}{'s' if number > 1 else ''}{_saying(rows) if are_few else ''}"
        for number, word, rows in numbers
        if number
    )
    return f"{heading} : {', '.join(said)}"


def _saying(rows: list[Any]) -> str:
    """« (« Du bois sec », « Se réunir ») »; nothing when one of them says nothing."""
    said = [
        next((row[name] for name in _SAYING if row.get(name)), "")
        for row in rows
        if isinstance(row, dict)
    ]
    return f" ({', '.join(map(_quoted, said))})" if said and all(said) else ""


def _quoted(text: str) -> str:
    """Cut between two words when it is long."""
    said = clean_line(text)
    if len(said) > _LONGEST:
        said = f"{said[:_LONGEST].rpartition(' ')[0]}…"
    return f"« {said} »"
