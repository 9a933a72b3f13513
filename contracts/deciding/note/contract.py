"""The note of a contract: who gives what, what each side gains, what came of it, what snagged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from contracts.deciding.note.values import (
    NoteCell,
    NoteItem,
    NoteRow,
    NoteSection,
    NoteShape,
    labelled,
    marks,
    texts,
)
from contracts.pages.contract import STAGE, STATUS, ContractContext, Gain
from contracts.pages.giving.ledger import Cell, Entry
from contracts.pages.parts.facts import FactLine
from contracts.pages.parts.texts import HELPED
from contracts.values.balance import NEITHER
from contracts.values.recorded_count import NOT_KNOWN
from contracts.values.vocabulary import Section

# A row is never cut: what one side gives in one theme goes on in another row.
_MOST_IN_A_CELL = 3
_SILENCE = NoteItem(NOT_KNOWN, absent=True)
IN_EXCHANGE = "En échange de : "
_NO_OUTCOME = f"Bilan public : {NOT_KNOWN}"


def sections(fiche: ContractContext) -> Iterator[NoteSection]:
    yield _ledger(fiche)
    yield NoteSection(
        "Ce que chacun y gagne", "gains", tuple(_gains(fiche)), shape=NoteShape.PAIRED
    )
    yield NoteSection(
        "Ce qu’il en est advenu",
        "advenu",
        tuple(_outcome(fiche)),
        absent=fiche.outcome.searched or _NO_OUTCOME,
    )
    snagged = [one for one in fiche.helped.sections if one.code == Section.OBSTACLE]
    yield NoteSection(
        HELPED[Section.OBSTACLE],
        "aide-et-freins" if fiche.helped else "",
        texts(item for section in snagged for item in section.items),
    )


def key_facts(fiche: ContractContext) -> list[FactLine]:
    """Those that its type does not tell."""
    return [line for line in fiche.brief if line.heading not in {STATUS, STAGE}]


def parties(fiche: ContractContext) -> Iterator[NoteItem]:
    for party in fiche.parties:
        yield NoteItem(party.name, side=party.side, details=party.notes)


def _ledger(fiche: ContractContext) -> NoteSection:
    ledger = fiche.ledger
    sides = tuple(side for side, _heading in ledger.gives)
    rows = tuple(
        row for theme in ledger.rows for row in ledger_rows(theme.label, theme.cells, sides)
    )
    remarks = [*ledger.remarks, *(f"{told}." for _side, told in ledger.silent)]
    return NoteSection(
        "Qui donne quoi ?",
        "qui-donne-quoi",
        rows=rows,
        shape=NoteShape.LEDGER if rows else NoteShape.TEXTS,
        remark=" ".join(remarks),
        absent=NEITHER,
        columns=tuple(NoteItem(heading, side=side) for side, heading in ledger.gives),
    )


def ledger_rows(label: str, given: Sequence[Cell], sides: Sequence[str]) -> Iterator[NoteRow]:
    """Two sides stand side by side; what several parties of one side give stands across, as what
    all do together, and says from whom to whom."""
    entries = {cell.side: cell.entries for cell in given}
    columns = [_parts(entries.get(side, ())) for side in sides]
    alone = len(sides) == 1
    found = [
        tuple(NoteCell(part or (_SILENCE,), across=alone) for part in row)
        for row in zip_longest(*columns, fillvalue=())
    ]
    found += [
        (NoteCell(part, across=True, label=cell.heading),)
        for cell in given
        if cell.side not in sides
        for part in _parts(cell.entries)
    ]
    for rank, cells in enumerate(found):
        yield NoteRow(label, rank > 0, cells)


def _parts(entries: Sequence[Entry]) -> list[tuple[NoteItem, ...]]:
    starts = range(0, len(entries), _MOST_IN_A_CELL)
    return [tuple(map(_entry, entries[start : start + _MOST_IN_A_CELL])) for start in starts]


def _entry(entry: Entry) -> NoteItem:
    details = list(entry.details)
    if entry.counterparts:
        others = " ; ".join(other.object for other in entry.counterparts)
        details.append(f"{IN_EXCHANGE}{others}")
    return NoteItem(entry.object, marks(entry.marks), details=tuple(details))


def _gains(fiche: ContractContext) -> Iterator[NoteItem]:
    for gain in fiche.gains:
        yield _gain(gain)
    for name in fiche.without_gain:
        yield NoteItem(NOT_KNOWN, label=name, absent=True)


def _gain(gain: Gain) -> NoteItem:
    return NoteItem(gain.told.plain, marks(gain.told.marks), gain.name, gain.side)


def _outcome(fiche: ContractContext) -> Iterator[NoteItem]:
    outcome = fiche.outcome
    if outcome.note:
        yield from texts([outcome.note])
    if outcome.progress:
        yield NoteItem(f"{outcome.progress}.", label=outcome.progress_label)
    yield from labelled(outcome.sections)
    if not outcome.sections and (outcome.note or outcome.progress):
        yield NoteItem(outcome.searched or _NO_OUTCOME, absent=not outcome.searched)
