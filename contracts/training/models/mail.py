"""Mail to registered people: its kinds, and whom each row is for."""

from __future__ import annotations

from django.db import models

from contracts.mail.models import OutgoingMail
from contracts.training.models.registration import Registration
from contracts.training.values.vocabulary import MailKind


class RegistrationMail(OutgoingMail):
    """A mail to the person of a registration, which is written from it as it is when it leaves."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, verbose_name="inscription", related_name="mails"
    )
    once = models.CharField(max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = "courriel d’une inscription"
        verbose_name_plural = "courriels des inscriptions"
        constraints = [
            # Reminders are asked for at each turn of the clock: `once` names what must not repeat.
            models.UniqueConstraint(
                fields=["registration", "once"],
                condition=~models.Q(once=""),
                name="a_registration_is_told_once_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_state_display().lower()})"

    @property
    def label(self) -> str:
        return MailKind(self.kind).label

    @staticmethod
    def once_for(kind: str, day: str) -> str:
        """The `once` of a mail of this kind about this day."""
        return f"{kind}:{day}"
