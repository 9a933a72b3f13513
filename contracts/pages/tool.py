"""The page of a tool: its purpose, for whom, how long, its steps, indicators and documents,
who uses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet

from contracts.models.rows.indicator import Indicator
from contracts.models.tool import ToolPage, ToolResource, ToolStep
from contracts.pages.fiche import FicheContext, TocEntry, fiche_relations
from contracts.pages.parts import structured_data
from contracts.pages.parts.citations import SOURCED, Marks
from contracts.pages.parts.facts import MOST_BRIEF, FactLine, Value, fact_lines
from contracts.pages.parts.indicators import SHOWN, indicator_details
from contracts.pages.parts.related import RelatedGroup
from contracts.values.vocabulary import LinkType, Section, ToolKind

# What a reader is told before opening it, since it is no page.
_FORMATS = frozenset(
    [
        "csv",
        "doc",
        "docx",
        "epub",
        "odp",
        "ods",
        "odt",
        "pdf",
        "ppt",
        "pptx",
        "rtf",
        "xls",
        "xlsx",
        "zip",
    ]
)

PURPOSE = (Section.OBJECTIVE, Section.SCOPE)
# What those who used it tell.
EXPERIENCE = (Section.RESULT, Section.CONDITION, Section.OBSTACLE)


@dataclass(frozen=True)
class ResourceDetail:
    """A document to open. `format` is said with its label: format and size of a file of ours, the
    format that an address elsewhere ends with, or nothing."""

    label: str
    address: str
    format: str
    is_ours: bool
    publisher: str
    marks: Marks


class ToolContext(FicheContext):
    page: ToolPage

    @property
    def structured_kind(self) -> str:
        return "Dataset" if self.page.kind == ToolKind.DATA else "CreativeWork"

    def relations(self) -> Iterator[Prefetch]:
        return tool_relations()

    def build(self) -> None:
        page, texts = self.page, self.texts
        told = dict(page.statements_by_section())
        groups = page.fact_groups()

        self.type_line = (self.kind.label, page.get_kind_display())
        self.purpose = texts.sections((one, told[one]) for one in PURPOSE if one in told)
        use = (
            FactLine("Pour qui", _each(page.audience_labels), several=True),
            self._duration(),
            FactLine("À quelle étape", _each(page.stage_labels), several=True),
            FactLine("Niveau", _each([page.get_level_display()])),
        )
        self.use = tuple(line for line in use if line.values)
        self.public = tuple(map(texts.cited, told.get(Section.AUDIENCE, ())))
        self.guide = tuple(texts.cited(step) for step in page.steps.all())
        self.indicators = indicator_details(
            page.indicators.all(), self.public_pages, self.citations, texts.terms.linked
        )
        self.resources = tuple(self._resources())
        self.experience = texts.sections((one, told[one]) for one in EXPERIENCE if one in told)

        identity = (
            FactLine("Nature", _each([page.get_kind_display()])),
            FactLine("Auteur ou éditeur", _each([page.publisher])),
            FactLine("Version", _each([page.version])),
            FactLine("Licence de l’outil", _each([page.tool_licence])),
        )
        known = tuple(line for line in identity if line.values)
        self.brief = (*known, *fact_lines(groups[: MOST_BRIEF - len(known)], self.citations))
        apart = {*PURPOSE, *EXPERIENCE, Section.AUDIENCE}
        self.folded = texts.sections(
            (section, rows) for section, rows in told.items() if section not in apart
        )
        self.milestones = texts.milestones(page.milestones.all())
        self.other_facts = fact_lines(groups[MOST_BRIEF - len(known) :], self.citations)
        self.unknown = tuple(self._unknown())

    def headings(self) -> Iterator[TocEntry]:
        for section in self.purpose:
            yield TocEntry(section.anchor, section.heading)
        if self.use or self.public:
            yield TocEntry("pour-qui", "Pour qui, combien de temps")
        if self.guide:
            yield TocEntry("mode-d-emploi", "Mode d’emploi")
        if self.indicators:
            yield TocEntry("indicateurs", "Indicateurs")
        if self.resources:
            yield TocEntry("documents", "Documents et liens")
        if self.used_by:
            yield TocEntry("utilise-par", "Qui s’en sert")
        for section in self.experience:
            yield TocEntry(section.anchor, section.heading)
        yield from super().headings()

    @classmethod
    def named_by(cls, page: Any) -> tuple[tuple[QuerySet, str], ...]:
        experiences = page.case_studies.values_list("pk", flat=True)
        return ((experiences, LinkType.USES.reverse_label),)

    def other_pages(self) -> Iterator[int]:
        for indicator in self.page.indicators.all():
            if indicator.used_in_id:
                yield indicator.used_in_id

    @property
    def indicator_users(self) -> bool:
        """Whether some source tells who used one of the indicators."""
        return any(one.is_used for one in self.indicators)

    def other_than_told(self, groups: tuple[RelatedGroup, ...]) -> tuple[RelatedGroup, ...]:
        """Those who use the tool stand in its body, the other pages at its end."""
        used = LinkType.USES.reverse_label
        self.used_by = tuple(
            other for group in groups for other in group.pages if other.relation == used
        )
        others = (
            RelatedGroup(
                group.heading, tuple(other for other in group.pages if other.relation != used)
            )
            for group in groups
        )
        return tuple(group for group in others if group.pages)

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

    def _unknown(self) -> Iterator[str]:
        page = self.page
        for is_known, what in (
            (page.audience_labels or self.public, "pour qui"),
            (page.duration, "durée d’usage"),
            (page.stage_labels, "à quelle étape"),
            (self.guide, "mode d’emploi"),
            (self.resources, "documents"),
            (page.publisher, "auteur ou éditeur"),
            (page.tool_licence, "licence de l’outil"),
        ):
            if not is_known:
                yield what

    def _resources(self) -> Iterator[ResourceDetail]:
        for resource in self.page.resources.all():
            document = resource.document
            yield ResourceDetail(
                label=resource.label,
                address=resource.address,
                format=_weight(document) if document else _format(resource.address),
                is_ours=bool(document),
                publisher=resource.source.publisher if resource.source else "",
                marks=self.citations.cite(resource.source),
            )


def tool_relations() -> Iterator[Prefetch]:
    yield from fiche_relations()
    yield Prefetch("steps", ToolStep.objects.select_related(*SOURCED))
    yield Prefetch("indicators", Indicator.objects.select_related(*SHOWN))
    yield Prefetch("resources", ToolResource.objects.select_related("source", "document"))


def _each(labels: list[str]) -> tuple[Value, ...]:
    return tuple(Value(label) for label in labels if label)


def _format(address: str) -> str:
    """« PDF », when the address ends so; nothing of a page."""
    extension = PurePosixPath(urlsplit(address).path).suffix.removeprefix(".").lower()
    return extension.upper() if extension in _FORMATS else ""


def _weight(document: Any) -> str:
    """« PDF, 210 ko »."""
    size = document.get_file_size() or 0
    shown = f"{size / 1_000_000:.1f} Mo".replace(".", ",") if size >= 1_000_000 else ""
    return f"{document.file_extension.upper()}, {shown or f'{max(1, round(size / 1000))} ko'}"
