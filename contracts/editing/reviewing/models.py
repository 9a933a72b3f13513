"""Who was told that a fiche is to be read again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from wagtail.models import Page

from contracts.mail.models import OutgoingMail


class ReviewMail(OutgoingMail):
    """Sent to the owner of a fiche on the day on which it is due: once for that day."""

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
            models.UniqueConstraint(fields=["page", "due_on"], name="one_review_mail_a_day_due")
        ]
