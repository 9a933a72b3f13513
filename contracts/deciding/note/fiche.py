"""The note of a fiche: what its page reads, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.deciding.note import case_study, contract, tool
from contracts.deciding.note.values import (
    FICHE_WORDS,
    NoteItem,
    NoteSection,
    NoteSheet,
    facts,
    marks,
)
from contracts.models import CaseStudyPage, ContractPage, ToolPage
from contracts.pages.fiche import FicheContext
from contracts.pages.parts.facts import FactLine
from contracts.values.recorded_count import NOT_KNOWN

_KEY_FACTS = 3


@dataclass(frozen=True)
class _Kind:
    """How the fiches of a kind are told: their sections, what is known of them in a few words,
    and who or where they are about."""

    sections: Callable[[Any], Iterator[NoteSection]]
    key_facts: Callable[[Any], list[FactLine]]
    about: Callable[[Any], Iterator[NoteItem]] = lambda _fiche: iter(())


_KINDS: Mapping[type, _Kind] = {
    ContractPage: _Kind(contract.sections, contract.key_facts, contract.parties),
    CaseStudyPage: _Kind(case_study.sections, case_study.key_facts, case_study.places),
    ToolPage: _Kind(tool.sections, tool.key_facts),
}


def has_note(model: type) -> bool:
    return model in _KINDS


def fiche_sheet(fiche: FicheContext, most_facts: int = _KEY_FACTS) -> NoteSheet:
    """Raises KeyError for a page of a kind that has no note."""
    kind = _KINDS[type(fiche.page)]
    gist = fiche.gist
    return NoteSheet(
        type_line=fiche.type_line,
        title=fiche.title,
        url=fiche.url,
        gist=(
            NoteItem(gist.plain, marks(gist.marks)) if gist else NoteItem(NOT_KNOWN, absent=True)
        ),
        facts=facts(kind.key_facts(fiche)[:most_facts]),
        sections=tuple(kind.sections(fiche)),
        references=fiche.references,
        updated=fiche.colophon.updated,
        licence=fiche.colophon.licence,
        words=FICHE_WORDS,
        about=tuple(kind.about(fiche)),
        map=getattr(fiche, "map", None),
        elsewhere=tuple(section.heading for section in fiche.folded),
    )
