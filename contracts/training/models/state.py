"""What lives of a session beside its page: seats, cancellation, the calendar's SEQUENCE.

One plain row per session, edited at the organiser's desk: publishing an old revision of the page
never brings its values back. The row is also the lock under which seats are given and freed.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class SessionState(models.Model):
    """`announced` is what calendars and registered people were last told of dates and place."""

    page = models.OneToOneField(
        "training.TrainingSessionPage",
        models.CASCADE,
        primary_key=True,
        related_name="state",
        verbose_name="session",
    )
    capacity = models.PositiveSmallIntegerField("nombre de places", null=True, blank=True)
    online = models.BooleanField(
        "inscription sur ce site",
        default=False,
        help_text="Sans cette case, la page dit seulement comment s’inscrire.",
    )
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancellation_reason = models.CharField("raison de l’annulation", max_length=300, blank=True)
    last_ticket = models.PositiveIntegerField("dernier numéro d’ordre donné", default=0)
    uid = models.UUIDField("identifiant de calendrier", default=uuid.uuid4, unique=True)
    sequence = models.PositiveIntegerField("version de calendrier", default=0)
    announced = models.JSONField("dates et lieu annoncés", default=dict)
    updated_at = models.DateTimeField("modifiée le", default=timezone.now)

    class Meta:
        verbose_name = "état d’une session"
        verbose_name_plural = "états des sessions"
        permissions = [("manage_registrations", "Tenir les inscriptions aux sessions")]

    def __str__(self) -> str:
        return f"état de « {self.page} »"

    @property
    def cancelled(self) -> bool:
        return self.cancelled_at is not None
