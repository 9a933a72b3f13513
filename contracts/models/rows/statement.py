"""What a fiche tells, one sourced statement at a time, under the heading it is read under."""

from __future__ import annotations

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase
from wagtail.models import Page

from contracts.models.rows.ordered import Ordered
from contracts.models.source import Sourced
from contracts.models.tag import Tag
from contracts.rules.listed import listed
from contracts.values.vocabulary import Section


class StatementQuerySet(models.QuerySet["Statement"]):
    def across_catalogue(self, *sections: Section) -> StatementQuerySet:
        """Statements of the pages that are listed, with what a list of them shows, in no order."""
        return (
            self.filter(section__in=sections, page__live=True)
            .filter(page__in=listed(Page.objects))
            .select_related("page", "source", "second_source")
            .prefetch_related("tagged_items__tag")
            .order_by()
        )


class Statement(Sourced, Ordered, ClusterableModel):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="statements")
    section = models.CharField("rubrique", max_length=20, choices=Section.choices)
    text = models.TextField(
        "texte",
        max_length=1200,
        help_text="Une à trois phrases, avec vos mots. Exemple : Le pays et la métropole se "
        "réunissent une fois par an.",
    )
    tags = ClusterTaggableManager(
        through="contracts.TaggedStatement",
        blank=True,
        verbose_name="étiquettes",
        help_text="Pour retrouver ensemble les mêmes conditions ou les mêmes freins.",
    )

    objects = StatementQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = "élément"
        verbose_name_plural = "éléments"

    def __str__(self) -> str:
        return f"{self.get_section_display()} : {self.text[:80]}"


class TaggedStatement(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_statements")
    content_object = ParentalKey(Statement, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        verbose_name = "étiquette d’un élément"
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_object"], name="a_statement_has_a_tag_once"
            )
        ]
