"""A dossier as it was on one day. Nothing says whose it is."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone

MONTHS_KEPT = 24
_KEY_BYTES = 24
KEY_LENGTH = 32  # characters of base64


def draw_key() -> str:
    return secrets.token_urlsafe(_KEY_BYTES)


class FrozenDossier(models.Model):
    """`key` opens it. `sent_as` is the number of the form by which it came: sent twice, it is one.
    `pages` are [pk of the page, note, number of its version or null, moment of that version or
    null], in the order of the reader."""

    wagtail_reference_index_ignore = True  # nothing refers to it, and a page does not rest on it

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=draw_key, editable=False)
    sent_as = models.UUIDField(unique=True, editable=False)
    title = models.CharField("titre", max_length=150, blank=True)
    council = models.DateField("date du conseil", null=True, blank=True)
    pages = models.JSONField("fiches")
    created_at = models.DateTimeField("figé le", default=timezone.now)
    expires_at = models.DateTimeField("effacé le", db_index=True)

    class Meta:
        verbose_name = "dossier figé"
        verbose_name_plural = "dossiers figés"
        default_permissions = ()

    def __str__(self) -> str:
        """Nothing of what it holds."""
        return f"Dossier figé le {timezone.localtime(self.created_at):%d/%m/%Y à %H:%M}"
