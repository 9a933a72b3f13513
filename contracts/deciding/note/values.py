"""What a note holds, as plain values: its parts are those of the page, and no word is added.

An item is shown whole or not at all. What does not fit is left to the page, at the `anchor` of its
section; only the template knows what fits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from contracts.models.source import Source
from contracts.pages.parts.citations import Mark, Marks, NumberedSource
from contracts.pages.parts.facts import FactLine, Value
from contracts.pages.parts.parties_map import PartiesMap
from contracts.pages.parts.texts import Cited, SectionDetail
from contracts.values.recorded_count import NOT_KNOWN

# More than two pages hold: the others are not even measured.
_MOST_ROWS = 40


class NoteShape(StrEnum):
    """How the items of a section are laid out."""

    TEXTS = "texts"
    STEPS = "steps"
    PAIRED = "paired"  # two to a row
    LEDGER = "ledger"


@dataclass(frozen=True)
class NoteMark:
    """The source that a text rests on: its number, and how it is told."""

    number: int
    words: str


@dataclass(frozen=True)
class NoteItem:
    """A text; `label` stands before it, with the sign of `side`, and `details` after it.
    `address` is where it leads."""

    text: str
    marks: tuple[NoteMark, ...] = ()
    label: str = ""
    side: str = ""
    details: tuple[str, ...] = ()
    address: str = ""
    absent: bool = False


@dataclass(frozen=True)
class NoteCell:
    """What one side gives, or all together, headed by `label`, when it stands across both columns."""

    items: tuple[NoteItem, ...]
    across: bool = False
    label: str = ""


@dataclass(frozen=True)
class NoteRow:
    """A row of the ledger, or what follows of it: `label` is told once more."""

    label: str
    follows: bool
    cells: tuple[NoteCell, ...]


@dataclass(frozen=True)
class NoteSection:
    """`remark` is said above the items; without any, what is not known is told by `absent`.
    `columns` are the headings of a ledger, one of each side; `row_heading` is that of its rows. The
    whole section is read at `address`, or else at its anchor on the page: `beyond` counts the items
    that are read there alone."""

    heading: str
    anchor: str
    items: tuple[NoteItem, ...] = ()
    rows: tuple[NoteRow, ...] = ()
    shape: NoteShape = NoteShape.TEXTS
    remark: str = ""
    absent: str = NOT_KNOWN
    columns: tuple[NoteItem, ...] = ()
    row_heading: str = "Thème"
    address: str = ""
    beyond: int = 0

    @property
    def shortened(self) -> NoteSection:
        """With no more than two pages may hold: the other items are counted."""
        cells = (cell for row in self.rows[_MOST_ROWS:] for cell in row.cells)
        left = (*self.items[_MOST_ROWS:], *(item for cell in cells for item in cell.items))
        return replace(
            self,
            items=self.items[:_MOST_ROWS],
            rows=self.rows[:_MOST_ROWS],
            beyond=sum(not item.absent for item in left),
        )


@dataclass(frozen=True)
class NoteWords:
    """How a note speaks of the page that it is of: where more is read, what is at its address, where
    all the sources are, and the anchor of those on the page."""

    on: str
    whole: str
    sources: str
    sources_anchor: str
    qr: str


FICHE_WORDS = NoteWords(
    on="sur la fiche",
    whole="La fiche entière, avec toutes ses sources",
    sources="Toutes les sources de la fiche",
    sources_anchor="sources",
    qr="Code QR : l’adresse de la fiche",
)


@dataclass(frozen=True)
class NoteSheet:
    """All that a note holds. `about` is who or where it is about; `elsewhere` the headings of what
    it leaves to the page; `updated` is when what it tells last changed."""

    type_line: tuple[str, ...]
    title: str
    url: str
    gist: NoteItem
    facts: tuple[NoteItem, ...]
    sections: tuple[NoteSection, ...]
    references: tuple[NumberedSource, ...]
    updated: dt.date | None
    licence: str
    words: NoteWords
    about: tuple[NoteItem, ...] = ()
    map: PartiesMap | None = None
    elsewhere: tuple[str, ...] = ()


def marks(cited: Marks) -> tuple[NoteMark, ...]:
    return tuple(_mark(mark) for mark in cited)


def texts(items: Iterable[Cited], label: str = "") -> tuple[NoteItem, ...]:
    return tuple(NoteItem(item.plain, marks(item.marks), label) for item in items)


def labelled(sections: Iterable[SectionDetail]) -> Iterator[NoteItem]:
    """The texts of sections, the first of each headed by its name."""
    for section in sections:
        first, *others = section.items
        yield from texts([first], section.heading)
        yield from texts(others)


def told(fiche_sections: Iterable[SectionDetail]) -> tuple[NoteSection, ...]:
    """A section of the note for each of the page."""
    return tuple(
        NoteSection(section.heading, section.anchor, texts(section.items))
        for section in fiche_sections
    )


def facts(lines: Iterable[FactLine]) -> tuple[NoteItem, ...]:
    return tuple(map(_fact, lines))


def source_details(source: Source) -> tuple[str, ...]:
    """Who published it, when, and where it is found in a library."""
    details = (source.publisher, str(source.published_on or ""), source.reference)
    return tuple(detail for detail in details if detail)


def _fact(line: FactLine) -> NoteItem:
    """Its values one after the other, as its page shows them; of sources that disagree, what each
    says."""
    shown = [_value(value) for value in line.first]
    details = []
    if line.others:
        told = " ; ".join(f"{_value(one)}{_said_by(one)}" for one in line.others)
        details = [f"d’autres sources disent : {told}"]
    elif line.divergent:
        shown = [f"{_value(one)}{_said_by(one)}" for one in line.first]
        details = ["les sources ne s’accordent pas"]
    return NoteItem(
        text=" ; ".join(shown) or NOT_KNOWN,
        marks=tuple(_mark(mark) for value in line.values for mark in value.marks),
        label=line.heading,
        details=tuple(details),
        absent=not shown,
    )


def _said_by(value: Value) -> str:
    return f" ({', '.join(value.said_by)})" if value.said_by else ""


def _value(value: Value) -> str:
    notes = "".join(f" ({note})" for note in value.notes)
    return f"{value.shown}{notes}"


def _mark(mark: Mark) -> NoteMark:
    return NoteMark(mark.number, mark.words)
