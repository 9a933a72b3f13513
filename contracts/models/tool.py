"""A tool or a method that helps a cooperation at one of its stages."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.documents import get_document_model_string

from contracts.models import panels
from contracts.models.base import FichePage
from contracts.models.images.picture import Pictured
from contracts.models.rows.ordered import Ordered
from contracts.models.rows.panels import RowsPanel, SeldomPanel
from contracts.models.source import Source, Sourced
from contracts.rules.guide import Part
from contracts.rules.publication import Fault
from contracts.rules.ruled import Ruled
from contracts.rules.tool import TOOL_POINTS, resource_faults, tool_faults
from contracts.values.choice_list import ChoiceListField
from contracts.values.vocabulary import Audience, Level, Section, Stage, ToolKind

# The kinds of fiches that may have used an indicator.
USERS = ("ContractPage", "CaseStudyPage")


class ToolPage(FichePage, Pictured):  # type: ignore[misc]
    template = "contracts/tool_page.html"
    shown_with = (*FichePage.shown_with, "picture", "duration_source")
    parent_page_types = ["contracts.ToolIndexPage"]
    subpage_types: list[str] = []
    sections = (
        Section.SCOPE,
        Section.CONTEXT,
        Section.OBJECTIVE,
        Section.AUDIENCE,
        Section.MEANS,
        Section.CONDITION,
        Section.OBSTACLE,
        Section.RESULT,
    )

    # Its form has no calendar.
    points = (*FichePage.points[:2], *TOOL_POINTS, *FichePage.points[2:4])

    kind = models.CharField("nature", max_length=16, choices=ToolKind.choices)
    audiences = ChoiceListField(
        "pour qui", choices_class=Audience, help_text="Les publics à qui l’outil sert."
    )
    stages = ChoiceListField(
        "à quelles étapes", choices_class=Stage, help_text="Les étapes où l’outil sert."
    )
    duration = models.CharField(
        "durée d’usage", max_length=80, blank=True, help_text="Exemple : une demi-journée."
    )
    duration_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name="source de la durée",
        null=True,
        blank=True,
        related_name="+",
    )
    level = models.CharField("niveau", max_length=16, choices=Level.choices, blank=True)
    publisher = models.CharField("auteur ou éditeur", max_length=200, blank=True)
    version = models.CharField("version", max_length=80, blank=True)
    tool_licence = models.CharField("licence de l’outil", max_length=120, blank=True)

    content_panels = [
        panels.TITLE,
        panels.gist(FieldPanel("kind")),
        MultiFieldPanel(
            [
                FieldPanel("audiences"),
                FieldPanel("stages"),
                FieldRowPanel([FieldPanel("duration"), FieldPanel("duration_source")]),
                FieldPanel("level"),
            ],
            heading="Pour qui, quand, combien de temps",
        ),
        RowsPanel(
            "steps",
            heading="Mode d’emploi",
            label="étape",
            attrs={"data-rows": "text source"},
            panels=[FieldPanel("text"), *panels.sourced_row()],
        ),
        RowsPanel(
            "indicators",
            heading="Indicateurs",
            label="indicateur",
            attrs={"data-rows": "name unit definition source"},
            help_text="Ce que l’outil donne à mesurer. Laissez vide ce que la source ne dit pas.",
            panels=[
                FieldPanel("name"),
                FieldPanel("definition"),
                FieldRowPanel([FieldPanel("unit"), FieldPanel("theme")]),
                FieldRowPanel([FieldPanel("data"), FieldPanel("data_source")]),
                FieldRowPanel([FieldPanel("source"), FieldPanel("locator")]),
                SeldomPanel(
                    [
                        FieldPanel("second_source"),
                        FieldPanel("used_by"),
                        FieldRowPanel(
                            [
                                PageChooserPanel(
                                    "used_in", [f"contracts.{kind}" for kind in USERS]
                                ),
                                FieldPanel("used_source"),
                            ]
                        ),
                    ]
                ),
            ],
        ),
        RowsPanel(
            "resources",
            heading="Documents et liens",
            label="document ou lien",
            attrs={"data-rows": "label source document"},
            panels=[
                FieldPanel("label"),
                FieldRowPanel([FieldPanel("source"), FieldPanel("document")]),
            ],
        ),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("version"), FieldPanel("tool_licence")]),
        panels.FACTS,
        panels.STATEMENTS,
        panels.PICTURE,
        panels.LINKS,
    ]

    class Meta:
        verbose_name = "outil"
        verbose_name_plural = "outils"

    def parts(self) -> list[Part]:
        sections = {statement.section for statement in self.statements.all()}
        return [
            Part("pour qui", "audiences", bool(self.audiences)),
            Part("à quelles étapes", "stages", bool(self.stages)),
            Part("ce que disent les sources", "statements", bool(sections)),
            Part("le mode d’emploi", "steps", bool(self.steps.all())),
            Part("les documents et liens", "resources", bool(self.resources.all())),
            Part("l’auteur ou l’éditeur", "publisher", bool(self.publisher)),
        ]

    def publication_faults(self) -> list[Fault]:
        return [*super().publication_faults(), *tool_faults(self)]

    @property
    def audience_labels(self) -> list[str]:
        return [Audience(code).label for code in self.audiences if code in Audience.values]

    @property
    def stage_labels(self) -> list[str]:
        return [Stage(code).label for code in self.stages if code in Stage.values]


class ToolStep(Sourced, Ordered):
    page = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField("étape", max_length=600)

    class Meta(Ordered.Meta):
        verbose_name = "étape du mode d’emploi"
        verbose_name_plural = "mode d’emploi"

    def __str__(self) -> str:
        return self.text[:60]


class ToolResource(Ruled, Ordered):
    """A file of ours, or the document that a source leads to."""

    page = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="resources")
    label = models.CharField("intitulé", max_length=200)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(
        get_document_model_string(),
        models.PROTECT,
        verbose_name="document",
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta(Ordered.Meta):
        verbose_name = "document ou lien"
        verbose_name_plural = "documents et liens"

    def __str__(self) -> str:
        return self.label

    @property
    def address(self) -> str:
        if self.document:
            return self.document.url
        return self.source.url if self.source else ""

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from resource_faults(self)
