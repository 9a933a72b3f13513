"""Who was told that a fiche is to be read again, sent to be approved, published, commented."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from wagtail.models import Page

from contracts.mail.models import OutgoingMail


class ReviewMail(OutgoingMail):
    """Sent to the owner of a fiche, and to who stands in for them, on the day on which it is due:
    once each for that day."""

    KIND = "relecture"

    page = models.ForeignKey(Page, models.CASCADE, verbose_name="fiche", related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="responsable", related_name="+"
    )
    due_on = models.DateField("à relire le")

    class Meta:
        verbose_name = "courriel de relecture"
        verbose_name_plural = "courriels de relecture"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "owner", "due_on"], name="one_review_mail_a_person_a_day_due"
            )
        ]


class EditingMail(OutgoingMail):
    """Tells one person what became of a page that they answer for, sent, or are to approve.

    `facts` names rows alone: `task_state`, `revision`, or lists of `comments` and `replies`.
    """

    class Event(models.TextChoices):
        SUBMITTED = "relecture-demandee", "Envoyée en relecture"
        REJECTED = "relecture-refusee", "Changements demandés"
        APPROVED = "relecture-approuvee", "Approuvée, à paraître"
        PUBLISHED = "page-publiee", "Publiée"
        COMMENTED = "page-commentee", "Commentée"

    page = models.ForeignKey(Page, models.CASCADE, verbose_name="page", related_name="+")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="destinataire", related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="par",
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "courriel de l’espace de rédaction"
        verbose_name_plural = "courriels de l’espace de rédaction"
        default_permissions = ()
