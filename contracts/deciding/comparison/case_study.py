"""Experiences side by side: where and when, what was done, facts, means, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.deciding.comparison.values import (
    ComparedCell,
    ComparedGroup,
    ComparedItem,
    ComparedRow,
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

    def gist(self) -> ComparedCell:
        told = self._texts.prose(self.page.gist, self.page)
        return ComparedCell(texts([told]) if told else ())

    def places(self) -> ComparedCell:
        return ComparedCell(
            tuple(ComparedItem(Cited(place.name)) for place in self.page.territories)
        )

    def themes(self) -> ComparedCell:
        return ComparedCell(
            tuple(ComparedItem(Cited(theme.label)) for theme in self.page.themes.all())
        )

    def section(self, section: Section) -> ComparedCell:
        return ComparedCell(texts(self._texts.cited(row) for row in self.told.get(section, ())))

    def milestones(self) -> ComparedCell:
        return ComparedCell(milestone_items(self._texts.milestones(self.page.milestones.all())))


def groups(pages: Sequence[CaseStudyPage], asked: Texts) -> Iterator[ComparedGroup]:
    fiches = [ComparedCaseStudy(page, asked) for page in pages]

    def told(*sections: Section) -> Iterator[ComparedRow]:
        for section in sections:
            heading = HELPED.get(section, section.label)
            yield ComparedRow(heading, tuple(one.section(section) for one in fiches))

    yield ComparedGroup(
        "En bref",
        (
            ComparedRow("En une phrase", tuple(one.gist() for one in fiches)),
            ComparedRow("Lieux", tuple(one.places() for one in fiches)),
            ComparedRow("Période", tuple(ComparedCell(text(one.page.period)) for one in fiches)),
            ComparedRow(
                "Échelle", tuple(ComparedCell(text(one.page.get_scale_display())) for one in fiches)
            ),
            ComparedRow(
                "Étape", tuple(ComparedCell(text(one.page.get_stage_display())) for one in fiches)
            ),
            ComparedRow("Thèmes", tuple(one.themes() for one in fiches)),
        ),
    )
    yield ComparedGroup("Ce qui a été fait, et pourquoi", tuple(told(*STORY)))
    facts = [one.page.fact_groups() for one in fiches]
    yield ComparedGroup("Faits", tuple(fact_rows(facts, SETTING, asked.citations)))
    yield ComparedGroup(
        "Gouvernance, coûts et moyens",
        tuple(told(Section.GOVERNANCE, Section.COST, Section.MEANS)),
    )
    yield ComparedGroup(
        "Calendrier", (ComparedRow("Étapes", tuple(one.milestones() for one in fiches)),)
    )
    yield ComparedGroup(
        "Ce qu’il en est advenu",
        tuple(told(Section.RESULT, *HELPED, Section.TRANSFER)),
    )
    yield ComparedGroup("Contexte", tuple(told(Section.CONTEXT)))
