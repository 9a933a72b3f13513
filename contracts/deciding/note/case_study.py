"""The note of an experience: why, how, what came of it, at what cost, how to do it too."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.deciding.note.values import NoteItem, NoteSection, facts, texts
from contracts.pages.case_study import STORY, CaseStudyContext
from contracts.pages.parts.facts import FactLine
from contracts.pages.parts.texts import HELPED
from contracts.values.vocabulary import Section


def sections(fiche: CaseStudyContext) -> Iterator[NoteSection]:
    told = {section.code: section for section in (*fiche.story, *fiche.transfer)}

    def of(section: Section) -> NoteSection:
        known = told.get(section)
        return NoteSection(
            section.label, known.anchor if known else "", texts(known.items) if known else ()
        )

    for section in STORY:
        yield of(section)
    yield NoteSection("Résultats", "resultats" if fiche.result else "", texts(fiche.result))
    yield NoteSection(
        "Coûts et moyens",
        "couts" if fiche.costs or fiche.amounts else "",
        (*texts(fiche.costs), *facts(fiche.amounts)),
    )
    snagged = [one for one in fiche.helped.sections if one.code == Section.OBSTACLE]
    yield NoteSection(
        HELPED[Section.OBSTACLE],
        "aide-et-freins" if snagged else "",
        texts(item for section in snagged for item in section.items),
    )
    yield of(Section.TRANSFER)


def key_facts(fiche: CaseStudyContext) -> list[FactLine]:
    """Its figures, then what its head does not tell."""
    others = [line for line in fiche.brief if not any(value.url for value in line.values)]
    return [*fiche.figures, *others]


def places(fiche: CaseStudyContext) -> Iterator[NoteItem]:
    for territory in fiche.territories:
        yield NoteItem(territory.name)
