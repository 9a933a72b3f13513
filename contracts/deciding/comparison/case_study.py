"""Experiences side by side: where and when, what was done, facts, means, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.deciding.comparison.values import (
    Cell,
    Item,
    Row,
    RowGroup,
    fact_rows,
    milestone_items,
    text,
    texts,
)
from contracts.models import CaseStudyPage
from contracts.pages.case_study import SETTING, STORY
from contracts.pages.parts.texts import HELPED, Cited, Texts
from contracts.values.vocabulary import Section


class ComparedCaseStudy:
    """One experience, read once."""

    def __init__(self, page: CaseStudyPage, asked: Texts) -> None:
        self.page = page
        self._texts = asked
        self.told = dict(page.statements_by_section())

    def gist(self) -> Cell:
        told = self._texts.prose(self.page.gist, self.page)
        return Cell(texts([told]) if told else ())

    def places(self) -> Cell:
        return Cell(tuple(Item(Cited(place.name)) for place in self.page.territories))

    def themes(self) -> Cell:
        return Cell(tuple(Item(Cited(theme.label)) for theme in self.page.themes.all()))

    def section(self, section: Section) -> Cell:
        return Cell(texts(self._texts.cited(row) for row in self.told.get(section, ())))

    def milestones(self) -> Cell:
        return Cell(milestone_items(self._texts.milestones(self.page.milestones.all())))


def groups(pages: Sequence[CaseStudyPage], asked: Texts) -> Iterator[RowGroup]:
    fiches = [ComparedCaseStudy(page, asked) for page in pages]

    def told(*sections: Section) -> Iterator[Row]:
        for section in sections:
            heading = HELPED.get(section, section.label)
            yield Row(heading, tuple(one.section(section) for one in fiches))

    yield RowGroup(
        "En bref",
        (
            Row("En une phrase", tuple(one.gist() for one in fiches)),
            Row("Lieux", tuple(one.places() for one in fiches)),
            Row("Période", tuple(Cell(text(one.page.period)) for one in fiches)),
            Row("Échelle", tuple(Cell(text(one.page.get_scale_display())) for one in fiches)),
            Row("Étape", tuple(Cell(text(one.page.get_stage_display())) for one in fiches)),
            Row("Thèmes", tuple(one.themes() for one in fiches)),
        ),
    )
    yield RowGroup("Ce qui a été fait, et pourquoi", tuple(told(*STORY)))
    facts = [one.page.fact_groups() for one in fiches]
    yield RowGroup("Faits", tuple(fact_rows(facts, SETTING, asked.citations)))
    yield RowGroup(
        "Gouvernance, coûts et moyens",
        tuple(told(Section.GOVERNANCE, Section.COST, Section.MEANS)),
    )
    yield RowGroup("Calendrier", (Row("Étapes", tuple(one.milestones() for one in fiches)),))
    yield RowGroup(
        "Ce qu’il en est advenu",
        tuple(told(Section.RESULT, *HELPED, Section.TRANSFER)),
    )
    yield RowGroup("Contexte", tuple(told(Section.CONTEXT)))
