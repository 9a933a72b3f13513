"""A comparison as a table of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.deciding.comparison.values import ComparedCell, ComparedRow
from contracts.deciding.documents.blocks import GridBlock, GridCell, GridRow
from contracts.deciding.documents.writing import line, told
from contracts.deciding.note.values import NoteItem, marks

_CAPTION = "Les fiches côte à côte"
_HEADS = 11  # of a column of 20: « La campagne donne » stands on one line


@dataclass(frozen=True)
class SetSideBySide:
    """One row: what each fiche tells of one thing, never nothing."""

    heading: str
    cells: tuple[tuple[NoteItem, ...], ...]
    side: str = ""

    @classmethod
    def of(cls, row: ComparedRow, letters: int | None, read_at: str) -> SetSideBySide:
        """In each cell, no more than so many letters: what is left is counted, and said to be
        `read_at`, « à l’adresse de cette page »."""
        cells = tuple(_items(cell, letters, read_at) for cell in row.cells)
        return cls(row.heading, cells, row.side)


def side_by_side(
    columns: Sequence[str], groups: Iterable[tuple[str, Iterable[SetSideBySide]]]
) -> GridBlock:
    """`columns` are the titles of the fiches, `groups` are (heading, rows)."""
    width = len(columns)
    head = GridRow(
        (GridCell((line("Rubrique"),)), *(GridCell((line(title),)) for title in columns))
    )
    rows = []
    for heading, group in groups:
        rows.append(GridRow((GridCell((line(heading),), span=width + 1),)))
        rows += [
            GridRow(
                (
                    GridCell((line(row.heading),), side=row.side),
                    *(GridCell(tuple(map(told, cell))) for cell in row.cells),
                )
            )
            for row in group
        ]
    return GridBlock(_CAPTION, head, tuple(rows), (_HEADS, *[20] * width))


def _items(cell: ComparedCell, letters: int | None, read_at: str) -> tuple[NoteItem, ...]:
    if not cell.items:
        return (NoteItem(cell.absent, absent=True),)
    first = len(cell.items) if letters is None else cell.fitting(letters)
    items = tuple(
        NoteItem(one.told.plain, marks(one.told.marks), one.label, one.side, one.details)
        for one in cell.items[:first]
    )
    left = len(cell.items) - first
    more = f"et {left} autre{'s' if left > 1 else ''}, {read_at}"
    return (*items, NoteItem(more, absent=True)) if left else items
