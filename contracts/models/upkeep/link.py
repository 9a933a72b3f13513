"""An address outside of the site, and whether it answered when it was last asked."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class LinkState(models.TextChoices):
    UNKNOWN = "inconnu", "Pas encore vérifié"
    REACHED = "joignable", "Joignable"
    FAILING = "essai", "Sans réponse, à réessayer"
    UNREACHABLE = "inaccessible", "Inaccessible"
    UNTOLD = "refus", "Le site refuse les programmes"


class ExternalLink(models.Model):
    """`since` is the day of the first answer that put it in its state: for an address that is
    unreachable, of the first of the failed checks. `failures` are in a row."""

    address = models.CharField("adresse", max_length=800, unique=True)
    host = models.CharField("site", max_length=255)
    state = models.CharField(
        "état", max_length=12, choices=LinkState.choices, default=LinkState.UNKNOWN
    )
    since = models.DateField("depuis le", null=True)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)
    answer = models.CharField("réponse", max_length=200, blank=True)
    checked_at = models.DateTimeField("vérifié le", null=True)
    due_at = models.DateTimeField("à vérifier à partir du", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "lien extérieur"
        verbose_name_plural = "liens extérieurs"
        ordering = ["address"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
