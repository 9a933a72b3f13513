"""How many times a form was sent from one network address in a day."""

from __future__ import annotations

from django.db import models


class AttemptCount(models.Model):
    """The form and the address are there as one salted hash, and only until the next day."""

    day = models.DateField()
    address_hash = models.CharField(max_length=64)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "envois d’une adresse réseau"
        verbose_name_plural = "envois par adresse réseau"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "address_hash"], name="an_address_is_counted_once_a_day_for_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempts} envois le {self.day:%d/%m/%Y}"
