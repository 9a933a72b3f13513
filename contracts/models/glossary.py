"""A term of the field: drafted, published, defined with its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.utils.encoding import escape_uri_path
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from contracts import kinds
from contracts.models.events import AnnouncedModel
from contracts.models.source import Sourced
from contracts.models.upkeep.merged import ReadThroughMerges
from contracts.rules.publication import Fault, refuse
from contracts.rules.publication_form import TermForm
from contracts.rules.words.glossary import rule_faults
from contracts.rules.words.wordings import Typed
from contracts.values.slugs import unused_slug
from contracts.values.sort_key import SortKeyField
from contracts.values.vocabulary import TermCategory
from search.answers.expansions import Rule
from search.index import indexing


class TermQuerySet(models.QuerySet["Term"]):
    def published(self) -> TermQuerySet:
        return self.filter(live=True)

    def with_reading(self) -> TermQuerySet:
        """With what the page of a term shows."""
        return self.select_related("source", "second_source").prefetch_related(
            "synonyms", "see_also"
        )

    def rules(self) -> Iterator[Rule]:
        """The published terms, as the search follows them."""
        terms = self.published().only("term", "slug", "expansion")
        for term in terms.prefetch_related("synonyms"):
            yield term.rule


class Term(
    ReadThroughMerges,
    Sourced,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    AnnouncedModel,
    ClusterableModel,
):
    slug = models.SlugField(
        "identifiant d’adresse",
        max_length=100,
        unique=True,
        error_messages={"unique": "Un terme porte déjà cet identifiant."},
    )
    term = models.CharField("terme", max_length=120, help_text="Exemple : EPCI.")
    expansion = models.CharField(
        "développement",
        max_length=250,
        blank=True,
        help_text="Ce que le sigle abrège, s’il est connu d’une source.",
    )
    definition = models.TextField("définition", max_length=600, blank=True)
    category = models.CharField("catégorie", max_length=10, choices=TermCategory.choices)
    code = models.CharField("code", max_length=4, blank=True)
    see_also = ParentalManyToManyField(
        "self", verbose_name="voir aussi", blank=True, symmetrical=False, related_name="seen_from"
    )

    sort_key = SortKeyField("clé de classement", max_length=150, source="term")

    objects = TermQuerySet.as_manager()
    base_form_class = TermForm

    class Meta:
        verbose_name = "terme"
        verbose_name_plural = "glossaire"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return escape_uri_path(f"/glossaire/{self.slug}/")

    @property
    def rule(self) -> Rule:
        """The term as the search follows it: whoever types one of its wordings finds the others."""
        expansion = (self.expansion,) if self.expansion else ()
        synonyms = (synonym.text for synonym in self.synonyms.all())
        return Rule(
            self.term,
            self.get_absolute_url(),
            (*expansion, *synonyms),
            stands_for=self.expansion,
        )

    def publication_faults(self) -> list[Fault]:
        faults = []
        if not self.definition.strip():
            faults.append(Fault("Donnez la définition du terme.", "definition"))
        if self.source_id is None:
            faults.append(Fault("Indiquez la source : rien n’est publié sans source.", "source"))
        typed = [Typed(self.term, "term"), Typed(self.expansion, "expansion")]
        typed += [Typed(synonym.text, "text", synonym) for synonym in self.synonyms.all()]
        return faults + rule_faults(self.rule, typed, Term.objects.exclude(pk=self.pk).rules())

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or unused_slug(Term, "slug", self.term)
        with transaction.atomic():
            if self.live and kwargs.get("update_fields") is None:
                # Of two terms published at once with one synonym, the second one sees the first.
                indexing.lock()
                refuse(self.publication_faults())
            super().save(*args, **kwargs)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "contracts/term.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"view": kinds.of(Term).context(self, request)}


class Synonym(models.Model):
    """Another way to write the term, which the search will understand as the term."""

    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="synonyms")
    text = models.CharField("synonyme", max_length=150)

    class Meta:
        verbose_name = "synonyme"
        verbose_name_plural = "synonymes"
        constraints = [
            models.UniqueConstraint(fields=["term", "text"], name="a_synonym_is_given_once")
        ]

    def __str__(self) -> str:
        return self.text
