"""A paper that takes a while to make: what it is made of, how far it is, its file for a day."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class PaperState(models.TextChoices):
    WAITING = "attente", "En préparation"
    DONE = "fait", "Prêt"
    FAILED = "echec", "Impossible à faire"


class MadePaper(models.Model):
    """`key` is drawn from all that the paper is made of, so that two requests share one; `owner` is
    the key of the frozen dossier that it is of, or empty. Who makes it holds it until `taken_until`,
    under the number of its attempt: whoever dies leaves it to another. Until `asked_until` no other task is
    asked to make it."""

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=64, unique=True, editable=False)
    owner = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    order = models.JSONField("commande")
    state = models.CharField(
        "état", max_length=10, choices=PaperState.choices, default=PaperState.WAITING
    )
    done = models.PositiveSmallIntegerField("fiches faites", default=0)
    total = models.PositiveSmallIntegerField("fiches")
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    taken_until = models.DateTimeField("pris jusqu’à", default=timezone.now)
    asked_until = models.DateTimeField("tâche demandée jusqu’à", default=timezone.now)
    file_name = models.CharField("nom du fichier", max_length=200, blank=True)
    content = models.BinaryField("contenu", null=True)
    created_at = models.DateTimeField("demandé le", default=timezone.now)
    expires_at = models.DateTimeField("effacé le", db_index=True)

    class Meta:
        verbose_name = "document d’un dossier"
        verbose_name_plural = "documents des dossiers"
        default_permissions = ()

    def __str__(self) -> str:
        """Nothing of what it is made of."""
        return f"Document demandé le {timezone.localtime(self.created_at):%d/%m/%Y à %H:%M}"
