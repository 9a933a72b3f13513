"""What a session left: what was said there, what was asked, and the materials.

A draft may hold half of a row: the rules of publication ask for the rest.
"""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model_string
from wagtail.models import Page

from contracts.models.rows.ordered import Ordered
from contracts.training.values.vocabulary import NoteKind


class ReturnNote(Ordered):
    """One thing that was said or asked. The organiser's return is its own source."""

    page = ParentalKey(
        "training.TrainingSessionPage", on_delete=models.CASCADE, related_name="return_notes"
    )
    kind = models.CharField("nature", max_length=12, choices=NoteKind.choices)
    text = models.TextField("texte", max_length=1200)
    answer = models.TextField(
        "réponse donnée",
        max_length=1200,
        blank=True,
        help_text="Pour une question seulement, si une réponse a été donnée.",
    )
    fiche = models.ForeignKey(
        Page,
        models.SET_NULL,
        verbose_name="fiche concernée",
        null=True,
        blank=True,
        related_name="return_notes_about",
        help_text="Contrat, expérience ou outil dont il était question : sa page le dira.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "élément du retour"
        verbose_name_plural = "retour de session"

    def __str__(self) -> str:
        return self.text[:60]


class Material(Ordered):
    """Slides, a note, a recording: a document of the site or an address elsewhere."""

    page = ParentalKey(
        "training.TrainingSessionPage", on_delete=models.CASCADE, related_name="materials"
    )
    title = models.CharField("intitulé", max_length=200)
    document = models.ForeignKey(
        get_document_model_string(),
        models.PROTECT,
        verbose_name="document",
        null=True,
        blank=True,
        related_name="+",
    )
    url = models.URLField("adresse", blank=True)
    rights = models.CharField(
        "autrice, auteur et droits",
        max_length=200,
        blank=True,
        help_text="La licence du site ne vaut pas pour les documents de tiers.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "support"
        verbose_name_plural = "supports"

    def __str__(self) -> str:
        return self.title
