"""What each side of a contract gives, in one line: for who reads a dossier at a session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contracts.deciding.comparison.values import fitting
from contracts.deciding.note.values import NoteItem, NoteSection
from contracts.pages.giving.ledger import NO_COMMITMENT_SAID

_ONLY_CITED = "cité par les sources, sans parler d’engagement"


def given_by_side(sections: Iterable[NoteSection]) -> dict[str, tuple[NoteItem, ...]]:
    """What the ledger of a fiche holds, by who gives it: « La ville donne », « Ensemble »."""
    found: dict[str, tuple[NoteItem, ...]] = {}
    for section in sections:
        for row in section.rows:
            for rank, cell in enumerate(row.cells):
                giver = cell.label or section.columns[rank].text
                given = tuple(item for item in cell.items if not item.absent)
                found[giver] = (*found.get(giver, ()), *given)
    return {giver: given for giver, given in found.items() if given}


def are_only_cited(sections: Iterable[NoteSection]) -> bool:
    """Whether no source calls any of it a commitment."""
    return any(one.rows and one.remark.startswith(NO_COMMITMENT_SAID) for one in sections)


def in_one_line(giver: str, given: tuple[NoteItem, ...], letters: int) -> NoteItem:
    """The first of them, within so many letters; the others are counted."""
    shown = given[: fitting((one.text for one in given), letters)]
    left = len(given) - len(shown)
    others = [f"et {left} autre{'s' if left > 1 else ''}"] if left else []
    marks = dict.fromkeys(mark for one in shown for mark in one.marks)
    words = " ; ".join([*(one.text for one in shown), *others])
    return NoteItem(words, tuple(marks), giver)


def in_short(sections: Iterable[NoteSection], letters: int) -> Iterator[NoteItem]:
    """A line for each side; that sources speak of no commitment is never left out."""
    sections = tuple(sections)
    details = (_ONLY_CITED,) if are_only_cited(sections) else ()
    for giver, given in given_by_side(sections).items():
        yield replace(in_one_line(giver, given, letters), details=details)
