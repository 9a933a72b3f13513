"""The model to fill: the tables of a kind of fiche, empty, and what each column takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from contracts.columns.table import FicheTables
from contracts.editing.importing.records import ACCEPTED, EXPLANATIONS
from contracts.models import Theme

Sheets = list[tuple[str, Sequence[Sequence[Any]]]]


def model_sheets(tables: FicheTables) -> Sheets:
    """The sheet to fill first, then what explains it, then those of the rows of a fiche."""
    first, *others = (
        (table.name, [[column.header for column in table.columns]]) for table in tables.tables
    )
    return [
        first,
        (EXPLANATIONS, list(_explained(tables))),
        *others,
        (ACCEPTED, list(_accepted(tables))),
    ]


def _explained(tables: FicheTables) -> Iterator[Sequence[Any]]:
    yield [
        "Feuille",
        "Colonne",
        "Ce que c’est",
        "Ce qu’elle contient",
        "Unité",
        "Exemple",
        "Obligatoire",
    ]
    for table in tables.tables:
        for column in table.columns:
            yield [
                table.name,
                column.header,
                column.description,
                table.kind_of_value(column),
                column.unit,
                column.example,
                table.is_required(column),
            ]


def _accepted(tables: FicheTables) -> Iterator[Sequence[Any]]:
    yield ["Feuille", "Colonne", "Valeur", "Code"]
    for table in tables.tables:
        for column in table.columns:
            for code, label in table.labels(column).items():
                if column.section is None:
                    yield [table.name, column.header, label, code]
    for code, label in Theme.objects.values_list("code", "label"):
        yield [tables.main.name, "Thèmes", label, code]
