"""A person's registration to a session, and the log of what happened to it.

Only `contracts.training.seats` writes a status.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from contracts.mail.addresses import without_addresses
from contracts.models.territory import Territory
from contracts.training.models.session import TrainingSessionPage
from contracts.training.values.said_dates import said_moment
from contracts.values.vocabulary import Audience


class Status(models.TextChoices):
    CONFIRMED = "confirmee", "Confirmée"
    WAITING = "attente", "En liste d’attente"
    OFFERED = "proposee", "Place proposée"
    CANCELLED = "annulee", "Annulée"
    REFUSED = "refusee", "Place refusée"
    EXPIRED = "expiree", "Proposition expirée"
    MOVED = "deplacee", "Déplacée vers une autre session"


# Who counts as registered: one such registration per person and session.
LIVE = (Status.CONFIRMED, Status.WAITING, Status.OFFERED)
# Who holds a seat, and whom nobody else can have it from.
SEATED = (Status.CONFIRMED, Status.OFFERED)

PUBLICS = [*Audience.choices, ("autre", "Autre")]


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def live(self) -> RegistrationQuerySet:
        return self.filter(status__in=LIVE)

    def seated(self) -> RegistrationQuerySet:
        return self.filter(status__in=SEATED)

    def waiting(self) -> RegistrationQuerySet:
        """Those who wait, the first to be offered a seat first."""
        return self.filter(status=Status.WAITING).order_by("ticket")


class Registration(models.Model):
    """`ticket` is the order in which people got the lock, which is the order of the waiting list.
    `offer_nonce` is in the links of one offer: it is drawn with the offer and goes with it.
    `moved_from` is the registration of the same person that an organiser replaced by this one."""

    # « Used in » of the admin names what refers to a page, to whoever may see that page.
    wagtail_reference_index_ignore = True

    class Channel(models.TextChoices):
        ONLINE = "site", "Sur le site"
        DESK = "bureau", "Par l’organisateur"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        TrainingSessionPage, models.PROTECT, verbose_name="session", related_name="registrations"
    )
    first_name = models.CharField("prénom", max_length=300)
    last_name = models.CharField("nom", max_length=300)
    organisation = models.CharField("structure", max_length=300)
    function = models.CharField("fonction", max_length=300)
    public = models.CharField("public", max_length=12, choices=PUBLICS)
    email = models.EmailField("courriel", max_length=254)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    needs = models.TextField(
        "besoins d’accessibilité ou d’alimentation", max_length=1000, blank=True
    )
    membership_declared = models.BooleanField("condition de participation déclarée", default=False)
    territory = models.ForeignKey(
        Territory,
        models.SET_NULL,
        verbose_name="territoire",
        null=True,
        blank=True,
        related_name="+",
    )

    # A row of the chain goes with the whole chain or not at all: what comes before it would be
    # missed when the person asks for their data, or to be forgotten.
    moved_from = models.ForeignKey(
        "self",
        models.RESTRICT,
        verbose_name="déplacée de",
        null=True,
        editable=False,
        related_name="moved_to",
    )

    email_key = models.CharField(max_length=254, editable=False)
    name_key = models.CharField(max_length=610, editable=False)

    status = models.CharField("état", max_length=10, choices=Status.choices, editable=False)
    ticket = models.PositiveIntegerField("numéro d’ordre", editable=False)
    offer_expires_at = models.DateTimeField("place proposée jusqu’à", null=True, editable=False)
    offer_nonce = models.CharField(max_length=32, blank=True, editable=False)
    attended = models.BooleanField("présence", null=True)
    channel = models.CharField(
        "inscrit", max_length=6, choices=Channel.choices, default=Channel.ONLINE
    )
    created_at = models.DateTimeField("inscrit le", default=timezone.now)
    updated_at = models.DateTimeField("modifié le", default=timezone.now)
    anonymised_at = models.DateTimeField("anonymisé le", null=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        verbose_name_plural = "inscriptions"
        ordering = ["ticket"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "email_key", "name_key"],
                condition=models.Q(status__in=LIVE),
                name="a_person_is_registered_once_to_a_session",
                violation_error_message="Cette personne est déjà inscrite à cette session.",
            ),
            models.UniqueConstraint(
                fields=["session", "ticket"], name="a_ticket_is_given_once_in_a_session"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(status=Status.OFFERED, offer_expires_at__isnull=False)
                    & ~models.Q(offer_nonce="")
                )
                | (
                    ~models.Q(status=Status.OFFERED)
                    & models.Q(offer_expires_at__isnull=True, offer_nonce="")
                ),
                name="an_offer_and_nothing_else_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or "personne anonymisée"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def offer_until(self) -> str:
        """« mardi 4 mai à 9 h 30 (heure de Paris) », empty without an offer: whoever waits may be
        elsewhere than the session."""
        if self.offer_expires_at is None:
            return ""
        zone = self.session.time_zone
        return f"{said_moment(self.offer_expires_at, zone)} ({zone.label})"

    def waiting_rank(self) -> int | None:
        """The place in the waiting list, from 1; None for who does not wait. One query."""
        if self.status != Status.WAITING:
            return None
        before = Registration.objects.waiting().filter(
            session=self.session_id, ticket__lt=self.ticket
        )
        return before.count() + 1


class RegistrationEvent(models.Model):
    """What happened to a registration, when and by whom; it keeps no e-mail address."""

    class Kind(models.TextChoices):
        REGISTERED = "inscription", "Inscription"
        CONFIRMED = "confirmation", "Place confirmée"
        WAITING = "attente", "Mise en liste d’attente"
        OFFERED = "proposition", "Place proposée"
        ACCEPTED = "acceptation", "Place acceptée"
        REFUSED = "refus", "Place refusée"
        EXPIRED = "expiration", "Proposition expirée"
        CANCELLED = "annulation", "Inscription annulée"
        CORRECTED = "correction", "Coordonnées corrigées"
        MOVED = "deplacement", "Déplacée vers une autre session"
        ATTENDANCE = "presence", "Présence notée"
        OVERRIDE = "derogation", "Dérogation"
        ERASED = "effacement", "Données effacées"

    registration = models.ForeignKey(
        Registration, models.CASCADE, verbose_name="inscription", related_name="events"
    )
    at = models.DateTimeField("le", default=timezone.now)
    kind = models.CharField("événement", max_length=14, choices=Kind.choices)
    by = models.CharField("par", max_length=150, blank=True)
    reason = models.CharField("raison", max_length=300, blank=True)

    class Meta:
        verbose_name = "événement d’une inscription"
        verbose_name_plural = "journal des inscriptions"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.at:%d/%m/%Y %H:%M})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.reason = without_addresses(self.reason)[:300]
        # Some accounts are named by their address: what stands before its « @ » is enough.
        self.by = self.by.partition("@")[0]
        super().save(*args, **kwargs)
