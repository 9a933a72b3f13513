"""The imports that people make, and what the last one wrote of each fiche."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_FOR = dt.timedelta(days=1)  # the file that was sent, if its import does not end
TOLD_FOR = dt.timedelta(days=30)  # the report
# A task that has told nothing for so long has lost its worker.
PATIENCE = dt.timedelta(minutes=15)


class State(models.TextChoices):
    SENT = "envoye", "Lecture en attente"
    READING = "lecture", "Lecture en cours"
    REFUSED = "refuse", "Fichier refusé"
    PLANNED = "plan", "À vérifier"
    QUEUED = "attente", "Import en attente"
    WRITING = "ecriture", "Import en cours"
    DONE = "fini", "Importé"


WORKING = (State.SENT, State.READING, State.QUEUED, State.WRITING)


class Import(models.Model):
    """One file, from its sending to its report. `content` is its bytes: they are read by nobody
    else, and erased when the import ends."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports", verbose_name="personne"
    )
    kind = models.CharField("genre de fiche", max_length=20)
    name = models.CharField("nom du fichier", max_length=200)
    content = models.BinaryField("fichier", default=bytes)
    state = models.CharField(
        "état", max_length=10, choices=State.choices, default=State.SENT, db_index=True
    )
    message = models.TextField("message", blank=True)
    plan = models.JSONField("plan", default=list)
    notes = models.JSONField("remarques", default=list)
    choices = models.JSONField("choix", default=list)
    report = models.JSONField("compte rendu", default=list)
    faulty = models.JSONField("lignes fautives", default=list)
    done = models.PositiveIntegerField("fiches traitées", default=0)
    total = models.PositiveIntegerField("fiches", default=0)
    claim = models.UUIDField("tâche", null=True)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now, db_index=True)
    beat_at = models.DateTimeField("dernier signe de vie", default=timezone.now)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def is_lost(self) -> bool:
        """Whether the task that worked on it has died."""
        return self.is_working and timezone.now() - self.beat_at > PATIENCE

    def take(self, states: tuple[State, ...], state: State, **fields: Any) -> bool:
        """Go from one of the states to another, unless somebody else did meanwhile."""
        fields = {"state": state, "beat_at": timezone.now(), **fields}
        taken = Import.objects.filter(pk=self.pk, state__in=states).update(**fields)
        for name, value in fields.items():
            setattr(self, name, value)
        return bool(taken)


class ImportedFiche(models.Model):
    """What the last import wrote of a fiche: « experience/bois-du-pays ».

    `file_digest` is that of what the file said, `page_digest` that of the page right after: a page
    that has another one since was edited by hand.
    """

    key = models.CharField(max_length=130, unique=True)
    page_pk = models.BigIntegerField()
    file_digest = models.CharField(max_length=64)
    page_digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "fiche importée"
        verbose_name_plural = "fiches importées"

    def __str__(self) -> str:
        return self.key
