"""The rows of the index: what is found, in the database of the content.

The full-text index hangs on these rows by the database itself (search.fulltext): it cannot differ
from them. Nothing but search.indexing writes here.
"""

from __future__ import annotations

from django.db import models

# The texts of terms, in the order of the columns of the full-text index.
TERM_COLUMNS = ("terms_title", "terms_summary", "terms_body")


class SearchDocument(models.Model):
    """One document. `terms_*` are its terms, made by search.analysis; `revision` is the revision
    of the index that last changed it."""

    key = models.CharField("clé", max_length=200, unique=True)
    kind = models.CharField("type", max_length=100)
    title = models.TextField("titre")
    summary = models.TextField("résumé", blank=True)
    body = models.TextField("texte", blank=True)
    url = models.CharField("adresse", max_length=1000)
    date = models.DateField("date", null=True, blank=True)
    updated = models.DateTimeField("mise à jour")
    weight = models.FloatField("poids", default=1.0)
    facets = models.JSONField("facettes", default=dict)
    card = models.JSONField("carte de résultat", default=dict)
    sort_title = models.TextField("titre de classement")

    terms_title = models.TextField(blank=True, editable=False)
    terms_summary = models.TextField(blank=True, editable=False)
    terms_body = models.TextField(blank=True, editable=False)
    truncated = models.BooleanField("texte trop long, trouvé par son début", default=False)

    digest = models.CharField("empreinte", max_length=64)
    analysis_version = models.PositiveIntegerField("version de l’analyse", db_index=True)
    revision = models.PositiveBigIntegerField("révision de l’index", db_index=True)

    class Meta:
        verbose_name = "document de la recherche"
        verbose_name_plural = "documents de la recherche"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gt=0),
                name="search_a_document_weighs_more_than_nothing",
                violation_error_message="Le poids d’un document est supérieur à zéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.key})"


class IndexState(models.Model):
    """The one row that every writer of the index locks and every search reads.

    `token` is drawn anew at each revision: a revision whose transaction was rolled back, or that
    was restored from a backup, is not mistaken for another one of the same number.
    """

    ONLY_ID = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ID)
    revision = models.PositiveBigIntegerField("révision", default=0)
    token = models.CharField("jeton", max_length=32, blank=True)

    class Meta:
        verbose_name = "état de l’index"
        verbose_name_plural = "états de l’index"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="search_there_is_one_state_of_the_index"
            ),
        ]

    def __str__(self) -> str:
        return f"révision {self.revision}"


class IndexRevision(models.Model):
    """A recent revision: its token, and the documents that it removed. Processes that hold an
    older one than those kept load the index anew."""

    number = models.PositiveBigIntegerField("numéro", primary_key=True)
    token = models.CharField("jeton", max_length=32)
    removed = models.JSONField("documents retirés", default=list)

    class Meta:
        verbose_name = "révision de l’index"
        verbose_name_plural = "révisions de l’index"

    def __str__(self) -> str:
        return f"révision {self.number}"
