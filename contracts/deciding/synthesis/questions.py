"""What a fiche leaves open, found by rules from what its page shows: nothing is asked that it tells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from contracts.pages.case_study import CaseStudyContext
from contracts.pages.contract import ContractContext
from contracts.pages.fiche import FicheContext
from contracts.pages.parts.facts import FactLine
from contracts.pages.tool import ToolContext
from contracts.values.recorded_count import NOT_KNOWN
from contracts.values.vocabulary import Side

_NO_GAIN = f" y gagne : {NOT_KNOWN}."


def open_questions(fiche: FicheContext) -> tuple[str, ...]:
    """Each once, in the order of the page."""
    asked = chain(_of_contract(fiche), _unknown(fiche), _divergences(fiche))
    return tuple(dict.fromkeys(asked))


def _of_contract(fiche: FicheContext) -> Iterator[str]:
    if not isinstance(fiche, ContractContext):
        return
    for theme in fiche.matrix.themes:
        if theme.one_way:
            yield f"{theme.label} : {theme.reading}."
    asked = [
        question
        for side in (Side.CITY, Side.COUNTRYSIDE)
        if any(party.side == side for party in fiche.parties)
        for question in fiche.questions_of(side)
    ]
    gains = [one for one in asked if one.endswith(_NO_GAIN)]
    if len(gains) > 1 and not fiche.gains:
        yield f"Ce que chaque partie{_NO_GAIN}"
        asked = [one for one in asked if one not in gains]
    yield from asked
    if fiche.outcome.searched:
        yield fiche.outcome.searched
    for line in fiche.brief:
        if not line.values:
            yield f"{line.heading} : {NOT_KNOWN}."


def _unknown(fiche: FicheContext) -> Iterator[str]:
    for what in fiche.unknown:
        yield f"{what[0].upper()}{what[1:]} : {NOT_KNOWN}."


def _divergences(fiche: FicheContext) -> Iterator[str]:
    for line in _facts(fiche):
        if line.divergent:
            told = " ; ".join(value.shown for value in (*line.first, *line.others))
            yield f"{line.heading} : sources divergentes ({told})."


def _facts(fiche: FicheContext) -> Iterator[FactLine]:
    yield from fiche.brief
    if isinstance(fiche, CaseStudyContext):
        yield from (*fiche.figures, *fiche.amounts)
    if isinstance(fiche, ToolContext):
        yield from fiche.use
    yield from (*fiche.flows, *fiche.other_facts)
