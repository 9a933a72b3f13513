"""What a note holds, as plain values: its parts are those of the page, and no word is added.

An item is shown whole or not at all. What does not fit is left to the page, at the `anchor` of its
section; only the template knows what fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from contracts.pages.parts.citations import Mark, Marks
from contracts.pages.parts.facts import FactLine, Value
from contracts.pages.parts.texts import Cited, SectionDetail
from contracts.values.recorded_count import NOT_KNOWN


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
    """A row of the ledger, or what follows of it: `theme` is told once more."""

    theme: str
    follows: bool
    cells: tuple[NoteCell, ...]


@dataclass(frozen=True)
class NoteSection:
    """`remark` is said above the items; without any, what is not known is told by `absent`.
    `columns` are the headings of a ledger, one of each side."""

    heading: str
    anchor: str
    items: tuple[NoteItem, ...] = ()
    rows: tuple[NoteRow, ...] = ()
    shape: NoteShape = NoteShape.TEXTS
    remark: str = ""
    absent: str = NOT_KNOWN
    columns: tuple[NoteItem, ...] = ()


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


def _fact(line: FactLine) -> NoteItem:
    """Its values one after the other, as its page shows them; those of sources that disagree are
    told to."""
    shown = [_value(value) for value in line.first]
    details = ["sources divergentes"] if line.divergent else []
    details += [_value(value) for value in line.others]
    return NoteItem(
        text=" ; ".join(shown) or NOT_KNOWN,
        marks=tuple(_mark(mark) for value in line.values for mark in value.marks),
        label=line.heading,
        details=tuple(details),
        absent=not shown,
    )


def _value(value: Value) -> str:
    notes = "".join(f" ({note})" for note in value.notes)
    return f"{value.shown}{notes}"


def _mark(mark: Mark) -> NoteMark:
    return NoteMark(mark.number, mark.words)
