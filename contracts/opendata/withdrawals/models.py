"""What was public and was withdrawn: unpublished, deleted, made private or expired."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Withdrawal(models.Model):
    """The last time that something left the public site: what it was, where it stood and when, and
    no other word of it; `back_at` is when it came back, if it did. Written by
    `contracts.opendata.withdrawals.record` alone, in the transaction that changes the index."""

    key = models.CharField("clé", max_length=200, unique=True)
    kind = models.CharField("type", max_length=100)
    url = models.CharField("adresse", max_length=1000)
    at = models.DateTimeField("retirée le", default=timezone.now, db_index=True)
    back_at = models.DateTimeField("revenue le", null=True, blank=True)

    class Meta:
        verbose_name = "retrait"
        verbose_name_plural = "retraits"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key}, {self.at:%d/%m/%Y}"
