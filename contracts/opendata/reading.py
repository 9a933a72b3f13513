"""Reads the public rows of a table by their keys, some at a time, with what their columns show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from contracts.index.documents.fiche import public_tools
from contracts.models import CaseStudyPage, Commitment, ContractPage, Indicator, ToolPage
from contracts.models.base import FichePage
from contracts.opendata.columns import Item
from contracts.rules.listed import listed
from search.models import SearchDocument

# The request that asks for the rows, whose host their addresses have; None when nobody asks: they
# have that of the settings.
Site = HttpRequest | None
# The items of some keys, by key: what is not public, or not any more, is left out. The number of
# queries does not grow with them.
Read = Callable[[Collection[Any], Site], Mapping[Any, Item]]

_OF_EVERY_FICHE = (
    "themes",
    "tagged_items__tag",
    "statements__source",
    "statements__second_source",
)


def contracts(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    return _fiches(ContractPage, pks, site, "parties__territory", "commitments__theme")


def case_studies(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    """With the contract and the tools that they name, when these are public themselves."""
    return _fiches(
        CaseStudyPage,
        pks,
        site,
        "places__territory",
        Prefetch("contract", listed(ContractPage.objects)),
        Prefetch("tools", public_tools()),
    )


def fiches(model: type[FichePage], *around: str) -> Read:
    """The public pages of a model, with what their columns show."""
    return lambda pks, site: _fiches(model, pks, site, *around)


def tools(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    return _fiches(ToolPage, pks, site)


def commitments(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    related = ("giver", "receiver", "theme", "source", "second_source")
    rows = Commitment.objects.filter(pk__in=pks).select_related(*related)
    return _of_public(rows, "contract", ContractPage, site)


def indicators(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    """With the fiche that used each, when it is public itself."""
    related = ("theme", "data_source", "used_source", "source", "second_source")
    users = Prefetch("used_in", listed(Page.objects))
    rows = Indicator.objects.filter(pk__in=pks).select_related(*related).prefetch_related(users)
    return _of_public(rows, "page", ToolPage, site)


def documents(keys: Collection[str], site: Site) -> Mapping[str, Item]:
    """Results of the search, of every kind: the index holds what is public alone."""
    shown = ("key", "kind", "title", "summary", "url", "date", "card", "updated")
    rows = SearchDocument.objects.filter(key__in=keys).only(*shown)
    return {row.key: Item(row, absolute(site, row.url)) for row in rows}


def _fiches(
    model: type[FichePage], pks: Collection[int], site: Site, *around: str | Prefetch
) -> Mapping[int, Item]:
    pages: Any = listed(model._default_manager.filter(pk__in=pks))
    sources = [name for name in model.shown_with if name.endswith("source")]
    pages = pages.select_related(*sources).prefetch_related(*_OF_EVERY_FICHE, *around)
    return {page.pk: Item(page, absolute(site, page.get_url(site))) for page in pages}


def _of_public(
    rows: QuerySet[Any], name: str, model: type[FichePage], site: Site
) -> Mapping[int, Item]:
    """The rows whose fiche is public. Their fiches are read by their keys in a query of their own:
    as a condition on the rows, all those of the base would be looked at for each part of a file."""
    fiches_of = listed(model._default_manager.all()).in_bulk(
        {getattr(row, f"{name}_id") for row in rows}
    )
    found = {}
    for row in rows:
        fiche = fiches_of.get(getattr(row, f"{name}_id"))
        if fiche is not None:
            setattr(row, name, fiche)
            found[row.pk] = Item(row, f"{absolute(site, fiche.get_url(site))}#{row.anchor}")
    return found


def absolute(site: Site, address: str | None) -> str:
    path = address or "/"
    return site.build_absolute_uri(path) if site else urljoin(settings.WAGTAILADMIN_BASE_URL, path)
