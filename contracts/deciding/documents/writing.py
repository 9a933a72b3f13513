"""From plain values to blocks: what the papers write alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contracts.deciding.documents.blocks import (
    Block,
    GridBlock,
    GridCell,
    GridRow,
    HeadingBlock,
    Line,
    ListBlock,
    ListItem,
    Span,
    SpanStyle,
    TextBlock,
    TextStyle,
)
from contracts.deciding.note.values import NoteItem, NoteSection, NoteShape

_LONGEST_TYPED = 100  # characters
_REOPENED = "non figé, ce lien le rouvre (gardez ce fichier)"


def line(*parts: str | Span) -> Line:
    """Words, some of which may stand out; without those that are empty."""
    spans = (Span(part) if isinstance(part, str) else part for part in parts)
    return tuple(span for span in spans if span.text)


def strong(text: str) -> Span:
    return Span(text, SpanStyle.STRONG)


def soft(text: str) -> Span:
    return Span(text, SpanStyle.SOFT)


def linked(address: str) -> Span:
    """An address that leads to itself."""
    return Span(address, address=address)


def is_typed(address: str) -> bool:
    """Whether it is short enough to be typed by hand."""
    return len(address) <= _LONGEST_TYPED


def address_on_paper(address: str) -> Span:
    """An address that is typed by hand or, of a long one, how the dossier is found again."""
    return linked(address) if is_typed(address) else Span(_REOPENED, address=address)


def to_fill(what: str) -> Span:
    """What nobody can know."""
    return Span(f"[à compléter : {what}]", SpanStyle.TO_FILL)


def text(*parts: str | Span, style: TextStyle = TextStyle.BODY) -> TextBlock:
    return TextBlock(line(*parts), style)


def bullets(lines: Iterable[Line]) -> ListBlock:
    return ListBlock(tuple(map(ListItem, lines)))


def told(item: NoteItem) -> Line:
    """A text as a note tells it: its label, its words, the numbers of its sources, its details."""
    words = soft(item.text) if item.absent else Span(item.text)
    spans = [strong(item.label), *([Span("\u00a0: ")] if item.label else []), words]
    for mark in item.marks:
        spans += [Span("\u00a0"), Span(f"[{mark.words}]", anchor=source_anchor(mark.number))]
    if item.details:
        spans.append(soft(f" · {' · '.join(item.details)}"))
    if item.address:
        spans += [Span(" – "), linked(item.address)]
    return line(*spans)


def section_blocks(section: NoteSection, level: int, of: str) -> Iterator[Block]:
    """A section of a note, its heading first; its table is captioned with what it is `of`."""
    yield HeadingBlock(level, section.heading)
    if section.remark:
        yield text(soft(section.remark))
    if section.shape == NoteShape.LEDGER:
        yield ledger_table(section, f"{section.heading} {of}")
    elif not section.items:
        yield text(soft(f"{section.absent.removesuffix('.')}."))
    elif section.shape == NoteShape.STEPS:
        steps = enumerate(section.items, 1)
        yield ListBlock(tuple(ListItem(told(item), number) for number, item in steps))
    else:
        yield bullets(map(told, section.items))


def ledger_table(section: NoteSection, caption: str) -> GridBlock:
    """Themes × sides; what both sides do together stands across."""
    sides = section.columns
    width = len(sides)
    head = (
        GridCell((line(section.row_heading),)),
        *(GridCell((line(side.text),), side=side.side) for side in sides),
    )
    rows = []
    for row in section.rows:
        suite = soft(" (suite)") if row.follows else ""
        cells = [GridCell((line(row.label, suite),))]
        for cell in row.cells:
            above = [line(strong(cell.label))] if cell.label else []
            lines = (*above, *map(told, cell.items))
            cells.append(GridCell(lines, span=width if cell.across else 1))
        rows.append(GridRow(tuple(cells)))
    shares = (3, *(8 // width for _side in sides))
    return GridBlock(caption, GridRow(head), tuple(rows), shares)


def source_anchor(number: int) -> str:
    return f"source_{number}"
