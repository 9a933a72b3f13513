"""What a published column is: its name, what it says, the type of its values, how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from contracts.catalogue.columns import Tags
from contracts.catalogue.schema import Boolean, Choice, Day, ListOf, Number, Partial, Sources, Spec
from contracts.columns.fiches import STATEMENTS
from contracts.columns.table import KEY, Table, TableColumn, item_of
from contracts.columns.writing import first_reader_of, reader_of
from contracts.models import Source, Tag, Territory, Theme
from contracts.tables.cells import WebAddress
from contracts.values.dates.partial_date import PartialDate
from contracts.values.slugs import folded_slug

_LINES = "\n"
_LIST = "; "

# What a reader of the published column is told, by its key, where an import is told how to fill it.
_SOURCE = (
    "L’adresse de la source, ou son titre quand elle n’en a pas.",
    "https://exemple.fr/convention",
)
_THEME = "Forêt et filière bois"
_SAID = {
    KEY: ("L’identifiant de la fiche : la fin de son adresse.", "bois-du-pays"),
    "gist": (
        "Ce que dit la fiche en une ou deux phrases.",
        "La métropole et le pays s’entendent sur le bois, l’eau et la formation.",
    ),
    **dict.fromkeys(
        (
            "source",
            "gist_source",
            "status_source",
            "duration_source",
            "data_source",
            "used_source",
        ),
        _SOURCE,
    ),
    "themes": ("Les noms de ses thèmes.", _THEME),
    "tags": ("Ses mots-clés.", "forêt ; bois"),
    "status": ("Où en est le contrat.", "En cours"),
    STATEMENTS: (
        "Ce qui en est dit, en un ou plusieurs textes ; à la fin de chacun, ses sources entre "
        "crochets, puis la page.",
        "Les chaufferies manquaient de bois local. [https://exemple.fr/convention, p. 12]",
    ),
    "places": ("Les noms des territoires où elle se passe.", "Brest Métropole"),
    "contract": ("Le titre du contrat dont elle est née.", "La métropole et le pays"),
    "tools": ("Les titres des outils utilisés.", "Une charte forestière"),
    "theme": ("Le nom du thème.", _THEME),
    "nature": ("Ce qu’en dit la source.", "Engagement"),
    "giver": ("La partie qui donne ; vide pour ce qui est fait ensemble.", "Brest Métropole"),
    "data": ("Où sont les données.", "Insee, recensement"),
    "used_by": ("Qui s’en est servi, quand une source le dit.", "ADEUPa"),
    "used_in": (
        "Le titre du contrat ou de l’expérience, sur ce site, où il a servi.",
        "La métropole et le pays",
    ),
    "receiver": ("La partie qui reçoit.", "Centre Ouest Bretagne"),
    "exchange": (
        "Une lettre qui lie des engagements : ceux du même contrat qui ont la même se répondent.",
        "A",
    ),
}


class Type(Enum):
    """What the values of a column are, as the dictionary says it in French."""

    TEXT = "texte"
    TEXTS = "liste de textes"
    ADDRESS = "adresse web"
    WHOLE = "nombre entier"
    NUMBER = "nombre"
    TRUTH = "oui ou non"
    DAY = "jour"
    PARTIAL = "date, même incomplète (EDTF)"


@dataclass(frozen=True)
class Item:
    """A row to publish, and its address in full."""

    row: Any
    address: str


@dataclass(frozen=True)
class PublishedColumn:
    """One column. Its `header` is never changed nor taken away once published: so neither is its
    `name`, which follows from it.

    `read` gives the value of an item: a text, a number, a truth, a day, a tuple of texts for a
    list, or None for what is not known. `codes` are all the values that it may take, when the list
    is closed. `separator` stands between the texts of a list that is written in one cell.
    """

    header: str
    description: str
    type: Type
    example: str
    read: Callable[[Item], Any]
    unit: str = ""
    codes: tuple[str, ...] = ()
    separator: str = _LIST

    @cached_property
    def name(self) -> str:
        """« Bilan cherché le » is « bilan_cherche_le » in JSON."""
        return folded_slug(self.header).replace("-", "_")

    def cells(self, items: Iterable[Item]) -> list[Any]:
        """The value of each item as one cell of a spreadsheet has it."""
        join = self.separator.join
        if self.type is Type.ADDRESS:
            return [WebAddress(value) if value else value for value in map(self.read, items)]
        return [
            (join(value) or None) if type(value) is tuple else value
            for value in map(self.read, items)
        ]


def cells_of(columns: Iterable[PublishedColumn], items: Sequence[Item]) -> Iterator[Sequence[Any]]:
    """A line of cells for each item, made a column at a time."""
    return zip(*(column.cells(items) for column in columns), strict=True)


def of_table(table: Table, column: TableColumn) -> tuple[PublishedColumn, ...]:
    """A column of the tables of fiches as it is published; a date that may be incomplete has its
    first and its last day in two columns more."""
    spec = table.spec(column)
    kind = Type.TEXTS if column.section is not None else _type_of(spec)
    description, example = _SAID.get(column.key, (column.description, column.example))
    if kind is Type.PARTIAL:
        example = PartialDate.parse(example).edtf

    values_of, value_of = reader_of(table, column, called), first_reader_of(table, column, called)

    def texts(item: Item) -> tuple[str, ...]:
        values = values_of(item.row)
        return tuple(map(str, values)) if values else ()

    def one(item: Item) -> Any:
        return value_of(item.row)

    published = PublishedColumn(
        column.header,
        description,
        kind,
        example,
        texts if kind is Type.TEXTS else one,
        unit=column.unit,
        codes=_codes(table, column),
        separator=_LINES if column.section is not None else _LIST,
    )
    if kind is not Type.PARTIAL:
        return (published,)
    [field] = table.fields(column)
    return dated(published, lambda item: getattr(item.row, field))


def dated(
    published: PublishedColumn, date: Callable[[Item], PartialDate | None]
) -> tuple[PublishedColumn, ...]:
    """A column of partial dates, then the first and the last day that each may be."""

    def day(which: str) -> Callable[[Item], Any]:
        def read(item: Item) -> Any:
            found = date(item)
            return getattr(found, which) if found else None

        return read

    header = published.header
    example = PartialDate.parse(published.example)
    return (
        published,
        PublishedColumn(
            f"{header} : premier jour",
            f"Le premier jour que peut désigner la colonne « {header} » ; vide sans année connue.",
            Type.DAY,
            f"{example.first_day:%d/%m/%Y}",
            day("first_day"),
        ),
        PublishedColumn(
            f"{header} : dernier jour",
            f"Le dernier jour que peut désigner la colonne « {header} » ; une saison compte trois "
            "mois entiers, le printemps de mars à mai, l’hiver de décembre à février.",
            Type.DAY,
            f"{example.last_day:%d/%m/%Y}",
            day("last_day"),
        ),
    )


def called(row: Any) -> str:
    """How something of the base is called in a file, as a reader knows it and an import reads it:
    an address or a title for a source, a name for the rest."""
    model = row._meta.model  # a plain row has that of its model
    if model is Source:
        return row.url or row.title
    if model is Theme:
        return row.label
    return row.name if model in {Territory, Tag} else str(row)


def _type_of(spec: Spec) -> Type:
    if isinstance(spec, Sources | ListOf | Tags):
        return Type.TEXTS
    if isinstance(spec, Number):
        return Type.WHOLE if spec.whole else Type.NUMBER
    if isinstance(spec, Boolean):
        return Type.TRUTH
    if isinstance(spec, Day):
        return Type.DAY
    return Type.PARTIAL if isinstance(spec, Partial) else Type.TEXT


def _codes(table: Table, column: TableColumn) -> tuple[str, ...]:
    spec = table.spec(column) if column.section is None else None
    if isinstance(spec, ListOf):
        spec = item_of(spec)
    return tuple(table.labels(column).values()) if isinstance(spec, Choice) else ()
