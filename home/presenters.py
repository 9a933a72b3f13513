"""The page that explains: its body with numbered sources, and the publisher's identity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.pages.fiche import FicheContext, TocEntry
from contracts.pages.parts.breadcrumbs import Step
from contracts.pages.parts.citations import Marks
from contracts.pages.parts.facts import fact_lines
from contracts.rules.listed import listed
from home.models import EditorialPage

_UNDER_HOME = 3  # the depth of the pages just below the home page


@dataclass(frozen=True)
class BlockDetail:
    """A block of the body, shown by the same template as in a preview of the block."""

    template: str
    value: Any
    marks: Marks = ()
    anchor: str = ""


@dataclass(frozen=True)
class PageBelow:
    """A page that stands below this one in the tree, and leads back to it."""

    title: str
    url: str
    gist: str


class EditorialContext(FicheContext):
    page: EditorialPage

    def build(self) -> None:
        self.below = tuple(self._below())
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
        if self.below:
            yield TocEntry("pages", "Dans cette partie")

    def steps(self) -> Iterator[Step]:
        if self.page.depth and self.page.depth > _UNDER_HOME:
            above = self.page.get_ancestors().filter(depth__gte=_UNDER_HOME).order_by("path")
            for page in above:
                yield Step(page.title, page.get_url(self.request))

    def _below(self) -> Iterator[PageBelow]:
        """Those that anyone may read, in the order that editors gave them."""
        if not self.page.numchild:
            return
        for page in listed(EditorialPage.objects.child_of(self.page)).order_by("path"):
            yield PageBelow(page.title, page.get_url(self.request), page.gist)

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
