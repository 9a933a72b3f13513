"""The page that explains: its body with numbered sources, and the publisher's identity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.pages.fiche import FicheContext, TocEntry
from contracts.pages.parts.breadcrumbs import Step
from contracts.pages.parts.citations import Marks
from contracts.pages.parts.facts import fact_lines
from home.models import EditorialPage


@dataclass(frozen=True)
class BlockDetail:
    """A block of the body, shown by the same template as in a preview of the block."""

    template: str
    value: Any
    marks: Marks = ()
    anchor: str = ""


class EditorialContext(FicheContext):
    page: EditorialPage

    def build(self) -> None:
        self.blocks = tuple(self._blocks())
        self.key_facts = fact_lines(self.page.fact_groups(), self.citations)
        self.sections = self.texts.sections(self.page.statements_by_section())
        self.milestones = self.texts.milestones(self.page.milestones.all())

    def headings(self) -> Iterator[TocEntry]:
        for block in self.blocks:
            if block.anchor:
                yield TocEntry(block.anchor, str(block.value))
        if self.key_facts:
            yield TocEntry("chiffres", "Les chiffres et les dates")
        yield from super().headings()

    def steps(self) -> Iterator[Step]:
        if self.page.depth and self.page.depth > 3:  # below another editorial page
            parent = self.page.get_parent()
            yield Step(parent.title, parent.get_url(self.request))

    def _blocks(self) -> Iterator[BlockDetail]:
        for number, block in enumerate(self.page.body, start=1):
            marks: Marks = ()
            value = block.value
            if block.block_type == "sourced_paragraph":
                marks = self.citations.cite(value["source"], value["second_source"])
                value = {**value, "text": self.terms.linked(value["text"])}
            yield BlockDetail(
                template=block.block.meta.template,
                value=value,
                marks=marks,
                anchor=f"partie-{number}" if block.block_type == "heading" else "",
            )
