"""The page of an experience: what came of it, then why, how, at what cost, and how to do it too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch

from contracts import kinds
from contracts.models.case_study import CaseStudyPage, CaseStudyPlace
from contracts.models.contract import ContractPage
from contracts.models.rows.fact import FactGroup
from contracts.pages.fiche import FicheContext, TocEntry, fiche_relations
from contracts.pages.parts import structured_data
from contracts.pages.parts.facts import MOST_BRIEF, FactLine, Value, fact_lines
from contracts.pages.parts.texts import HELPED
from contracts.values.vocabulary import Attribute, Section

MOST_FIGURES = 6  # shown large; the others are folded further down
STORY = (Section.PROBLEM, Section.ACTION)
COSTS = (Section.COST, Section.MEANS)
# Numbers that say where and when rather than what came of it.
SETTING = (
    Attribute.START,
    Attribute.END,
    Attribute.DURATION,
    Attribute.POPULATION,
    Attribute.COMMUNES,
    Attribute.DISTANCE,
    Attribute.PARTIES,
)


class CaseStudyContext(FicheContext):
    page: CaseStudyPage

    def relations(self) -> Iterator[Prefetch]:
        return case_study_relations()

    def build(self) -> None:
        page, texts = self.page, self.texts
        told = dict(page.statements_by_section())
        groups = page.fact_groups()
        amounts = [group for group in groups if group.attribute == Attribute.AMOUNT]
        others = [group for group in groups if group.attribute != Attribute.AMOUNT]
        figures = [group for group in others if group.is_figure and group.attribute not in SETTING]
        figures = figures[:MOST_FIGURES]

        self.type_line = tuple(part for part in (self.kind.label, page.period) if part)
        self.territories = page.territories
        self.result = tuple(map(texts.cited, told.get(Section.RESULT, ())))
        self.story = texts.sections((one, told[one]) for one in STORY if one in told)
        self.figures = fact_lines(figures, self.citations)
        self.costs = tuple(texts.cited(row) for one in COSTS for row in told.get(one, ()))
        self.amounts = fact_lines(amounts, self.citations)
        self.helped = texts.helped(told)
        self.transfer = texts.sections(
            (one, told[one]) for one in (Section.TRANSFER,) if one in told
        )

        known = tuple(line for line in self._classification() if line.values)
        left = [group for group in others if group not in figures]
        left.sort(key=lambda group: group.attribute not in SETTING)
        self.brief = (*known, *fact_lines(left[: MOST_BRIEF - len(known)], self.citations))
        apart = {Section.RESULT, *STORY, *COSTS, *HELPED, Section.TRANSFER}
        self.folded = texts.sections(
            (section, rows) for section, rows in told.items() if section not in apart
        )
        self.milestones = texts.milestones(page.milestones.all())
        self.other_facts = fact_lines(left[MOST_BRIEF - len(known) :], self.citations)
        self.unknown = tuple(self._unknown(set(told), groups))

    def headings(self) -> Iterator[TocEntry]:
        if self.result:
            yield TocEntry("resultats", "Résultats")
        for section in self.story:
            yield TocEntry(section.anchor, section.heading)
        if self.figures:
            yield TocEntry("chiffres", "En chiffres")
        if self.costs or self.amounts:
            yield TocEntry("couts", "Coûts et moyens")
        if self.helped:
            yield TocEntry("aide-et-freins", self.helped.heading)
        for section in self.transfer:
            yield TocEntry(section.anchor, section.heading)
        yield from super().headings()

    def related_to(self) -> Iterator[tuple[int, str]]:
        if self.page.contract_id:
            yield self.page.contract_id, "Contrat lié"
        for tool in self.page.tools.all():
            yield tool.pk, "Outil utilisé"

    def places(self) -> Iterator[structured_data.Thing]:
        for territory in self.territories:
            url = self.request.build_absolute_uri(territory.get_absolute_url())
            yield structured_data.place(territory.name, url=url)

    def _classification(self) -> Iterator[FactLine]:
        page = self.page
        yield FactLine(
            "Lieux" if len(self.territories) > 1 else "Lieu",
            tuple(Value(place.name, url=place.get_absolute_url()) for place in self.territories),
            several=True,
        )
        yield FactLine("Période", _one(page.period))
        yield FactLine("Échelle", _one(page.get_scale_display()))
        yield FactLine("Étape de la coopération", _one(page.get_stage_display()))
        if contract := self.public_pages.get(page.contract_id or 0):
            yield FactLine("Contrat", (Value(contract.title, url=contract.url),))
        elif not any(document.kind == kinds.of(ContractPage).code for document in self.linked):
            yield FactLine("Contrat", (Value("aucun contrat de la base"),))

    def _unknown(self, told: set[Section], groups: Iterable[FactGroup]) -> Iterator[str]:
        """What a reader looks for in an experience and this one does not tell."""
        attributes = {group.attribute for group in groups}
        for is_known, what in (
            (Section.RESULT in told, "résultats"),
            (self.territories, "lieu"),
            (self.page.period or attributes & {Attribute.START, Attribute.END}, "période"),
            (told & {Section.PROBLEM, Section.CONTEXT}, "problème de départ"),
            (Section.ACTION in told, "ce qui a été fait"),
            (told & {*COSTS} or Attribute.AMOUNT in attributes, "coûts et moyens"),
            (Section.OBSTACLE in told, "ce qui a coincé"),
            (Section.CONDITION in told, "ce qui a aidé"),
            (Section.TRANSFER in told, "comment transposer"),
        ):
            if not is_known:
                yield what


def case_study_relations() -> Iterator[Prefetch]:
    yield from fiche_relations()
    yield Prefetch("places", CaseStudyPlace.objects.select_related("territory"))


def _one(text: str) -> tuple[Value, ...]:
    return (Value(text),) if text else ()
