"""What a tool gives to measure: its definition and unit, where the data are, who used it."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from contracts.models.rows.ordered import Ordered
from contracts.models.source import Source, Sourced
from contracts.models.theme import Theme
from contracts.rules.tool import indicator_anchor


class Indicator(Sourced, Ordered):
    page = ParentalKey("contracts.ToolPage", on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(
        "nom",
        max_length=160,
        help_text="Ce qui est mesuré. Exemple : Part des actifs qui travaillent hors du territoire.",
    )
    definition = models.TextField(
        "définition",
        max_length=600,
        blank=True,
        help_text="Avec vos mots : ce que l’on compte, et à quoi on le rapporte.",
    )
    unit = models.CharField(
        "unité", max_length=80, blank=True, help_text="Celle de la source. Exemple : %, hectares."
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, verbose_name="thème", null=True, blank=True, related_name="+"
    )
    data = models.CharField(
        "où sont les données",
        max_length=200,
        blank=True,
        help_text="Le jeu de données ou le document. Exemple : Insee, recensement de la population.",
    )
    data_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name="adresse des données",
        null=True,
        blank=True,
        related_name="+",
        help_text="La source dont l’adresse mène aux données.",
    )
    used_by = models.CharField(
        "qui s’en est servi",
        max_length=200,
        blank=True,
        help_text="Seulement si une source le dit. Exemple : l’agence d’urbanisme de Brest.",
    )
    used_in = models.ForeignKey(
        Page,
        models.SET_NULL,
        verbose_name="dans quel contrat ou quelle expérience",
        null=True,
        blank=True,
        related_name="+",
        help_text="La fiche de la base, s’il y en a une.",
    )
    used_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name="source de cet usage",
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta(Ordered.Meta):
        verbose_name = "indicateur"
        verbose_name_plural = "indicateurs"

    def __str__(self) -> str:
        return self.name[:80]

    @property
    def anchor(self) -> str:
        return indicator_anchor(self.name)
