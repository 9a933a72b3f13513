"""What a table of fiches is made of: tables, their columns, and what each column holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from contracts.catalogue.columns import Each, Row, Tags, column
from contracts.catalogue.schema import (
    Address,
    Boolean,
    Choice,
    Day,
    ListOf,
    Number,
    Partial,
    Reference,
    Sources,
    Spec,
    Text,
)
from contracts.models.base import FichePage
from contracts.values.choice_list import ChoiceListField
from contracts.values.vocabulary import Section

# The column of every other table that says of which fiche a line is.
KEY = "slug"
LONGEST_KEY = 100  # characters of an identifier


@dataclass(frozen=True)
class TableColumn:
    """One column. A header is never changed once published.

    `key` is that of the file of a fiche which it fills (`contracts.catalogue.specs`). A column of a
    `section` holds the statements of that section, one a line, each with its sources in brackets.
    """

    key: str
    header: str
    description: str
    example: str = ""
    unit: str = ""
    section: Section | None = None


@dataclass(frozen=True)
class Table:
    """One line a fiche or, when it has a `relation`, one line for each row of a fiche.

    `name` is that of its sheet. `relation` is the key of these rows in the file of a fiche.
    """

    name: str
    row: Row
    columns: tuple[TableColumn, ...]
    relation: str = ""

    def spec(self, column: TableColumn) -> Spec:
        if column.key == KEY:
            return Text(LONGEST_KEY, 1)
        return self.row.columns[column.key].spec

    def is_required(self, column: TableColumn) -> bool:
        return column.key == KEY or self.row.columns[column.key].required

    def labels(self, column: TableColumn) -> Mapping[str, str]:
        """The codes that it takes and their French labels, for a closed list."""
        for name in self.fields(column):
            field: Any = self.row.model._meta.get_field(name)
            if isinstance(field, ChoiceListField):
                return dict(field.choices_class.choices) if field.choices_class else {}
            return {code: str(label) for code, label in getattr(field, "flatchoices", ())}
        return {}

    def fields(self, column: TableColumn) -> tuple[str, ...]:
        return () if column.key == KEY else self.row.columns[column.key].fields

    def kind_of_value(self, column: TableColumn) -> str:
        """In French, for whoever fills it."""
        if column.section is not None:
            return "un ou plusieurs textes, un par ligne"
        if column.key == KEY:
            return "identifiant : lettres sans accent, chiffres et tirets"
        return _told(self.spec(column))


@dataclass(frozen=True)
class FicheTables:
    """The tables of a kind of fiche; the first has one line a fiche."""

    code: str
    model: type[FichePage]
    row: Row
    listing_model: type[Page]
    tables: tuple[Table, ...]

    def listing(self) -> Any:
        """The page under which they are made: found by its model, since editors change slugs."""
        return self.listing_model._default_manager.get()

    @property
    def main(self) -> Table:
        return self.tables[0]


_FAMILIES = {"source": "source", "territory": "territoire", "theme": "thème", "page": "fiche"}
_WORDS: tuple[tuple[type[Spec], str], ...] = (
    (Address, "adresse complète, https://…"),
    (Choice, "une valeur de la liste"),
    (Boolean, "oui ou non"),
    (Partial, "date, même incomplète : 4 novembre 2016, 11/2016, 2016"),
    (Day, "jour : 04/11/2016"),
    (Tags, "étiquettes, séparées par des points-virgules"),
)


def _told(spec: Spec) -> str:
    for sort, words in _WORDS:
        if isinstance(spec, sort):
            return words
    if isinstance(spec, Text):
        least = f"{spec.least} à " if spec.least > 1 else ""
        most = f"{spec.most} caractères" + ("" if least else " au plus")
        return f"texte de {least}{most}" if least else f"texte, {most}"
    if isinstance(spec, Number):
        return "nombre entier" if spec.whole else "nombre"
    if isinstance(spec, Reference):
        return (
            f"une {_FAMILIES[spec.family]}"
            if spec.family in {"source", "page"}
            else (f"un {_FAMILIES[spec.family]}")
        )
    if isinstance(spec, Sources):
        return "une ou plusieurs sources, séparées par des points-virgules"
    if isinstance(spec, ListOf):
        return f"{_told(item_of(spec))} ou plusieurs, séparés par des points-virgules"
    raise TypeError(f"{spec} is told by no words")


def item_of(spec: ListOf) -> Spec:
    """What one value of a list may be."""
    item = spec.item
    return column(item.model, item.field).spec if isinstance(item, Each) else item
