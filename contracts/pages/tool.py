"""The page of a tool: for whom, when, how long, its steps and documents, where it was used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from contracts.models.tool import ToolPage
from contracts.pages.fiche import FicheContext, TocEntry
from contracts.pages.parts import structured_data
from contracts.pages.parts.citations import SOURCED, Marks
from contracts.pages.parts.facts import FactLine, Value, fact_lines
from contracts.values.vocabulary import ToolKind


@dataclass(frozen=True)
class ResourceDetail:
    """A document to open. `weight` says the format and size of a file of ours."""

    label: str
    address: str
    weight: str
    publisher: str
    marks: Marks


class ToolContext(FicheContext):
    page: ToolPage

    @property
    def structured_kind(self) -> str:
        return "Dataset" if self.page.kind == ToolKind.DATA else "CreativeWork"

    def relations(self) -> Iterator[Prefetch]:
        yield from super().relations()
        yield Prefetch("steps", self.page.steps.model.objects.select_related(*SOURCED))
        resources = self.page.resources.model.objects.select_related("source", "document")
        yield Prefetch("resources", resources)

    def build(self) -> None:
        page = self.page
        self.use = (
            FactLine("Pour qui", _each(page.audience_labels), several=True),
            FactLine("À quelle étape", _each(page.stage_labels), several=True),
            self._duration(),
            FactLine("Niveau", _each([page.get_level_display()])),
        )
        self.identity = (
            FactLine("Auteur ou éditeur", _each([page.publisher])),
            FactLine("Version", _each([page.version])),
            FactLine("Licence de l’outil", _each([page.tool_licence])),
        )
        self.resources = tuple(self._resources())
        self.key_facts = fact_lines(page.fact_groups(), self.citations)
        self.sections = self.texts.sections(page.statements_by_section())
        self.guide = tuple(self.texts.cited(step) for step in page.steps.all())
        self.milestones = self.texts.milestones(page.milestones.all())

    def headings(self) -> Iterator[TocEntry]:
        if self.resources:
            yield TocEntry("documents", "Documents et liens")
        if self.key_facts:
            yield TocEntry("essentiel", "L’essentiel")
        for section in self.sections:
            yield TocEntry(section.anchor, section.heading)
        if self.guide:
            yield TocEntry("mode-d-emploi", "Mode d’emploi")
        if self.milestones:
            yield TocEntry("calendrier", "Calendrier")

    def related_to(self) -> Iterator[tuple[int, str]]:
        for pk in self.page.case_studies.values_list("pk", flat=True):
            yield pk, "Utilisé dans"

    def structured_things(self) -> Iterator[structured_data.Thing]:
        work, *others = super().structured_things()
        if self.page.publisher:
            work["publisher"] = {"@type": "Organization", "name": self.page.publisher}
        yield from (work, *others)

    def _duration(self) -> FactLine:
        page = self.page
        if not page.duration:
            return FactLine("Durée d’usage")
        value = Value(page.duration, marks=self.citations.cite(page.duration_source))
        return FactLine("Durée d’usage", (value,))

    def _resources(self) -> Iterator[ResourceDetail]:
        for resource in self.page.resources.all():
            document = resource.document
            yield ResourceDetail(
                label=resource.label,
                address=resource.address,
                weight=_weight(document) if document else "",
                publisher=resource.source.publisher if resource.source else "",
                marks=self.citations.cite(resource.source),
            )


def _each(labels: list[str]) -> tuple[Value, ...]:
    return tuple(Value(label) for label in labels if label)


def _weight(document: Any) -> str:
    """« PDF, 210 ko »."""
    size = document.get_file_size() or 0
    shown = f"{size / 1_000_000:.1f} Mo".replace(".", ",") if size >= 1_000_000 else ""
    return f"{document.file_extension.upper()}, {shown or f'{max(1, round(size / 1000))} ko'}"
