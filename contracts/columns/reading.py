"""From the cell of a spreadsheet to the value that the file of a fiche would have."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from contracts.catalogue.columns import Tags
from contracts.catalogue.schema import (
    Boolean,
    Choice,
    Day,
    ListOf,
    Number,
    Partial,
    Reference,
    Sources,
    Spec,
)
from contracts.columns.table import item_of
from contracts.tables.cells import as_text
from contracts.values.clean_text import clean_lines
from contracts.values.dates.typed_dates import read_day
from contracts.values.quantities import read_number
from search.text.analysis import fold

_YES = {"oui", "o", "vrai", "true", "x", "1"}
_NO = {"non", "n", "faux", "false", "0"}
# The sources of a line of text: « … [convention-2016 ; https://…, p. 12] ».
_SOURCED = re.compile(r"(?P<text>.*\S)\s*\[(?P<sources>[^\[\]]+)\]\s*\.?", re.DOTALL)
_LOCATOR = re.compile(r"(?P<sources>.*?),\s+(?P<locator>.*)", re.DOTALL)


class CellFault(Exception):
    """A cell that is not understood: what is wrong, and the cure, in French."""


class Names(Protocol):
    """What people write for something of the base, and the key that stands for it."""

    def key(self, family: str, text: str, prefixes: tuple[str, ...] = ()) -> str:
        """Raises CellFault when nothing, or more than one thing, is called so."""


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not clean_lines(value).strip())


def text_of(value: Any) -> str:
    """What a person reads in the cell. A whole number has no decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return as_text(value).strip()


def read_cell(value: Any, spec: Spec, labels: Mapping[str, str], names: Names) -> Any:
    """The value, as the file of a fiche would have it; its length is checked with the file.

    `value` is not empty. Raises CellFault.
    """
    if isinstance(spec, Tags):
        return list(_parts(value, separators=";,\n"))
    if isinstance(spec, Sources):
        return [names.key("source", part) for part in _parts(value)]
    if isinstance(spec, ListOf):
        item = item_of(spec)
        read = [read_cell(part, item, labels, names) for part in _parts(value)]
        for number, one in enumerate(read):
            if one in read[:number]:
                raise CellFault(f"« {one} » est cité deux fois : ôtez-en un.")
        return read
    if isinstance(spec, Reference):
        return names.key(spec.family, text_of(value), spec.prefixes)
    if isinstance(spec, Choice):
        return _code(text_of(value), labels)
    if isinstance(spec, Boolean):
        return _truth(value)
    if isinstance(spec, Number):
        return _number(value, spec)
    if isinstance(spec, Partial):
        return value.strftime("%Y-%m-%d") if isinstance(value, dt.date) else text_of(value)
    if isinstance(spec, Day):
        return _day(value)
    return text_of(value)


def read_statements(value: Any, section: str, names: Names) -> list[dict[str, Any]]:
    """The statements of a cell, one a line, each with the sources that end it. Raises CellFault."""
    statements = []
    for line in text_of(value).split("\n"):
        if not line.strip():
            continue
        match = _SOURCED.fullmatch(line.strip())
        statement: dict[str, Any] = {"section": section, "text": line.strip()}
        if match:
            located = _LOCATOR.fullmatch(match["sources"])
            sources = located["sources"] if located else match["sources"]
            statement["text"] = match["text"]
            statement["source"] = [names.key("source", part) for part in _parts(sources)]
            if located:
                statement["locator"] = located["locator"].strip()
        statements.append(statement)
    return statements


def _parts(value: Any, separators: str = ";\n") -> Iterator[str]:
    for part in re.split(f"[{separators}]", text_of(value)):
        if part.strip():
            yield part.strip()


def _code(text: str, labels: Mapping[str, str]) -> str:
    if text in labels:
        return text
    asked = " ".join(fold(text).split())
    found = [code for code, label in labels.items() if asked in {fold(label), fold(code)}]
    if len(found) != 1:
        raise CellFault(
            f"« {text} » n’est pas dans la liste ; choisissez parmi : {', '.join(labels.values())}."
        )
    return found[0]


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = fold(text_of(value))
    if text not in _YES | _NO:
        raise CellFault(f"Écrivez oui ou non, pas « {text_of(value)} ».")
    return text in _YES


def _number(value: Any, spec: Number) -> int | float:
    if isinstance(value, (bool, dt.date | dt.time | dt.timedelta)):
        raise CellFault(f"Un nombre est attendu, pas « {text_of(value)} ».")
    try:
        number = read_number(text_of(value))
    except ValueError as error:
        raise CellFault(
            f"Un nombre est attendu, sans unité, comme « 1 234,5 », pas « {text_of(value)} »."
        ) from error
    if abs(number) >= Decimal(10) ** 12:
        raise CellFault("Ce nombre est trop grand : moins de mille milliards sont attendus.")
    if number == number.to_integral_value():
        return int(number)
    if spec.whole:
        raise CellFault(f"Un nombre entier est attendu, pas « {text_of(value)} ».")
    return float(number)


def _day(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    try:
        return read_day(text_of(value)).isoformat()
    except ValueError as error:
        raise CellFault(f"{error} Écrivez le jour comme « 27/11/2026 ».") from error
