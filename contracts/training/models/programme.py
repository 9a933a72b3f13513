"""What a session is made of: its dates, reasons, publics, programme, practical notes, partners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Page

from contracts.models.rows.ordered import Ordered
from contracts.models.source import Sourced
from contracts.rules.publication import Fault
from contracts.rules.ruled import Ruled
from contracts.training.rules.session_return import ENDS_BEFORE, date_faults
from contracts.values.vocabulary import Audience


class SessionDate(Ruled, Ordered):
    """A half-day or a day; the hours may be unknown."""

    page = ParentalKey(
        "training.TrainingSessionPage", on_delete=models.CASCADE, related_name="dates"
    )
    day = models.DateField("jour")
    starts_at = models.TimeField("de", null=True, blank=True)
    ends_at = models.TimeField("à", null=True, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = "date"
        verbose_name_plural = "dates"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True)
                | models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="a_session_ends_after_it_starts",
                violation_error_message=ENDS_BEFORE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}" if self.day else ""

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from date_faults(self)

    def begins_at(self, zone: dt.tzinfo) -> dt.datetime:
        """The instant in this zone; when the hour is unknown, the beginning of the day."""
        return dt.datetime.combine(self.day, self.starts_at or dt.time.min, zone)

    def ends_by(self, zone: dt.tzinfo) -> dt.datetime:
        """The instant in this zone; when the hour is unknown, the end of the day."""
        if self.ends_at is not None:
            return dt.datetime.combine(self.day, self.ends_at, zone)
        return dt.datetime.combine(self.day + dt.timedelta(days=1), dt.time.min, zone)

    @property
    def sort_key(self) -> tuple[Any, ...]:
        return (self.day, self.starts_at is not None, self.starts_at)


class Why(Sourced, Ordered):
    page = ParentalKey("training.TrainingSessionPage", on_delete=models.CASCADE, related_name="why")
    text = models.TextField("pourquoi cette session", max_length=1200)

    class Meta(Ordered.Meta):
        verbose_name = "raison"
        verbose_name_plural = "pourquoi cette session"

    def __str__(self) -> str:
        return self.text[:60]


class SessionAudience(Ordered):
    page = ParentalKey(
        "training.TrainingSessionPage", on_delete=models.CASCADE, related_name="audiences"
    )
    public = models.CharField("public", max_length=12, choices=Audience.choices)
    text = models.TextField("précision", max_length=400, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = "public"
        verbose_name_plural = "publics"

    def __str__(self) -> str:
        return self.get_public_display()


class ProgrammeItem(Ordered, ClusterableModel):
    class Kind(models.TextChoices):
        TALK = "presentation", "Présentation"
        TESTIMONY = "temoignage", "Témoignage"
        PANORAMA = "panorama", "Panorama"
        DEBATE = "debat", "Réflexion collective"

    page = ParentalKey(
        "training.TrainingSessionPage", on_delete=models.CASCADE, related_name="programme"
    )
    title = models.CharField("intitulé", max_length=300)
    text = models.TextField("précision", max_length=800, blank=True)
    kind = models.CharField("nature", max_length=16, choices=Kind.choices, blank=True)
    remote = models.BooleanField("par visioconférence", default=False)

    class Meta(Ordered.Meta):
        verbose_name = "point du programme"
        verbose_name_plural = "programme"

    def __str__(self) -> str:
        return self.title[:80]


class PresentedFiche(Ordered):
    """A contract, an experience or a tool that a point of the programme presents."""

    item = ParentalKey(ProgrammeItem, on_delete=models.CASCADE, related_name="presented")
    fiche = models.ForeignKey(
        Page, models.CASCADE, verbose_name="fiche présentée", related_name="presented_in"
    )

    class Meta(Ordered.Meta):
        verbose_name = "fiche présentée"
        verbose_name_plural = "fiches présentées"
        constraints = [
            models.UniqueConstraint(fields=["item", "fiche"], name="an_item_presents_a_fiche_once")
        ]

    def __str__(self) -> str:
        return str(self.fiche)


class Speaker(Ordered):
    item = ParentalKey(ProgrammeItem, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField("nom", max_length=120)
    role = models.CharField("fonction", max_length=200, blank=True)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    tentative = models.BooleanField("sous réserve", default=False)

    class Meta(Ordered.Meta):
        verbose_name = "intervenante ou intervenant"
        verbose_name_plural = "intervenantes et intervenants"

    def __str__(self) -> str:
        return self.name


class Practical(Sourced, Ordered):
    page = ParentalKey(
        "training.TrainingSessionPage", on_delete=models.CASCADE, related_name="practical"
    )
    text = models.TextField("information pratique", max_length=600)

    class Meta(Ordered.Meta):
        verbose_name = "information pratique"
        verbose_name_plural = "en pratique"

    def __str__(self) -> str:
        return self.text[:60]


class Partner(Sourced, Ordered):
    page = ParentalKey(
        "training.TrainingSessionPage", on_delete=models.CASCADE, related_name="partners"
    )
    name = models.CharField("partenaire", max_length=200)

    class Meta(Ordered.Meta):
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"

    def __str__(self) -> str:
        return self.name
