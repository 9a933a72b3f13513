"""An experience: what a territory did and what came of it, told so that another can do it."""

from __future__ import annotations

from django.db import models
from django.forms import CheckboxSelectMultiple
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel

from contracts.models import panels
from contracts.models.base import FichePage
from contracts.models.contract import ContractPage
from contracts.models.images.picture import Pictured
from contracts.models.rows.ordered import Ordered
from contracts.models.territory import Territory
from contracts.models.tool import ToolPage
from contracts.rules.case_study import CASE_STUDY_POINTS, case_study_faults
from contracts.rules.guide import Part
from contracts.rules.publication import Fault
from contracts.values.dates import periods
from contracts.values.dates.partial_date import PartialDateField
from contracts.values.vocabulary import Scale, Section, Stage


class CaseStudyPage(FichePage, Pictured):  # type: ignore[misc]
    template = "contracts/case_study_page.html"
    shown_with = (*FichePage.shown_with, "picture")
    parent_page_types = ["contracts.CaseStudyIndexPage"]
    subpage_types: list[str] = []
    sections = (
        Section.CONTEXT,
        Section.PROBLEM,
        Section.ACTION,
        Section.RESULT,
        Section.COST,
        Section.MEANS,
        Section.GOVERNANCE,
        Section.OBSTACLE,
        Section.CONDITION,
        Section.TRANSFER,
    )

    points = (*FichePage.points[:2], *CASE_STUDY_POINTS, *FichePage.points[2:])

    scale = models.CharField("échelle", max_length=20, choices=Scale.choices, blank=True)
    start = PartialDateField("début")
    end = PartialDateField("fin")
    stage = models.CharField("étape", max_length=4, choices=Stage.choices, blank=True)
    contract = models.ForeignKey(
        ContractPage,
        models.SET_NULL,
        verbose_name="contrat",
        null=True,
        blank=True,
        related_name="case_studies",
        help_text="Le contrat dont cette expérience est née, s’il y en a un.",
    )
    tools = ParentalManyToManyField(
        ToolPage, verbose_name="outils utilisés", blank=True, related_name="case_studies"
    )

    content_panels = [
        panels.TITLE,
        panels.gist(),
        MultiFieldPanel(
            [
                MultipleChooserPanel(
                    "places", chooser_field_name="territory", heading="Lieux", label="lieu"
                ),
                FieldRowPanel([FieldPanel("scale"), FieldPanel("stage")]),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            ],
            heading="Où et quand",
        ),
        panels.FACTS_AND_FLOWS,
        panels.STATEMENTS,
        panels.MILESTONES,
        MultiFieldPanel(
            [FieldPanel("contract"), FieldPanel("tools", widget=CheckboxSelectMultiple)],
            heading="Contrat et outils",
        ),
        panels.PICTURE,
        panels.LINKS,
    ]

    class Meta:
        verbose_name = "expérience"
        verbose_name_plural = "expériences"

    def parts(self) -> list[Part]:
        sections = {statement.section for statement in self.statements.all()}
        return [
            Part("le début", "start", bool(self.start)),
            Part(
                "le problème ou le contexte",
                "statements",
                bool(sections & {Section.PROBLEM, Section.CONTEXT}),
            ),
            Part("l’action", "statements", Section.ACTION in sections),
            Part(
                "un chiffre ou un résultat",
                "facts",
                bool(self.facts.all()) or Section.RESULT in sections,
            ),
            Part(
                "le coût ou les moyens",
                "statements",
                bool(sections & {Section.COST, Section.MEANS}),
            ),
            Part("un obstacle", "statements", Section.OBSTACLE in sections),
            Part("une condition", "statements", Section.CONDITION in sections),
            Part("ce qui se transpose", "statements", Section.TRANSFER in sections),
        ]

    def publication_faults(self) -> list[Fault]:
        return [*super().publication_faults(), *case_study_faults(self)]

    @property
    def period(self) -> str:
        return periods.in_words(self.start, self.end)

    @property
    def territories(self) -> list[Territory]:
        """Where it takes place, in the order of its places."""
        return [place.territory for place in self.places.all()]


class CaseStudyPlace(Ordered):
    """A territory where the experience takes place."""

    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="places")
    territory = models.ForeignKey(
        Territory, models.PROTECT, verbose_name="territoire", related_name="case_study_places"
    )

    class Meta(Ordered.Meta):
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        constraints = [
            models.UniqueConstraint(fields=["page", "territory"], name="a_place_is_named_once")
        ]

    def __str__(self) -> str:
        return str(self.territory)
