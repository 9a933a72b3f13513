"""What a document is made of, whatever its format: each writer sets these blocks and adds no word.

Texts are plain, on one line, without what nobody sees nor spaces in a row, with the spaces of
French typography.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.text import Truncator

from contracts.values.clean_text import clean_line
from contracts.values.french.typography import french

_AS_TYPED = {"address", "anchor", "style", "side"}
# Letters over the width of a page, about a third of it.
_LONGEST_ROW = 2_500
_LONGEST_HEAD = 100  # letters
_SPACES = re.compile(" {2,}")
_Made = TypeVar("_Made")


class SpanStyle(StrEnum):
    """How the words of a line stand out."""

    PLAIN = "plain"
    STRONG = "strong"
    SOFT = "soft"
    TO_FILL = "to_fill"  # what the reader is to write in its place


class TextStyle(StrEnum):
    """What a paragraph is for."""

    BODY = "body"
    LEDE = "lede"
    SOFT = "soft"
    LEAD_IN = "lead_in"  # stays with what follows it


@dataclass(frozen=True)
class Span:
    """Words that lead to an `address` of the web, to an `anchor` of the document, or nowhere."""

    text: str
    style: SpanStyle = SpanStyle.PLAIN
    address: str = ""
    anchor: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True)
class HeadingBlock:
    """`level` is 1 below the title of the document; `anchor` is its place, when something leads
    there."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class TextBlock:
    line: Line
    style: TextStyle = TextStyle.BODY


@dataclass(frozen=True)
class ListItem:
    """`number` is that of an item of a numbered list; 0 in another one."""

    line: Line
    number: int = 0
    anchor: str = ""


@dataclass(frozen=True)
class ListBlock:
    items: tuple[ListItem, ...]


@dataclass(frozen=True)
class GridCell:
    """Its lines, one below the other; `span` is how many columns it takes."""

    lines: tuple[Line, ...]
    span: int = 1
    side: str = ""


@dataclass(frozen=True)
class GridRow:
    """Its first cell heads it. A row with one cell over all columns heads those that follow."""

    cells: tuple[GridCell, ...]

    @property
    def is_long(self) -> bool:
        """So much that it may be cut: a page may not hold it."""
        columns = sum(cell.span for cell in self.cells)
        letters = max(len(plain(cell.lines)) / cell.span for cell in self.cells)
        return letters * columns > _LONGEST_ROW


@dataclass(frozen=True)
class GridBlock:
    """A table; `widths` are the shares of its columns."""

    caption: str
    head: GridRow
    rows: tuple[GridRow, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class BoxBlock:
    """What is set apart from the rest."""

    line: Line


Block = HeadingBlock | TextBlock | ListBlock | GridBlock | BoxBlock


@dataclass(frozen=True)
class Paper:
    """`type` stands above the title and `marking`, when there is one, at the head and at the foot
    of each page; `summary` asks for the headings of the two first levels to be listed. One that is
    `wide` is set across, as a PDF alone. A PDF draws the `address` where it is read on line, for a
    phone, unless it is too long."""

    type: str
    title: str
    subject: str
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    marking: str = ""
    summary: bool = False
    wide: bool = False
    address: str = ""

    @property
    def document_title(self) -> str:
        return f"{self.type}\u00a0: {self.title}"

    @property
    def running_head(self) -> str:
        """What stands at the head of each page: one line."""
        return self.marking or Truncator(self.document_title).chars(_LONGEST_HEAD)

    @property
    def summarised(self) -> tuple[HeadingBlock, ...]:
        """The headings that the summary lists."""
        headings = (block for block in self.blocks if isinstance(block, HeadingBlock))
        return tuple(one for one in headings if one.level <= 2) if self.summary else ()


def set_in_french(made: _Made) -> _Made:
    """The same, each text as it is read."""
    return _set(made)


def plain(lines: Iterable[Line]) -> str:
    """The words of some lines, without how they stand out."""
    return "\n".join("".join(span.text for span in line) for line in lines)


def with_spans(value: Any, changed: Callable[[Span], Span]) -> Any:
    """The same blocks, each span changed, in reading order."""
    if isinstance(value, Span):
        return changed(value)
    if isinstance(value, tuple):
        return tuple(with_spans(one, changed) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{one.name: with_spans(getattr(value, one.name), changed) for one in fields(value)},
        )
    return value


def _set(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_set, value))
    if isinstance(value, Span) and value.text == value.address:
        return replace(value, text=clean_line(value.text))
    if is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value) if one.name not in _AS_TYPED]
        return replace(value, **{name: _set(getattr(value, name)) for name in names})
    if isinstance(value, str):
        return french(_SPACES.sub(" ", clean_line(value)))
    return value
