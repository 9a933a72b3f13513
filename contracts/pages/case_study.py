"""The page of an experience: where, when, what figures, the contract and the tools."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch

from contracts.models.case_study import CaseStudyPage
from contracts.pages.fiche import FicheContext, TocEntry
from contracts.pages.parts import structured_data
from contracts.pages.parts.facts import FactLine, Value, fact_lines


class CaseStudyContext(FicheContext):
    page: CaseStudyPage

    def relations(self) -> Iterator[Prefetch]:
        yield from super().relations()
        yield Prefetch("places", self.page.places.model.objects.select_related("territory"))

    def build(self) -> None:
        self.territories = self.page.territories
        self.classification = tuple(self._classification())
        lines = fact_lines(self.page.fact_groups(), self.citations)
        self.figures = tuple(line for line in lines if line.is_figure)
        self.key_facts = tuple(line for line in lines if not line.is_figure)
        self.sections = self.texts.sections(self.page.statements_by_section())
        self.milestones = self.texts.milestones(self.page.milestones.all())

    def headings(self) -> Iterator[TocEntry]:
        if self.figures or self.key_facts:
            yield TocEntry("essentiel", "L’essentiel")
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
            "Lieux",
            tuple(Value(place.name, url=place.get_absolute_url()) for place in self.territories),
            several=True,
        )
        yield FactLine("Échelle", _one(page.get_scale_display()))
        yield FactLine("Période", _one(page.period))
        yield FactLine("Étape de la coopération", _one(page.get_stage_display()))


def _one(text: str) -> tuple[Value, ...]:
    return (Value(text),) if text else ()
