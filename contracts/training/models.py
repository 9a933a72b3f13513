"""The page of a training session, and its listing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
)
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable, Page

from contracts.admin import panels
from contracts.models.base import FichePage
from contracts.models.index import KindIndexPage
from contracts.models.source import Sourced
from contracts.models.territory import Territory, TerritoryGraph
from contracts.publication import Fault, unsourced
from contracts.training.presenters import SessionView
from contracts.vocabulary import Audience, Section


class TrainingSessionPage(FichePage):
    search_kind = "session"
    template = "training/session_page.html"
    presenter = SessionView
    listed_at = "sessions"
    shown_with = (*FichePage.shown_with, "place_territory", "membership_document")
    parent_page_types = ["training.SessionIndexPage"]
    subpage_types: list[str] = []
    sections = (Section.CONTEXT, Section.OBJECTIVE, Section.RESULT, Section.CONDITION)

    place = models.CharField(
        "lieu", max_length=200, blank=True, help_text="Exemple : Près de la gare Valence TGV (26)."
    )
    place_territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name="territoire du lieu",
        null=True,
        blank=True,
        related_name="+",
    )
    remote_link = models.URLField(
        "lien pour suivre à distance",
        blank=True,
        help_text="Il n’est jamais montré sur la page publique.",
    )
    capacity = models.PositiveSmallIntegerField("nombre de places", null=True, blank=True)
    registration_deadline = models.DateField("inscription jusqu’au", null=True, blank=True)
    registration_how = models.CharField(
        "comment s’inscrire", max_length=200, blank=True, help_text="Exemple : en ligne."
    )
    membership = models.TextField(
        "condition de participation",
        max_length=400,
        blank=True,
        help_text="Exemple : participation soumise à la cotisation annuelle.",
    )
    membership_document = models.ForeignKey(
        get_document_model_string(),
        models.PROTECT,
        verbose_name="document de la condition",
        null=True,
        blank=True,
        related_name="+",
    )
    organiser = models.CharField("organisateur", max_length=200, blank=True)
    contact_name = models.CharField("contact", max_length=120, blank=True)
    contact_email = models.EmailField("courriel du contact", blank=True)
    contact_phone = models.CharField("téléphone du contact", max_length=30, blank=True)

    content_panels = [
        panels.TITLE,
        panels.gist(),
        InlinePanel(
            "dates",
            heading="Quand",
            label="date",
            panels=[
                FieldRowPanel([FieldPanel("day"), FieldPanel("starts_at"), FieldPanel("ends_at")])
            ],
        ),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("place_territory"), FieldPanel("remote_link")]),
            ],
            heading="Où",
        ),
        InlinePanel(
            "why", heading="Pourquoi cette session ?", panels=[FieldPanel("text"), panels.SOURCED]
        ),
        InlinePanel(
            "audiences",
            heading="Une session pour qui ?",
            panels=[FieldPanel("public"), FieldPanel("text")],
        ),
        InlinePanel(
            "programme",
            heading="Programme",
            label="point",
            panels=[
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("remote")]),
                FieldPanel("text"),
                InlinePanel(
                    "speakers",
                    heading="Intervenantes et intervenants",
                    label="intervenant",
                    panels=[
                        FieldRowPanel([FieldPanel("name"), FieldPanel("tentative")]),
                        FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]),
                    ],
                ),
                MultipleChooserPanel(
                    "presented",
                    chooser_field_name="fiche",
                    heading="Fiches présentées",
                    label="fiche",
                    help_text="Contrats, expériences ou outils : chaque fiche le dira.",
                ),
            ],
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("capacity"),
                        FieldPanel("registration_deadline"),
                        FieldPanel("registration_how"),
                    ]
                ),
                FieldPanel("membership"),
                FieldPanel("membership_document"),
                FieldPanel("organiser"),
                FieldRowPanel(
                    [
                        FieldPanel("contact_name"),
                        FieldPanel("contact_email"),
                        FieldPanel("contact_phone"),
                    ]
                ),
            ],
            heading="S’inscrire, participer",
        ),
        InlinePanel(
            "practical", heading="En pratique", panels=[FieldPanel("text"), panels.SOURCED]
        ),
        InlinePanel("partners", heading="Partenaires", panels=[FieldPanel("name"), panels.SOURCED]),
        panels.FACTS,
        panels.STATEMENTS,
        panels.LINKS,
    ]

    class Meta:
        verbose_name = "session"
        verbose_name_plural = "sessions"

    def filled(self) -> list[bool]:
        return [
            bool(self.dates.all()),
            bool(self.place),
            bool(self.why.all()),
            bool(self.audiences.all()),
            bool(self.programme.all()),
            self.capacity is not None,
            bool(self.contact_name or self.contact_email),
            bool(self.organiser),
        ]

    def publication_faults(self) -> list[Fault]:
        faults = super().publication_faults()
        if not self.dates.all():
            faults.append(Fault("Donnez au moins une date."))
        faults += unsourced([*self.why.all(), *self.practical.all(), *self.partners.all()])
        return faults

    def first_date(self) -> SessionDate | None:
        return min(self.dates.all(), key=lambda date: date.sort_key, default=None)

    def is_past(self) -> bool:
        """Upcoming until the end of the last day, in local time; past afterwards."""
        last = max(self.dates.all(), key=lambda date: date.sort_key, default=None)
        if last is None:
            return False
        if last.end is not None:
            return last.end <= timezone.now()
        return last.day < timezone.localdate()

    def days_left(self) -> int | None:
        """The J-x label: days before the first day, None once it has come."""
        first = self.first_date()
        days = (first.day - timezone.localdate()).days if first else -1
        return days if days > 0 else None

    def registration_is_closed(self) -> bool:
        deadline = self.registration_deadline
        return self.is_past() or (deadline is not None and timezone.localdate() > deadline)

    search_prefetch = (
        *FichePage.search_prefetch,
        "dates",
        "why",
        "audiences",
        "programme__speakers",
        "practical",
    )

    def search_territories(self) -> list[Territory]:
        return [self.place_territory] if self.place_territory else []

    def search_text(self) -> Iterator[str]:
        yield self.place
        yield self.organiser
        yield from super().search_text()
        yield from (why.text for why in self.why.all())
        yield from (audience.text for audience in self.audiences.all())
        for item in self.programme.all():
            yield item.title
            yield item.text
            for speaker in item.speakers.all():
                yield f"{speaker.name} {speaker.role} {speaker.organisation}"
        yield from (practical.text for practical in self.practical.all())

    def search_facets(self, graph: TerritoryGraph) -> dict[str, tuple[str, ...]]:
        first = self.first_date()
        return {
            **super().search_facets(graph),
            "public": tuple(audience.public for audience in self.audiences.all()),
            "annee": (str(first.day.year),) if first else (),
        }

    def search_date(self) -> dt.date | None:
        first = self.first_date()
        return first.day if first else None

    def search_card(self, graph: TerritoryGraph) -> dict[str, Any]:
        first = self.first_date()
        return {
            **super().search_card(graph),
            "date": first.day.isoformat() if first else "",
            "date_label": date_format(first.day) if first else "",
            "place": self.place,
            "capacity": self.capacity,
        }


class SessionDate(Orderable):
    """A half-day or a day; the hours may be unknown."""

    page = ParentalKey(TrainingSessionPage, on_delete=models.CASCADE, related_name="dates")
    day = models.DateField("jour")
    starts_at = models.TimeField("de", null=True, blank=True)
    ends_at = models.TimeField("à", null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "date"
        verbose_name_plural = "dates"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True)
                | models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="a_session_ends_after_it_starts",
                violation_error_message="L’heure de fin vient après l’heure de début.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "L’heure de fin vient après l’heure de début."})

    @property
    def end(self) -> Any:
        return self._at(self.ends_at)

    @property
    def sort_key(self) -> tuple[Any, ...]:
        return (self.day, self.starts_at is not None, self.starts_at)

    def _at(self, time: Any) -> Any:
        """The instant in local time, or None when the hour is unknown."""
        if time is None:
            return None
        return timezone.make_aware(dt.datetime.combine(self.day, time))


class Why(Sourced, Orderable):
    page = ParentalKey(TrainingSessionPage, on_delete=models.CASCADE, related_name="why")
    text = models.TextField("pourquoi cette session", max_length=1200)

    class Meta(Orderable.Meta):
        verbose_name = "raison"
        verbose_name_plural = "pourquoi cette session"

    def __str__(self) -> str:
        return self.text[:60]


class SessionAudience(Orderable):
    page = ParentalKey(TrainingSessionPage, on_delete=models.CASCADE, related_name="audiences")
    public = models.CharField("public", max_length=12, choices=Audience.choices)
    text = models.TextField("précision", max_length=400, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "public"
        verbose_name_plural = "publics"

    def __str__(self) -> str:
        return self.get_public_display()


class ProgrammeItem(Orderable, ClusterableModel):
    class Kind(models.TextChoices):
        TALK = "presentation", "Présentation"
        TESTIMONY = "temoignage", "Témoignage"
        PANORAMA = "panorama", "Panorama"
        DEBATE = "debat", "Réflexion collective"

    page = ParentalKey(TrainingSessionPage, on_delete=models.CASCADE, related_name="programme")
    title = models.CharField("intitulé", max_length=300)
    text = models.TextField("précision", max_length=800, blank=True)
    kind = models.CharField("nature", max_length=16, choices=Kind.choices, blank=True)
    remote = models.BooleanField("par visioconférence", default=False)

    class Meta(Orderable.Meta):
        verbose_name = "point du programme"
        verbose_name_plural = "programme"

    def __str__(self) -> str:
        return self.title[:80]


class PresentedFiche(Orderable):
    """A contract, an experience or a tool that a point of the programme presents."""

    item = ParentalKey(ProgrammeItem, on_delete=models.CASCADE, related_name="presented")
    fiche = models.ForeignKey(
        Page, models.CASCADE, verbose_name="fiche présentée", related_name="presented_in"
    )

    class Meta(Orderable.Meta):
        verbose_name = "fiche présentée"
        verbose_name_plural = "fiches présentées"
        constraints = [
            models.UniqueConstraint(fields=["item", "fiche"], name="an_item_presents_a_fiche_once")
        ]

    def __str__(self) -> str:
        return str(self.fiche)


class Speaker(Orderable):
    item = ParentalKey(ProgrammeItem, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField("nom", max_length=120)
    role = models.CharField("fonction", max_length=200, blank=True)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    tentative = models.BooleanField("sous réserve", default=False)

    class Meta(Orderable.Meta):
        verbose_name = "intervenante ou intervenant"
        verbose_name_plural = "intervenantes et intervenants"

    def __str__(self) -> str:
        return self.name


class Practical(Sourced, Orderable):
    page = ParentalKey(TrainingSessionPage, on_delete=models.CASCADE, related_name="practical")
    text = models.TextField("information pratique", max_length=600)

    class Meta(Orderable.Meta):
        verbose_name = "information pratique"
        verbose_name_plural = "en pratique"

    def __str__(self) -> str:
        return self.text[:60]


class Partner(Sourced, Orderable):
    page = ParentalKey(TrainingSessionPage, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField("partenaire", max_length=200)

    class Meta(Orderable.Meta):
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"

    def __str__(self) -> str:
        return self.name


class SessionIndexPage(KindIndexPage):
    lists = "session"
    subpage_types = ["training.TrainingSessionPage"]

    class Meta:
        verbose_name = "liste des sessions"
