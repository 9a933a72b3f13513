"""A contract or convention between a city and its countryside."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from contracts.models import panels
from contracts.models.base import FichePage
from contracts.models.images.picture import Pictured
from contracts.models.rows.ordered import Ordered
from contracts.models.rows.panels import RowsPanel
from contracts.models.source import Source, Sourced
from contracts.models.territory import Territory
from contracts.rules.contract import CONTRACT_POINTS, contract_faults
from contracts.rules.guide import Part
from contracts.rules.publication import Fault
from contracts.values.balance import Balance, Flow, balance_of, flows_of
from contracts.values.dates.partial_date import PartialDateField
from contracts.values.vocabulary import Attribute, ContractStatus, Form, Section, Side, Stage


class ContractPage(FichePage, Pictured):  # type: ignore[misc]
    template = "contracts/contract_page.html"
    shown_with = (*FichePage.shown_with, "picture", "status_source")
    parent_page_types = ["contracts.ContractIndexPage"]
    subpage_types: list[str] = []
    sections = (
        Section.CONTEXT,
        Section.OBJECTIVE,
        Section.GOVERNANCE,
        Section.MEANS,
        Section.EVALUATION,
        Section.RESULT,
        Section.CONDITION,
        Section.OBSTACLE,
    )

    points = (*FichePage.points[:2], *CONTRACT_POINTS, *FichePage.points[2:])

    form = models.CharField("forme", max_length=4, choices=Form.choices, blank=True)
    status = models.CharField(
        "statut",
        max_length=16,
        choices=ContractStatus.choices,
        default=ContractStatus.UNKNOWN,
        help_text="« Signé » demande une date de signature et une source, dans « Faits et chiffres ».",
    )
    status_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name="source du statut",
        null=True,
        blank=True,
        related_name="+",
    )
    status_note = models.CharField("précision sur le statut", max_length=300, blank=True)
    stage = models.CharField("étape atteinte", max_length=4, choices=Stage.choices, blank=True)
    outcome_searched_on = models.DateField(
        "bilan cherché le",
        null=True,
        blank=True,
        help_text="Le dernier jour où quelqu’un a cherché ce qu’il en est advenu, sans rien trouver. "
        "Vide : la page dit que le bilan n’est pas renseigné.",
    )
    outcome_search_note = models.CharField(
        "ce qui a été cherché",
        max_length=300,
        blank=True,
        help_text="Exemple : une évaluation publiée, un renouvellement, un avenant.",
    )
    signature_date = PartialDateField(
        "date de signature",
        editable=False,
        help_text="Déduite du fait « Date de signature » retenu.",
    )

    content_panels = [
        panels.TITLE,
        panels.gist(FieldPanel("form")),
        RowsPanel(
            "parties",
            heading="Les parties, dans l’ordre",
            label="partie",
            attrs={"data-rows": "territory side gain source"},
            panels=[
                FieldRowPanel([FieldPanel("territory"), FieldPanel("side"), FieldPanel("signs")]),
                FieldPanel("gain"),
                *panels.sourced_row(FieldPanel("role")),
            ],
        ),
        panels.COMMITMENTS,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("stage")]),
                FieldPanel("status_source"),
                FieldPanel("status_note"),
                FieldRowPanel(
                    [FieldPanel("outcome_searched_on"), FieldPanel("outcome_search_note")]
                ),
            ],
            heading="Où en est-on ?",
        ),
        panels.MILESTONES,
        panels.FACTS_AND_FLOWS,
        panels.STATEMENTS,
        panels.PICTURE,
        panels.LINKS,
    ]

    class Meta:
        verbose_name = "contrat"
        verbose_name_plural = "contrats"

    def derive(self) -> None:
        super().derive()
        retained = self.retained_fact(Attribute.SIGNATURE_DATE)
        self.signature_date = retained.facts[0].date_value if retained else None

    def parts(self) -> list[Part]:
        parties = self.parties.all()
        sections = {statement.section for statement in self.statements.all()}
        return [
            Part("le statut", "status", self.status != ContractStatus.UNKNOWN),
            Part("des engagements", "commitments", bool(self.commitments.all())),
            Part(
                "ce que chaque partie y gagne",
                "parties",
                bool(parties) and all(party.gain for party in parties),
            ),
            Part("le calendrier", "milestones", bool(self.milestones.all())),
            Part(
                "le contexte ou l’objectif",
                "statements",
                bool(sections & {Section.CONTEXT, Section.OBJECTIVE}),
            ),
            Part(
                "la gouvernance ou les moyens",
                "statements",
                bool(sections & {Section.GOVERNANCE, Section.MEANS}),
            ),
            Part(
                "l’évaluation ou le résultat",
                "statements",
                bool(sections & {Section.EVALUATION, Section.RESULT}),
            ),
            Part(
                "une condition ou un obstacle",
                "statements",
                bool(sections & {Section.CONDITION, Section.OBSTACLE}),
            ),
        ]

    def publication_faults(self) -> list[Fault]:
        return [*super().publication_faults(), *contract_faults(self)]

    @cached_property
    def sides(self) -> dict[int, str]:
        """The side of each party, by the pk of its territory."""
        return {party.territory_id: party.side for party in self.parties.all()}

    @cached_property
    def balance(self) -> Balance:
        return balance_of(self.commitments.all(), self.sides)

    @cached_property
    def flows(self) -> list[Flow]:
        return flows_of(self.commitments.all(), self.sides)


class Party(Sourced, Ordered):
    """A territory that takes part, in the order of the contract. The source is that of the gain."""

    contract = ParentalKey(ContractPage, on_delete=models.CASCADE, related_name="parties")
    territory = models.ForeignKey(
        Territory, models.PROTECT, verbose_name="territoire", related_name="parties"
    )
    side = models.CharField("côté", max_length=10, choices=Side.choices)
    signs = models.BooleanField(
        "signataire",
        null=True,
        blank=True,
        help_text="Laissez « inconnu » si aucune source ne le dit.",
    )
    role = models.CharField(
        "rôle", max_length=200, blank=True, help_text="Exemple : animation, appui financier."
    )
    gain = models.TextField(
        "ce que chacun y gagne",
        max_length=500,
        blank=True,
        help_text="100 à 500 caractères, d’après une source. Vide si aucune ne le dit.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "partie"
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return str(self.territory) if self.territory_id else "partie"
