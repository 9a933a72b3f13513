"""What a comparison holds, as plain values: the page, the PDF and the spreadsheets show these cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from django.utils.html import format_html

from contracts.models.rows.fact import FactGroup
from contracts.pages.giving.matrix import NO_COMMITMENT
from contracts.pages.parts.citations import Citations
from contracts.pages.parts.facts import FactLine, fact_lines
from contracts.pages.parts.texts import Cited, MilestoneDetail
from contracts.values.recorded_count import NOT_KNOWN
from contracts.values.vocabulary import Attribute

DIVERGENT, RETAINED = "sources divergentes", "valeur retenue"
NO_REMARK = "aucune précision"
# How rows of which no fiche tells anything are told together, by what their cells say.
_TOLD_TOGETHER = {
    NOT_KNOWN: "Rien n’est renseigné, dans aucune de ces fiches, sur\u00a0: {}.",
    NO_COMMITMENT: "Aucune de ces fiches ne recense d’engagement pour\u00a0: {}.",
    NO_REMARK: "Aucune de ces fiches n’a de précision sur ses engagements.",
}
_TOLD_BY_ONE = "Seule la fiche « {} » en dit quelque chose\u00a0: {}."
LETTERS = "ABCD"
# Letters of a cell that are read at once on a page, and of what is left when it is worth folding.
_READ_AT_ONCE = 200
_WORTH_FOLDING = 120


@dataclass(frozen=True)
class ComparedItem:
    """A text with its sources; `label` stands before it, with the sign of `side`, and `details`
    after it."""

    told: Cited
    label: str = ""
    side: str = ""
    details: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        label = f"{self.label}\u00a0: " if self.label else ""
        details = f" ({' ; '.join(self.details)})" if self.details else ""
        return f"{label}{self.told.plain}{details}"

    @property
    def cited(self) -> str:
        """With the numbers of its sources: « Du bois [1] [3, p. 12] »."""
        return " ".join([self.plain, *(f"[{mark.words}]" for mark in self.told.marks)])


@dataclass(frozen=True)
class ComparedCell:
    """What one fiche tells; without any item, `absent` says so: a cell is never blank."""

    items: tuple[ComparedItem, ...] = ()
    absent: str = NOT_KNOWN

    @property
    def said(self) -> tuple[str, ...]:
        """What is compared: the same words from other sources are no difference."""
        return tuple(item.plain for item in self.items) or (self.absent,)

    @property
    def text(self) -> str:
        return "\n".join(item.cited for item in self.items) or self.absent

    @property
    def read_at_once(self) -> tuple[ComparedItem, ...]:
        return self.items[: self.fitting(_READ_AT_ONCE)]

    @property
    def folded(self) -> tuple[ComparedItem, ...]:
        """What a page shows when it is asked to."""
        return self.items[self.fitting(_READ_AT_ONCE) :]

    def fitting(self, letters: int) -> int:
        """How many items are read within so many letters."""
        return fitting((item.plain for item in self.items), letters)


@dataclass(frozen=True)
class ComparedRow:
    """What each fiche tells of one thing, in the order of the columns."""

    heading: str
    cells: tuple[ComparedCell, ...]
    side: str = ""

    @property
    def differs(self) -> bool:
        return len({cell.said for cell in self.cells}) > 1

    @property
    def is_told(self) -> bool:
        return any(cell.items for cell in self.cells)

    @property
    def tellers(self) -> tuple[int, ...]:
        """The columns that tell something."""
        return tuple(rank for rank, cell in enumerate(self.cells) if cell.items)

    @property
    def silence(self) -> str:
        """What every cell says in the place of a text, when it tells nothing; empty otherwise. That no
        commitment at all is known is told as any other row."""
        said = {cell.absent for cell in self.cells}
        absent = said.pop()
        if self.is_told or said or absent not in _TOLD_TOGETHER:
            return ""
        return "" if absent == NO_COMMITMENT and not self.side else absent


@dataclass(frozen=True)
class ShownCell:
    """A cell of the column of this `rank`, that stands beside so many rows; its `letter` is told
    where the cells of its row do not stand side by side on a phone."""

    rank: int
    cell: ComparedCell
    rows: int = 1
    letter: str = ""

    @property
    def attributes(self) -> str:
        letter = format_html(' data-letter="{}"', self.letter) if self.letter else ""
        rows = format_html(' rowspan="{}"', self.rows) if self.rows > 1 else ""
        return format_html("{}{}", letter, rows)


@dataclass(frozen=True)
class ShownRow:
    row: ComparedRow
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class ComparedGroup:
    """`name` is its heading, in short, where it stands beside that of a row; a theme of « Qui donne
    quoi » has such a `short` one."""

    heading: str
    rows: tuple[ComparedRow, ...]
    short: str = ""

    @property
    def name(self) -> str:
        return self.short or self.heading

    @property
    def told(self) -> ComparedGroup:
        return replace(self, rows=tuple(row for row in self.rows if not row.silence))

    @property
    def shown(self) -> Iterator[ShownRow]:
        """Its rows as a page shows them: a fiche without any commitment in a theme says so once,
        beside all the rows of the theme."""
        for rank, row in enumerate(self.rows):
            cells = []
            for column, cell in enumerate(row.cells):
                without = self._is_without_commitment(column)
                if rank == 0 or not without:
                    cells.append(ShownCell(column, cell, len(self.rows) if without else 1))
            if len(cells) < len(row.cells) or not all(one.cell.items for one in cells):
                cells = [replace(one, letter=LETTERS[one.rank]) for one in cells]
            yield ShownRow(row, tuple(cells))

    def _is_without_commitment(self, column: int) -> bool:
        said = [row.cells[column] for row in self.rows]
        return all(not cell.items and cell.absent == NO_COMMITMENT for cell in said)

    def silent(self, absent: str) -> Iterator[str]:
        """The rows that say nothing but this, by their names, or the whole group by its own."""
        yield from self._named([row for row in self.rows if row.silence == absent])

    def told_by(self, column: int) -> Iterator[str]:
        """The rows of which this column alone tells something, or the whole group; none of a theme:
        that one gives where the other does not is the difference that is looked for."""
        if not self.short:
            yield from self._named([row for row in self.rows if row.tellers == (column,)])

    def _named(self, rows: Sequence[ComparedRow]) -> Iterator[str]:
        if len(rows) == len(self.rows) > 1:
            yield self.name
            return
        yield from (
            f"{row.heading} ({self.name})" if row.side or self.short else row.heading
            for row in rows
        )

    @property
    def told_by_several(self) -> ComparedGroup:
        """Its rows of which several columns tell something, and all those of a theme."""
        if self.short:
            return self
        return replace(self, rows=tuple(row for row in self.rows if len(row.tellers) > 1))

    @property
    def differing(self) -> ComparedGroup:
        return replace(self, rows=tuple(row for row in self.rows if row.differs))


@dataclass(frozen=True)
class FoldedComparison:
    """What is read: the rows of which a fiche at least tells something, and a sentence for those of
    which none does."""

    groups: tuple[ComparedGroup, ...]
    silences: tuple[str, ...]

    @classmethod
    def of(cls, groups: Iterable[ComparedGroup]) -> FoldedComparison:
        groups = tuple(groups)
        silences = []
        for absent, sentence in _TOLD_TOGETHER.items():
            names = dict.fromkeys(name for group in groups for name in group.silent(absent))
            if names:
                silences.append(sentence.format(" ; ".join(names)))
        told = (group.told for group in groups)
        return cls(tuple(group for group in told if group.rows), tuple(silences))

    def without_what_one_tells(self, titles: Iterable[str]) -> FoldedComparison:
        """What several fiches tell otherwise, and what each gives; what else one alone tells is named,
        in a sentence for each fiche. `titles` are those of the columns."""
        silences = list(self.silences)
        for column, title in enumerate(titles):
            names = dict.fromkeys(name for group in self.groups for name in group.told_by(column))
            if names:
                silences.append(_TOLD_BY_ONE.format(title, " ; ".join(names)))
        kept = (group.told_by_several for group in self.groups)
        return FoldedComparison(tuple(group for group in kept if group.rows), tuple(silences))


def fitting(told: Iterable[str], letters: int) -> int:
    """How many texts are read within so many letters: one at least when there is one, and all of
    them when what is left is short."""
    ends = list(accumulate(map(len, told)))
    if not ends:
        return 0
    first = max(1, sum(end <= letters for end in ends))
    return first if ends[-1] - ends[first - 1] >= _WORTH_FOLDING else len(ends)


def text(shown: str, label: str = "") -> tuple[ComparedItem, ...]:
    """A text that rests on no source of its own, or nothing."""
    return (ComparedItem(Cited(shown), label),) if shown else ()


def texts(told: Iterable[Cited], label: str = "") -> tuple[ComparedItem, ...]:
    return tuple(ComparedItem(one, label) for one in told)


def line_items(line: FactLine, label: str = "") -> Iterator[ComparedItem]:
    """The values of a fact, one by one: those of sources that disagree say so, each with its own."""
    for value in line.values:
        details = list(value.notes)
        if line.divergent:
            details.append(f"{DIVERGENT}, {RETAINED}" if value.retained else DIVERGENT)
        yield ComparedItem(Cited(value.shown, value.marks), label, details=tuple(details))


def fact_rows(
    facts: Iterable[list[FactGroup]], order: Iterable[Attribute], citations: Citations
) -> Iterator[ComparedRow]:
    """A row for each thing that a fiche at least knows, in this order. `facts` are those of each
    fiche; what is measured otherwise than the row says is told in the cell."""
    facts = list(facts)
    first = list(order)
    known = {group.attribute for groups in facts for group in groups}
    for attribute in [*first, *(one for one in Attribute if one not in first)]:
        if attribute in known:
            yield ComparedRow(
                attribute.label,
                tuple(
                    ComparedCell(tuple(_facts(groups, attribute, citations))) for groups in facts
                ),
            )


def milestone_items(milestones: Iterable[MilestoneDetail]) -> tuple[ComparedItem, ...]:
    return tuple(
        ComparedItem(
            Cited(one.text, one.marks),
            label=str(one.date) if one.date else "date non renseignée",
            details=() if one.done else (one.state_label.lower(),),
        )
        for one in milestones
    )


def _facts(
    groups: Iterable[FactGroup], attribute: Attribute, citations: Citations
) -> Iterator[ComparedItem]:
    for line in fact_lines((group for group in groups if group.attribute == attribute), citations):
        heading = line.heading.removeprefix(f"{attribute.label} – ")
        yield from line_items(line, "" if heading == attribute.label else heading)
