"""The page that explains: its body with numbered sources, and the publisher's identity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.pages.fiche import FicheView, TocEntry
from contracts.pages.parts.breadcrumbs import Step
from contracts.pages.parts.citations import Marks
from home.models import EditorialPage


@dataclass(frozen=True)
class BlockView:
    """A block of the body, shown by the same template as in a preview of the block."""

    template: str
    value: Any
    marks: Marks = ()
    anchor: str = ""


class EditorialView(FicheView):
    page: EditorialPage

    def build(self) -> None:
        self.blocks = tuple(self._blocks())
        self.key_facts = self.fact_lines(self.page.fact_groups())
        self.sections = self.section_views()
        self.milestones = self.milestone_views()

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

    def _blocks(self) -> Iterator[BlockView]:
        for number, block in enumerate(self.page.body, start=1):
            marks: Marks = ()
            value = block.value
            if block.block_type == "sourced_paragraph":
                marks = self.citations.cite(value["source"], value["second_source"])
                value = {**value, "text": self.terms.linked(value["text"])}
            yield BlockView(
                template=block.block.meta.template,
                value=value,
                marks=marks,
                anchor=f"partie-{number}" if block.block_type == "heading" else "",
            )
