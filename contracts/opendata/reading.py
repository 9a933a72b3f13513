"""Reads the public rows of a table by their keys, some at a time, with what their columns show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from django.conf import settings
from django.db.models import Model, Q
from django.http import HttpRequest
from wagtail.models import Page

from contracts.index.documents.fiche import public_tools
from contracts.models import (
    CaseStudyPage,
    Commitment,
    Commune,
    CommuneAlias,
    ContractPage,
    Indicator,
    Party,
    Statement,
    Territory,
    ToolPage,
)
from contracts.models.base import FichePage
from contracts.models.case_study import CaseStudyPlace
from contracts.models.tag import TaggedPage
from contracts.opendata.columns import Item
from contracts.opendata.plain_rows import Among, PlainRows, gather, gather_many, plain_rows, refer
from contracts.places.containment import Concerned
from contracts.rules.listed import listed
from contracts.values.vocabulary import TerritoryLevel
from search.models import SearchDocument

# The request that asks for the rows, whose host their addresses have; None when nobody asks: they
# have that of the settings.
Site = HttpRequest | None
# The items of some keys, by key: what is not public, or not any more, is left out. The number of
# queries does not grow with them.
Read = Callable[[Collection[Any], Site], Mapping[Any, Item]]

_SOURCES = ("source", "second_source")
# What Wagtail knows of a page, and no column shows.
_SHOWN = {"id", "title", "slug", "url_path", "first_published_at", "last_published_at"}
_NOT_SHOWN = {field.name for field in Page._meta.concrete_fields} - _SHOWN


def contracts(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    pages = _plain_fiches(ContractPage, pks)
    parties = _children(Party, "contract", pages, "parties")
    refer(parties, ("territory",))
    commitments = _children(Commitment, "contract", pages, "commitments")
    refer(commitments, ("theme",))
    return _items(pages, site)


def case_studies(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    """With the contract and the tools that they name, when these are public themselves."""
    pages = _plain_fiches(CaseStudyPage, pks)
    places = _children(CaseStudyPlace, "page", pages, "places")
    refer(places, ("territory",))
    refer(pages, ("contract",), {"contract": listed(ContractPage.objects)})
    gather_many(pages, "tools", public_tools())
    return _items(pages, site)


def tools(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    return _items(_plain_fiches(ToolPage, pks), site)


def fiches(model: type[FichePage], *around: str) -> Read:
    """The public pages of a model, with what their columns show."""

    def read(pks: Collection[int], site: Site) -> Mapping[int, Item]:
        pages: Any = listed(model._default_manager.filter(pk__in=pks))
        pages = pages.prefetch_related("themes", *around)
        return {page.pk: Item(page, absolute(site, page.get_url(site))) for page in pages}

    return read


def commitments(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    rows = plain_rows(Commitment.objects.filter(pk__in=Among(pks)))
    refer(rows, ("giver", "receiver", "theme", *_SOURCES))
    _put_alike(rows)
    return _of_public(rows, "contract", ContractPage, site)


def _put_alike(rows: Sequence[Any]) -> None:
    """The commitments of its contract that have the letter of each, itself among them, as `alike`:
    a list that has one of them may not have the others."""
    lettered = {row.contract_id for row in rows if row.exchange}
    others = (
        Commitment.objects.filter(contract__in=Among(lettered))
        .exclude(exchange="")
        .order_by("contract", "sort_order", "pk")
    )
    by_letter: dict[tuple[int, str], PlainRows] = defaultdict(PlainRows)
    for other in plain_rows(others) if lettered else ():
        by_letter[other.contract_id, other.exchange].append(other)
    for row in rows:
        row.alike = by_letter.get((row.contract_id, row.exchange), PlainRows())


def indicators(pks: Collection[int], site: Site) -> Mapping[int, Item]:
    """With the fiche that used each, when it is public itself."""
    rows = plain_rows(Indicator.objects.filter(pk__in=Among(pks)))
    users = {"used_in": listed(Page.objects)}
    refer(rows, ("theme", "data_source", "used_source", "used_in", *_SOURCES), users)
    return _of_public(rows, "page", ToolPage, site)


def documents(keys: Collection[str], site: Site) -> Mapping[str, Item]:
    """Results of the search, of every kind: the index holds what is public alone."""
    shown = ("key", "kind", "title", "summary", "url", "date", "card", "updated")
    rows = SearchDocument.objects.filter(key__in=keys).only(*shown)
    return {row.key: Item(row, absolute(site, row.url)) for row in rows}


@dataclass(frozen=True)
class CommuneRow:
    """A commune, the names of what it lies in, and the identifiers of the contracts that concern
    it."""

    commune: Commune
    departement: str
    epci: str
    postal_codes: tuple[str, ...]
    contracts: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.commune.code


def communes(codes: Collection[str], site: Site) -> Mapping[str, Item]:
    rows = list(Commune.objects.filter(pk__in=codes))
    wanted = {
        TerritoryLevel.DEPARTEMENT: {row.departement for row in rows},
        TerritoryLevel.EPCI: {row.epci for row in rows if row.epci},
    }
    within = Q(*(Q(level=level, code__in=some) for level, some in wanted.items()), _connector=Q.OR)
    named = Territory.objects.filter(within).values_list("level", "code", "name")
    names = {(level, code): name for level, code, name in named}
    postal: dict[str, list[str]] = defaultdict(list)
    aliases = CommuneAlias.objects.filter(commune__in=codes, kind=CommuneAlias.Kind.POSTAL)
    for pk, code in aliases.order_by("code").values_list("commune", "code").distinct():
        postal[pk].append(code)
    concerned = Concerned()
    contracts = {row.code: concerned.contracts(row) for row in rows}
    of_all = set().union(*contracts.values())
    slugs = dict(ContractPage.objects.filter(pk__in=of_all).values_list("pk", "slug"))
    return {
        row.code: Item(
            CommuneRow(
                row,
                names.get((TerritoryLevel.DEPARTEMENT, row.departement), ""),
                names.get((TerritoryLevel.EPCI, row.epci), ""),
                tuple(postal[row.code]),
                tuple(sorted(slugs[pk] for pk in contracts[row.code] if pk in slugs)),
            ),
            absolute(site, row.get_absolute_url()),
        )
        for row in rows
    }


def _plain_fiches(model: type[FichePage], pks: Collection[int]) -> list[Any]:
    """The public ones, with what the columns of every fiche show."""
    public = listed(model._default_manager.filter(pk__in=Among(pks)))
    pages = plain_rows(public, without=_NOT_SHOWN)
    refer(pages, [name for name in model.shown_with if name.endswith("source")])
    gather_many(pages, "themes")
    refer(_children(TaggedPage, "content_object", pages, "tagged_items"), ("tag",))
    refer(_children(Statement, "page", pages, "statements"), _SOURCES)
    return pages


def _children(model: type[Model], parent: str, pages: Sequence[Any], relation: str) -> list[Any]:
    """The rows of these pages that a relation of theirs gives, and those of each put in it."""
    of_pages = model._default_manager.filter(**{f"{parent}__in": Among(page.pk for page in pages)})
    rows = plain_rows(of_pages)
    gather(pages, relation, rows, f"{parent}_id")
    return rows


def _items(pages: Iterable[Any], site: Site) -> Mapping[int, Item]:
    """Pages below the same one differ by the end of their address."""
    address = _Addresses(site)
    return {page.pk: Item(page, address.of(page)) for page in pages}


class _Addresses:
    """The addresses of plain pages: that of what stands above is worked out once."""

    def __init__(self, site: Site):
        self.site = site
        self._above: dict[str, str | None] = {}

    def of(self, page: Any) -> str:
        above = page.url_path[: -len(page.slug) - 1]
        if above not in self._above:
            url = Page(url_path=above, pk=page.pk).get_url(self.site)
            self._above[above] = url and absolute(self.site, url)
        known = self._above[above]
        return f"{known}{quote(page.slug)}/" if known else absolute(self.site, None)


def _of_public(
    rows: Sequence[Any], name: str, model: type[FichePage], site: Site
) -> Mapping[int, Item]:
    """The rows whose fiche is public. Their fiches are read by their keys in a query of their own:
    as a condition on the rows, all those of the base would be looked at for each part of a file."""
    asked = {getattr(row, f"{name}_id") for row in rows}
    public = listed(model._default_manager.filter(pk__in=Among(asked)))
    pages = plain_rows(public, without=_NOT_SHOWN)
    fiches_of = {page.pk: page for page in pages}
    addresses = _Addresses(site)
    found = {}
    for row in rows:
        fiche = fiches_of.get(getattr(row, f"{name}_id"))
        if fiche is not None:
            setattr(row, name, fiche)
            found[row.pk] = Item(row, f"{addresses.of(fiche)}#{row.anchor}")
    return found


def absolute(site: Site, address: str | None) -> str:
    path = address or "/"
    return site.build_absolute_uri(path) if site else urljoin(settings.WAGTAILADMIN_BASE_URL, path)
