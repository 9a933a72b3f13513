"""Mail to be sent: one row per event, written in the transaction of the event."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class OutgoingMail(models.Model):
    """One message to one person. Its text and its address are made when it is sent, by the writer
    of its kind (`contracts.mail.writers`), with `facts` (plain JSON: no personal data) for what the
    event alone knew.

    An application says whom a mail is for in a model of its own that inherits from this one, with a
    foreign key: whoever is forgotten takes their mail along, a correction of an address is followed,
    and no address is kept twice. `message_id` is stable: a message sent twice because the machine
    died in between is shown once.
    """

    class State(models.TextChoices):
        WAITING = "attente", "À envoyer"
        SENT = "envoye", "Envoyé"
        REFUSED = "refuse", "Refusé par le serveur"
        DROPPED = "sans-objet", "Sans objet"

    kind = models.CharField("message", max_length=40)
    facts = models.JSONField(default=dict, blank=True)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_attempt_at = models.DateTimeField("prochain essai", default=timezone.now, db_index=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    error = models.CharField("réponse du serveur", max_length=500, blank=True)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display().lower()})"
