"""A message of a reader, and the mail that hands it to the site's contact."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from contracts.mail.models import OutgoingMail


class ReaderMessage(models.Model):
    """Kept whole until it is erased, by hand or by the clock: no part of it is kept elsewhere.

    `page` is a path of this site, or empty. `sent_as` is drawn from the form and what was typed in
    it: a message that is sent twice is one.
    """

    class State(models.TextChoices):
        TO_DO = "a-traiter", "À traiter"
        DONE = "traite", "Traité"

    name = models.CharField("nom", max_length=200)
    email = models.EmailField("courriel")
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("message", max_length=5000)
    page = models.CharField("page concernée", max_length=500, blank=True)
    received_at = models.DateTimeField("reçu le", default=timezone.now, db_index=True)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.TO_DO)
    done_by = models.CharField("traité par", max_length=160, blank=True)
    done_at = models.DateTimeField("traité le", null=True, blank=True)
    sent_as = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["-received_at", "-pk"]
        # Readers alone write them: nobody of the desk may be given the right to add one.
        default_permissions = ("change", "delete", "view")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="traite", done_at__isnull=False)
                | models.Q(state="a-traiter", done_at__isnull=True),
                name="a_message_is_done_since_a_moment",
            ),
        ]

    def __str__(self) -> str:
        """Nothing of the person: the journal of the admin keeps it after the message is erased."""
        return f"Message du {timezone.localtime(self.received_at):%d/%m/%Y à %H:%M}"

    def desk_url(self) -> str:
        """Its page in the admin, under its list."""
        return reverse("wagtailsnippets_contact_readermessage:edit", args=[self.pk])

    def settle(self, *, done: bool, by: str) -> None:
        """Set the state; who answered, and when, stays as it was first said."""
        if not done:
            self.state, self.done_by, self.done_at = self.State.TO_DO, "", None
        elif self.done_at is None:
            self.state, self.done_by, self.done_at = self.State.DONE, by, timezone.now()


class MessageMail(OutgoingMail):
    """A mail to the contact of the site or, where `owner` is told, to who is responsible for the fiche
    concerned; written from the message when it leaves, and erased along with it."""

    KIND = "message-de-lecteur"

    reader_message = models.ForeignKey(
        ReaderMessage, models.CASCADE, verbose_name="message", related_name="mails"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="responsable",
        related_name="+",
    )

    class Meta:
        verbose_name = "courriel d’un message"
        verbose_name_plural = "courriels des messages"
