"""Mail to registered people: one row per event, written in the transaction of the event."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from contracts.training.models.registration import Registration
from contracts.training.values.vocabulary import MailKind


class OutgoingMail(models.Model):
    """One message to one person. Its text is made when it is sent, from the registration as it is
    then, with `facts` (plain JSON: no personal data) for what the event alone knew.

    `message_id` is stable: a message sent twice because the machine died in between is shown once.
    """

    class State(models.TextChoices):
        WAITING = "attente", "À envoyer"
        SENT = "envoye", "Envoyé"
        REFUSED = "refuse", "Refusé par le serveur"
        DROPPED = "sans-objet", "Sans objet"

    registration = models.ForeignKey(
        Registration, models.CASCADE, verbose_name="inscription", related_name="mails"
    )
    kind = models.CharField("message", max_length=16, choices=MailKind.choices)
    facts = models.JSONField(default=dict, blank=True)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_attempt_at = models.DateTimeField("prochain essai", default=timezone.now, db_index=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    error = models.CharField("réponse du serveur", max_length=500, blank=True)
    once = models.CharField(max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ["created_at", "pk"]
        constraints = [
            # Reminders are asked for at each turn of the clock: `once` names what must not repeat.
            models.UniqueConstraint(
                fields=["registration", "kind", "once"],
                condition=~models.Q(once=""),
                name="a_message_said_once_is_not_said_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display().lower()})"
