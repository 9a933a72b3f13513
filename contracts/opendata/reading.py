"""Reads the public rows of a table by their keys, some at a time, with what their columns show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from wagtail.models import Page

from contracts.index.documents.fiche import public_tools
from contracts.models import CaseStudyPage, Commitment, ContractPage, Indicator, ToolPage
from contracts.models.base import FichePage
from contracts.opendata.columns import Item
from contracts.rules.listed import listed
from search.models import SearchDocument

# The items of some keys, by key: what is not public, or not any more, is left out. The number of
# queries does not grow with them.
Read = Callable[[Collection[Any], HttpRequest], Mapping[Any, Item]]

_OF_EVERY_FICHE = (
    "themes",
    "tagged_items__tag",
    "statements__source",
    "statements__second_source",
)


def contracts(pks: Collection[int], request: HttpRequest) -> Mapping[int, Item]:
    return _fiches(ContractPage, pks, request, "parties__territory", "commitments__theme")


def case_studies(pks: Collection[int], request: HttpRequest) -> Mapping[int, Item]:
    """With the contract and the tools that they name, when these are public themselves."""
    return _fiches(
        CaseStudyPage,
        pks,
        request,
        "places__territory",
        Prefetch("contract", listed(ContractPage.objects)),
        Prefetch("tools", public_tools()),
    )


def tools(pks: Collection[int], request: HttpRequest) -> Mapping[int, Item]:
    return _fiches(ToolPage, pks, request)


def commitments(pks: Collection[int], request: HttpRequest) -> Mapping[int, Item]:
    related = ("contract", "giver", "receiver", "theme", "source", "second_source")
    rows = Commitment.objects.filter(pk__in=pks, contract__in=listed(ContractPage.objects))
    return {
        row.pk: Item(row, f"{_absolute(request, row.contract.get_url(request))}#{row.anchor}")
        for row in rows.select_related(*related)
    }


def indicators(pks: Collection[int], request: HttpRequest) -> Mapping[int, Item]:
    """With the fiche that used each, when it is public itself."""
    related = ("page", "theme", "data_source", "used_source", "source", "second_source")
    rows = Indicator.objects.filter(pk__in=pks, page__in=listed(ToolPage.objects))
    users = Prefetch("used_in", listed(Page.objects))
    return {
        row.pk: Item(row, f"{_absolute(request, row.page.get_url(request))}#{row.anchor}")
        for row in rows.select_related(*related).prefetch_related(users)
    }


def documents(keys: Collection[str], request: HttpRequest) -> Mapping[str, Item]:
    """Results of the search, of every kind: the index holds what is public alone."""
    shown = ("key", "kind", "title", "summary", "url", "date", "card", "updated")
    rows = SearchDocument.objects.filter(key__in=keys).only(*shown)
    return {row.key: Item(row, _absolute(request, row.url)) for row in rows}


def _fiches(
    model: type[FichePage], pks: Collection[int], request: HttpRequest, *around: str | Prefetch
) -> Mapping[int, Item]:
    pages: Any = listed(model._default_manager.filter(pk__in=pks))
    sources = [name for name in model.shown_with if name.endswith("source")]
    pages = pages.select_related(*sources).prefetch_related(*_OF_EVERY_FICHE, *around)
    return {page.pk: Item(page, _absolute(request, page.get_url(request))) for page in pages}


def _absolute(request: HttpRequest, address: str | None) -> str:
    return request.build_absolute_uri(address or "/")
