"""The kinds of pages that are found, and what makes the documents of their rows."""

from __future__ import annotations

from django.db.models import Prefetch
from wagtail.query import PageQuerySet

from contracts import kinds
from contracts.models.base import IndexedPage
from contracts.models.territory import TerritoryGraph
from search.index.documents import Document


def searchable_models() -> list[type[IndexedPage]]:
    """Every kind of page that the search finds, of this application and those above."""
    models = [kind.model for kind in kinds.registered() if issubclass(kind.model, IndexedPage)]
    return sorted(models, key=lambda model: model._meta.label)


def is_searchable(model: type | None) -> bool:
    return model in searchable_models()


def lookups_of(model: type[IndexedPage]) -> tuple[str | Prefetch, ...]:
    """What a document reads around its page, as `prefetch_related` takes it."""
    return kinds.of(model).lookups()


def rows_of(model: type[IndexedPage]) -> PageQuerySet:
    """The pages of this kind with all that their documents read, at a number of queries that does
    not grow with them."""
    return model.objects.prefetch_related(*lookups_of(model))


def document_of(page: IndexedPage, graph: TerritoryGraph) -> Document:
    """The document of a page that is a row of `rows_of` its model."""
    document = kinds.of(type(page)).document
    if document is None:
        raise TypeError(f"{type(page)} is not found by the search")
    return document(page, graph)
