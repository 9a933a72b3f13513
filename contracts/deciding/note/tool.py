"""The note of a tool: what it is for, for whom, how long, its steps, its conditions, its files."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.deciding.note.values import (
    NoteItem,
    NoteSection,
    NoteShape,
    facts,
    marks,
    texts,
    told,
)
from contracts.pages.parts.facts import FactLine
from contracts.pages.tool import PURPOSE, ResourceDetail, ToolContext
from contracts.values.vocabulary import Section


def sections(fiche: ToolContext) -> Iterator[NoteSection]:
    yield from told(fiche.purpose) or [NoteSection(PURPOSE[0].label, "")]
    yield NoteSection(
        "Pour qui, combien de temps",
        "pour-qui" if fiche.use or fiche.public else "",
        (*facts(fiche.use), *texts(fiche.public)),
    )
    yield NoteSection(
        "Mode d’emploi",
        "mode-d-emploi" if fiche.guide else "",
        texts(fiche.guide),
        shape=NoteShape.STEPS,
    )
    conditions = [one for one in fiche.experience if one.code == Section.CONDITION]
    yield from told(conditions) or [NoteSection(Section.CONDITION.label, "")]
    yield NoteSection(
        "Documents et liens",
        "documents" if fiche.resources else "",
        tuple(_resource(fiche, one) for one in fiche.resources),
    )


def key_facts(fiche: ToolContext) -> list[FactLine]:
    return list(fiche.brief)


def _resource(fiche: ToolContext, resource: ResourceDetail) -> NoteItem:
    details = resource.format, resource.publisher
    return NoteItem(
        resource.label,
        marks(resource.marks),
        details=tuple(filter(None, details)),
        address=fiche.request.build_absolute_uri(resource.address),
    )
