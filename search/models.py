"""Models of the index, of the outbox of Elasticsearch, and of the count of queries.

The full-text index hangs on these rows by the database itself (search.index.fulltext): it cannot differ
from them. Documents, states and revisions are written by search.index.indexing alone; changes and the
state of the projection by search.index.outbox and the package that drains it, queries by search.log.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

# The texts of terms, in the order of the columns of the full-text index.
TERM_COLUMNS = ("terms_title", "terms_summary", "terms_body")


class SearchDocument(models.Model):
    """One document. `terms_*` are its terms, made by search.text.analysis, those of its
    labels with those of its body; `revision` is the revision
    of the index that last changed it."""

    key = models.CharField("clé", max_length=200, unique=True)
    kind = models.CharField("type", max_length=100)
    title = models.TextField("titre")
    summary = models.TextField("résumé", blank=True)
    body = models.TextField("texte", blank=True)
    labels = models.TextField("libellés", blank=True, default="")
    url = models.CharField("adresse", max_length=1000)
    date = models.DateField("date", null=True, blank=True)
    updated = models.DateTimeField("mise à jour", null=True, blank=True)
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

    `identity` names the history of which every change was recorded for Elasticsearch: an index
    that bears another one cannot be brought up to date, only made anew (see search.index.outbox).
    """

    ONLY_ID = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ID)
    revision = models.PositiveBigIntegerField("révision", default=0)
    token = models.CharField("jeton", max_length=32, blank=True)
    identity = models.CharField("identité", max_length=32, blank=True)

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


class IndexChange(models.Model):
    """A document that was changed or removed, and that Elasticsearch was not yet told of.

    Writers of the index only add rows, in the transaction of the content; whoever drains them only
    changes and deletes them: neither ever waits for the other. `version` is the revision that made
    the change. `sent` rows are done with, and kept for the index that a rebuild is filling;
    `parked` ones were refused by the server as often as they may be, for the reason of `refusal`.
    """

    key = models.CharField("clé", max_length=200, db_index=True)
    version = models.PositiveBigIntegerField("version")
    recorded = models.DateTimeField("notée le", default=timezone.now)
    sent = models.BooleanField("envoyée", default=False)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_attempt = models.DateTimeField("prochain essai", null=True, blank=True)
    refusal = models.TextField("refus", blank=True)
    parked = models.BooleanField("mise de côté", default=False)

    class Meta:
        verbose_name = "changement à transmettre"
        verbose_name_plural = "changements à transmettre"

    def __str__(self) -> str:
        return f"{self.key}, version {self.version}"


class ProjectionState(models.Model):
    """The one row that tells how Elasticsearch was last written.

    `marked_number` and `marked_token` are the revision last written into it as a marker;
    `failures` and `next_attempt` spare a server that does not answer; `rebuild_owner` is the
    process that fills a new index, believed to be alive until `rebuild_until`; `rebuilds` counts
    those that ended.
    """

    ONLY_ID = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ID)
    marked_number = models.PositiveBigIntegerField("révision marquée", default=0)
    marked_token = models.CharField("jeton marqué", max_length=32, blank=True)
    failures = models.PositiveSmallIntegerField("pannes de suite", default=0)
    next_attempt = models.DateTimeField("prochain essai", null=True, blank=True)
    rebuild_owner = models.CharField("qui reconstruit", max_length=200, blank=True)
    rebuild_began = models.DateTimeField("reconstruction commencée", null=True, blank=True)
    rebuild_until = models.DateTimeField("reconstruction réservée", null=True, blank=True)
    rebuilds = models.PositiveIntegerField("reconstructions finies", default=0)

    class Meta:
        verbose_name = "état de la projection"
        verbose_name_plural = "états de la projection"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="search_there_is_one_state_of_the_projection"
            ),
        ]

    def __str__(self) -> str:
        return f"révision marquée : {self.marked_number}"


class LoggedQuery(models.Model):
    """How often a query was searched for in one day. `folded` is what its spellings share, `shown`
    the first one of the day. Nothing here tells who searched (see search.log)."""

    day = models.DateField("jour")
    folded = models.CharField("recherche", max_length=200)
    shown = models.CharField("orthographe", max_length=100)
    searches = models.PositiveIntegerField("recherches", default=0)
    zero_results = models.PositiveIntegerField("sans résultat", default=0)

    class Meta:
        verbose_name = "recherche des visiteurs"
        verbose_name_plural = "recherches des visiteurs"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "day"], name="search_a_query_is_counted_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="search_queries_by_day")]

    def __str__(self) -> str:
        return f"{self.shown} ({self.day})"
