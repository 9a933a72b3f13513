"""A dossier as it was on one day. Nothing says whose it is."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone

MONTHS_KEPT = 24
LONGEST_KEY = 32  # characters: older ones are in base64
# Said on the telephone and written by hand, no sign is taken for another: neither 0 nor O, neither 1
# nor I, capitals or not. Of 32 signs, each is five bits: 140 in all.
_SIGNS = "23456789abcdefghjklmnpqrstuvwxyz"
_KEY_LENGTH, _GROUP = 28, 4


def draw_key() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_KEY_LENGTH))


def keys_of(typed: str) -> set[str]:
    """The keys that this may spell: as it is, or in groups and in capitals."""
    return {typed, typed.replace("-", "").lower()}


class FrozenDossier(models.Model):
    """`key` opens it. `sent_as` is the number of the form by which it came: sent twice, it is one.
    `pages` are [pk of the page, note, number of its version or null, moment of that version or
    null], in the order of the reader."""

    wagtail_reference_index_ignore = True  # nothing refers to it, and a page does not rest on it

    key = models.CharField(max_length=LONGEST_KEY, unique=True, default=draw_key, editable=False)
    sent_as = models.UUIDField(unique=True, editable=False)
    title = models.CharField("titre", max_length=150, blank=True)
    council = models.DateField("date du conseil", null=True, blank=True)
    asked = models.TextField("ce qui est demandé au conseil", blank=True)
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

    @property
    def spelt(self) -> str:
        """Its key as an address shows it: « k7mq-x2dn-… »."""
        if len(self.key) != _KEY_LENGTH:
            return self.key
        starts = range(0, _KEY_LENGTH, _GROUP)
        return "-".join(self.key[start : start + _GROUP] for start in starts)
