"""The kinds of pages that are found, and what makes the documents of their rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from contracts import kinds
from contracts.models.base import IndexedPage
from contracts.models.territory import TerritoryGraph
from search.index.documents import Document


def searchable_models() -> list[type[IndexedPage]]:
    """Every kind of page that the search finds, of this application and those above."""
    models = [kind.model for kind in kinds.registered() if issubclass(kind.model, IndexedPage)]
    return sorted(models, key=lambda model: model._meta.label)


def is_searchable(model: type) -> bool:
    return model in searchable_models()


def lookups_of(model: type[IndexedPage]) -> tuple[str | Prefetch, ...]:
    """What a document reads around its page, as `prefetch_related` takes it."""
    return kinds.of(model).lookups()


def rows_of(model: type[IndexedPage]) -> QuerySet[Any]:
    """The pages of this kind with all that their documents read, at a number of queries that does
    not grow with them."""
    return model.objects.prefetch_related(*lookups_of(model))


def document_of(page: IndexedPage, graph: TerritoryGraph) -> Document:
    """The document of a page that is a row of `rows_of` its model."""
    return kinds.of(type(page)).document(page, graph)
