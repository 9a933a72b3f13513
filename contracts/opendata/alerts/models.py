"""Who asked to be told, of which lists, and the mails that tell them."""

from __future__ import annotations

import datetime as dt
import uuid

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from contracts.mail.models import OutgoingMail
from contracts.opendata.alerts.rhythm import Rhythm

# Said on the form and in « Données personnelles »: all of these are erased by the clock.
UNCONFIRMED_KEPT = dt.timedelta(hours=48)
MONTHS_KEPT = 24  # since the person last confirmed or changed anything
MONTHS_BEFORE_REMINDER = 23
LONGEST_QUERY = 1500  # characters


class Subscriber(models.Model):
    """An address, kept once for all its alerts, and no longer than the last of them.

    `email_key` is what makes two spellings one mailbox; `key` is in the signed links.
    `renewed_at` is when the person last did anything, `reminded_at` when they were asked to.
    """

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("courriel")
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    renewed_at = models.DateTimeField("dernier geste", default=timezone.now, db_index=True)
    reminded_at = models.DateTimeField("rappelé le", null=True, blank=True)

    class Meta:
        verbose_name = "personne prévenue"
        verbose_name_plural = "personnes prévenues"
        default_permissions = ()

    def __str__(self) -> str:
        """Nothing of the person."""
        return f"Alertes n° {self.pk}"

    @property
    def kept_until(self) -> dt.date:
        """When the clock erases it, unless the person does anything until then."""
        return timezone.localdate(self.renewed_at) + relativedelta(months=MONTHS_KEPT)

    @cached_property
    def follows_one_list(self) -> bool:
        """Whether its address goes with the next list that is stopped."""
        return self.alerts.confirmed().count() == 1


class AlertQuerySet(models.QuerySet["Alert"]):
    def confirmed(self) -> AlertQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def active(self) -> AlertQuerySet:
        """Those of which a digest may tell."""
        return self.confirmed().filter(paused_at__isnull=True)


class Alert(models.Model):
    """A list that somebody follows. `dataset` is the code of its table and `query` its filters and
    words as its address has them; `title` says the list in words.

    `told_until` is the moment up to which the news of the list were told, or written in a mail that
    waits. `lost_at` is when the person was told that a filter exists no more.
    """

    wagtail_reference_index_ignore = True

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="alerts")
    dataset = models.CharField("liste", max_length=40)
    query = models.CharField("filtres et mots", max_length=LONGEST_QUERY, blank=True)
    title = models.CharField("ce qui est suivi", max_length=500)
    rhythm = models.CharField("rythme", max_length=10, choices=Rhythm.choices)
    asked_at = models.DateTimeField("demandée le", default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    paused_at = models.DateTimeField("en pause depuis", null=True, blank=True)
    told_until = models.DateTimeField("dite jusqu’au", null=True, blank=True, db_index=True)
    lost_at = models.DateTimeField("perdue le", null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "dataset", "query"],
                name="an_address_follows_a_list_once",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, told_until__isnull=True)
                | models.Q(confirmed_at__isnull=False, told_until__isnull=False),
                name="an_alert_tells_since_it_was_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AlertMail(OutgoingMail):
    """A mail to a subscriber, erased along with them; one that asks to confirm an alert goes with
    that alert too."""

    class Kind(models.TextChoices):
        CONFIRM = "alerte-a-confirmer", "Alerte à confirmer"
        LINK = "alerte-lien", "Lien vers les alertes"
        DIGEST = "alerte-nouveautes", "Nouveautés des listes suivies"
        RENEWAL = "alerte-a-garder", "Alertes à garder"

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="mails")
    alert = models.ForeignKey(Alert, models.CASCADE, null=True, blank=True, related_name="mails")

    class Meta:
        verbose_name = "courriel d’une alerte"
        verbose_name_plural = "courriels des alertes"
        default_permissions = ()
