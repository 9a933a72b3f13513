"""The pages that explain: their bodies with numbered sources, and the answers to questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from contracts.pages.fiche import FicheContext, TocEntry
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import Step
from contracts.pages.parts.citations import Marks
from contracts.pages.parts.facts import fact_lines
from contracts.rules.listed import listed
from home.models import EditorialPage, QuestionPage
from home.questions import QuestionPart
from home.site_pages import chosen

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
    heading: str


@dataclass(frozen=True)
class Below:
    """Pages that stand below this one, under one heading."""

    heading: str
    pages: tuple[PageBelow, ...]


@dataclass(frozen=True)
class Place:
    """A page of the site to read next."""

    title: str
    url: str
    gist: str


class ExplainingContext(FicheContext):
    """A page of the part of the tree that explains: it leads back to the pages above it."""

    def steps(self) -> Iterator[Step]:
        if self.page.depth and self.page.depth > _UNDER_HOME:
            above = self.page.get_ancestors().filter(depth__gte=_UNDER_HOME).order_by("path")
            for page in above:
                yield Step(page.title, page.get_url(self.request))

    def blocks_of(self, body: Any) -> Iterator[BlockDetail]:
        for number, block in enumerate(body, start=1):
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


class EditorialContext(ExplainingContext):
    page: EditorialPage

    def build(self) -> None:
        self.below = tuple(
            Below(heading, tuple(pages))
            for heading, pages in groupby(self._below(), key=attrgetter("heading"))
        )
        self.blocks = tuple(self.blocks_of(self.page.body))
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

    def _below(self) -> Iterator[PageBelow]:
        """Those that anyone may read: pages in the order that editors gave them, then questions."""
        if not self.page.numchild:
            return
        for page in listed(EditorialPage.objects.child_of(self.page)).order_by("path"):
            yield PageBelow(page.title, page.get_url(self.request), page.gist, "Dans cette partie")
        order = QuestionPart.values
        questions = listed(QuestionPage.objects.child_of(self.page)).order_by("position", "path")
        for page in sorted(questions, key=lambda question: order.index(question.part)):
            heading = page.get_part_display()
            yield PageBelow(page.title, page.get_url(self.request), page.gist, heading)


class QuestionContext(ExplainingContext):
    page: QuestionPage

    @property
    def structured_kind(self) -> str:
        return "FAQPage"

    def build(self) -> None:
        self.blocks = tuple(self.blocks_of(self.page.body))
        self.limit = self.page.unknown
        self.next_pages = tuple(
            Place(place.title, place.url(self.request), place.gist)
            for place in chosen(self.page.site_pages)
        )
        self.milestones = self.texts.milestones(self.page.milestones.all())

    def headings(self) -> Iterator[TocEntry]:
        return iter(())

    def structured_things(self) -> Iterator[Any]:
        page, trail = super().structured_things()
        answer = " ".join(self.page.answer_texts())
        yield {**page, "mainEntity": [structured_data.question(self.title, answer)]}
        yield trail
