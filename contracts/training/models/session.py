"""The page of a training session."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from wagtail.documents import get_document_model_string
from wagtail.query import PageQuerySet

from contracts.models.base import FichePage
from contracts.models.territory import Territory
from contracts.rules.guide import Part
from contracts.rules.publication import Fault, unsourced
from contracts.training.models.programme import SessionDate
from contracts.training.models.session_panels import SESSION_PANELS
from contracts.training.models.state import SessionState
from contracts.training.rules.controller import controller_faults
from contracts.training.rules.session_return import return_faults
from contracts.training.values.timing import Timing
from contracts.training.values.zones import Zone
from contracts.values.vocabulary import Section


class TrainingSessionPage(FichePage):
    template = "training/session_page.html"
    shown_with = (*FichePage.shown_with, "place_territory", "membership_document", "state")
    parent_page_types = ["training.SessionIndexPage"]
    subpage_types: list[str] = []
    sections = (Section.CONTEXT, Section.OBJECTIVE, Section.RESULT, Section.CONDITION)
    # Its form has no calendar.
    points = FichePage.points[:4]

    place = models.CharField(
        "lieu", max_length=200, blank=True, help_text="Exemple : Près de la gare Valence TGV (26)."
    )
    zone = models.CharField(
        "fuseau horaire",
        max_length=20,
        choices=Zone.choices,
        default=Zone.PARIS,
        help_text="Celui du lieu : les heures de la session, et les jours où l’inscription s’ouvre "
        "et se clôt, s’y lisent. À Saint-Martin et à Saint-Barthélemy : heure de la Guadeloupe.",
    )
    place_territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name="territoire du lieu",
        null=True,
        blank=True,
        related_name="+",
    )
    access = models.TextField(
        "comment venir",
        max_length=600,
        blank=True,
        help_text="Exemple : 10 minutes à pied de la gare ; parking à l’entrée.",
    )
    remote_link = models.URLField(
        "lien pour suivre à distance",
        blank=True,
        help_text="Il n’est donné qu’aux personnes inscrites, jamais sur la page publique.",
    )
    venue_accessibility = models.TextField(
        "accessibilité du lieu",
        max_length=600,
        blank=True,
        help_text="Exemple : entrée de plain-pied, boucle magnétique.",
    )
    needs_contact = models.CharField(
        "contact pour des besoins particuliers",
        max_length=200,
        blank=True,
        help_text="Nom et courriel ou téléphone de la personne à qui en parler.",
    )
    prerequisites = models.TextField(
        "prérequis",
        max_length=600,
        blank=True,
        help_text="Écrivez « aucun » s’il n’en faut pas.",
    )
    registration_opens = models.DateField("inscription à partir du", null=True, blank=True)
    registration_deadline = models.DateField("inscription jusqu’au", null=True, blank=True)
    registration_how = models.CharField(
        "comment s’inscrire", max_length=200, blank=True, help_text="Exemple : en ligne."
    )
    price = models.CharField(
        "tarif", max_length=200, blank=True, help_text="Exemple : gratuit ; 90 € la journée."
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

    content_panels = SESSION_PANELS

    class Meta:
        verbose_name = "session"
        verbose_name_plural = "sessions"

    @classmethod
    def with_state(cls) -> PageQuerySet:
        """Those that people register for, with their row of what lives: an alias has none."""
        return cls.objects.filter(state__isnull=False).select_related("state")

    def parts(self) -> list[Part]:
        return [
            Part("les dates", "dates", bool(self.dates.all())),
            Part("le lieu", "place", bool(self.place)),
            Part("pourquoi venir", "why", bool(self.why.all())),
            Part("pour qui", "audiences", bool(self.audiences.all())),
            Part("le programme", "programme", bool(self.programme.all())),
            Part(
                "le nombre de places",
                "capacity",
                self.capacity is not None,
                elsewhere="menu « Sessions », « Places et inscription » ; groupe Organisateurs",
            ),
            Part("un contact", "contact_name", bool(self.contact_name or self.contact_email)),
            Part("l’organisateur", "organiser", bool(self.organiser)),
        ]

    def publication_faults(self) -> list[Fault]:
        faults = super().publication_faults()
        if not self.dates.all():
            faults.append(Fault("Donnez au moins une date.", "dates", rests_on=("dates.day",)))
        opens, deadline = self.registration_opens, self.registration_deadline
        if opens and deadline and opens > deadline:
            faults.append(
                Fault(
                    "L’inscription se clôt avant de s’ouvrir : corrigez une date.",
                    "registration_deadline",
                    rests_on=("registration_opens",),
                )
            )
        ends_at = self.ends_at()
        if self.expire_at and ends_at and self.expire_at < ends_at:
            # Nobody is asked before a page expires: it would vanish for those who are registered.
            faults.append(
                Fault(
                    "La page expirerait avant la fin de la session : choisissez une date "
                    "d’expiration plus tardive, ou aucune."
                )
            )
        faults += unsourced([*self.why.all(), *self.practical.all(), *self.partners.all()])
        if self._is_online and not self.is_past():
            faults += controller_faults(self)
        faults += return_faults(self.timing(), [*self.return_notes.all()], [*self.materials.all()])
        return faults

    def advice(self) -> list[Fault]:
        """Of a session to come, also what forbids to open its registrations, before one tries."""
        advice = super().advice()
        if not (self._is_online or self.is_past() or self.is_cancelled):
            advice += (
                replace(
                    fault, message=f"{fault.message} Sans cela, l’inscription ici ne s’ouvre pas."
                )
                for fault in controller_faults(self)
            )
        return advice

    @property
    def _is_online(self) -> bool:
        state = getattr(self, "state", None)  # a draft that was never saved has none
        return state is not None and state.online

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every session has its row of what lives, from its first draft on; an alias shows that of
        its source, until it is made a page of its own."""
        begins = self.pk is None or "alias_of_id" in (kwargs.get("update_fields") or ())
        with transaction.atomic():
            super().save(*args, **kwargs)
            if begins and self.alias_of_id is None:
                SessionState.objects.get_or_create(page=self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The seats left are those of now: a page that counts them is asked for again each time,
        where the others may be kept for some minutes. A browser may show it on the way back."""
        response = super().serve(request, *args, **kwargs)
        if self.state.online and not self.is_past():
            patch_cache_control(response, private=True, no_cache=True)
        return response

    @property
    def capacity(self) -> int | None:
        state = getattr(self, "state", None)
        return state.capacity if state else None

    @property
    def time_zone(self) -> Zone:
        return Zone(self.zone)

    def first_date(self) -> SessionDate | None:
        return min(self._known_dates(), key=lambda date: date.sort_key, default=None)

    def last_date(self) -> SessionDate | None:
        return max(self._known_dates(), key=lambda date: date.sort_key, default=None)

    def _known_dates(self) -> list[SessionDate]:
        """In a form that is refused, a date may have a day that could not be read."""
        return [date for date in self.dates.all() if date.day is not None]

    def begins_at(self) -> dt.datetime | None:
        """The instant, in the zone of the session; when the hour is unknown, the beginning of the
        day."""
        first = self.first_date()
        return first.begins_at(self.time_zone.tz) if first else None

    def ends_at(self) -> dt.datetime | None:
        """The one boundary between upcoming and past: the hour at which the last date ends, or the
        end of its day when that hour is unknown; in the zone of the session."""
        last = self.last_date()
        return last.ends_by(self.time_zone.tz) if last else None

    @property
    def is_cancelled(self) -> bool:
        state = getattr(self, "state", None)
        return state is not None and state.cancelled

    def timing(self) -> Timing:
        return Timing(self.begins_at(), self.ends_at(), self.is_cancelled, self.time_zone)

    def is_past(self) -> bool:
        """Upcoming until its end, past from then on; a session without a date is neither over."""
        return self.timing().is_over

    def has_return(self) -> bool:
        return bool(self.return_notes.all() or self.materials.all())
