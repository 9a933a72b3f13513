"""A comparison as a PDF: the cells of its page, its balance, its sources, set across."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from contracts.deciding.comparison.context import ComparisonContext
from contracts.deciding.comparison.grid import SetSideBySide, side_by_side
from contracts.deciding.documents import pdf_file
from contracts.deciding.documents.blocks import Block, HeadingBlock, Line, Paper, set_in_french
from contracts.deciding.documents.sources import in_a_row, listed, source_blocks
from contracts.deciding.documents.writing import bullets, line, linked, soft, strong, text
from contracts.values.dates.french_calendar import french_date

# Letters: with them, the two contracts of which most is told stand on three sheets.
_LONGEST_CELL = 300
_READ_AT = "à l’adresse de cette page"


class ComparisonPaper:
    """What a comparison holds, the name of its file and the file."""

    def __init__(self, view: ComparisonContext) -> None:
        self._view = view
        self._about = view.about

    @property
    def digest(self) -> str:
        return pdf_file.digest(self.paper, self._day)

    @property
    def address(self) -> str:
        return self._about.address

    @property
    def file_name(self) -> str:
        return f"{self._about.file_name}.pdf"

    def pdf(self) -> bytes:
        """Raises PaperFailed."""
        return pdf_file.as_pdf(self.paper, self._day)

    @cached_property
    def paper(self) -> Paper:
        titles = [column.title for column in self._view.columns]
        blocks, sources = in_a_row(self._blocks(), map(listed, self._view.references))
        return set_in_french(
            Paper(
                type=self._view.title,
                title=" – ".join(titles),
                subject=", ".join(titles),
                lines=tuple(self._head()),
                blocks=(*blocks, *source_blocks(sources)),
                wide=True,
            )
        )

    @property
    def _day(self) -> dt.date:
        return self._about.made_on

    def _head(self) -> Iterator[Line]:
        yield line(
            *(f"{told} · " for told in self._about.filters),
            f"Fiches lues le {french_date(self._day)} · en ligne\u00a0: ",
            linked(self.address),
        )

    def _blocks(self) -> Iterator[Block]:
        view = self._view
        groups = (
            (
                group.heading,
                (SetSideBySide.of(row, _LONGEST_CELL, _READ_AT) for row in group.rows),
            )
            for group in view.folded.groups
        )
        yield side_by_side([column.title for column in view.columns], groups)
        yield from (text(soft(silence)) for silence in view.folded.silences)
        if view.matrix.lines:
            yield HeadingBlock(1, view.BALANCE)
            yield bullets(
                line(strong(one.label), f"\u00a0: {one.sentence}") for one in view.matrix.lines
            )
        yield text(soft(f"{self._about.publisher} · {self._about.licence}"))
