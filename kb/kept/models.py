"""The revision of the content: what is drawn anew with every change of what a public page reads."""

from __future__ import annotations

from django.db import models


class ContentRevision(models.Model):
    """Written by triggers alone (`kb.kept.triggers`), in the transaction of the change.

    SQLite, which has one writer at a time, holds one row. On PostgreSQL each transaction that
    changes something adds a row and takes away those that it sees and that nobody else is taking
    away: writers never wait for one another, and what names a state of the content is the set of
    rows that one sees (`kb.kept.revision`).
    """

    token = models.CharField("jeton", max_length=32)

    class Meta:
        verbose_name = "révision du contenu"
        verbose_name_plural = "révisions du contenu"
        default_permissions = ()

    def __str__(self) -> str:
        return self.token
