"""The kinds of pages that are found, each with what makes its document: a register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from contracts.models.base import IndexedPage
from contracts.models.territory import TerritoryGraph
from search.index.documents import Document


@dataclass(frozen=True)
class Projection:
    """What the search knows of a kind of page.

    `document` makes the document of a row of `rows_of(model)`. `lookups` tells what it reads around
    the page, as `prefetch_related` takes it; asked each time, for it knows which tools are public.
    """

    document: Callable[[Any, TerritoryGraph], Document]
    lookups: Callable[[], tuple[str | Prefetch, ...]]


_projections: dict[type[IndexedPage], Projection] = {}


def register(model: type[IndexedPage], projection: Projection) -> None:
    if model in _projections:
        raise ValueError(f"{model._meta.label} is offered to the search twice")
    _projections[model] = projection


def searchable_models() -> list[type[IndexedPage]]:
    """Every kind of page that the search finds, of this application and those above."""
    return sorted(_projections, key=lambda model: model._meta.label)


def is_searchable(model: type) -> bool:
    return model in _projections


def lookups_of(model: type[IndexedPage]) -> tuple[str | Prefetch, ...]:
    return _projections[model].lookups()


def rows_of(model: type[IndexedPage]) -> QuerySet[Any]:
    """The pages of this kind with all that their documents read, at a number of queries that does
    not grow with them."""
    return model.objects.prefetch_related(*lookups_of(model))


def document_of(page: IndexedPage, graph: TerritoryGraph) -> Document:
    """The document of a page that is a row of `rows_of` its model."""
    return _projections[type(page)].document(page, graph)
