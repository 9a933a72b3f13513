"""Facets: the register of filters, filled by the apps that know what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import QuerySet

from search.query.page_head import in_sentence

# Names that an address gives to something else.
RESERVED_NAMES = frozenset({"q", "exact", "tri", "page"})

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class FacetOrder(Enum):
    """The order in which the values of a facet are shown."""

    BY_COUNT = "most results first, then by label"
    BY_CODE_DESCENDING = "last code first: years"
    GIVEN = "the order of the mapping that `labels` returns: stages"


@dataclass(frozen=True)
class RowLabels:
    """Labels that the database gives: the rows of some codes, not read yet, and what they say. Those
    of several facets are read at once (`search.index.together`)."""

    rows: Callable[[Collection[str]], QuerySet[Any]]
    said: Callable[[Iterable[Any]], Mapping[str, str]] = dict

    def __call__(self, codes: Collection[str]) -> Mapping[str, str]:
        return self.said(self.rows(codes))


@dataclass(frozen=True)
class Facet:
    """One filter. `name` is its parameter in addresses, in French; `labels` gives the labels of
    many codes with one query, says nothing of the codes it does not know, and must accept any
    text: visitors write addresses by hand. The facets `shown` are open on the page, others folded.
    `in_title` makes of a code and its label the words of the title of a page. `undated` are the
    codes whose documents never bear a date: nothing among them is the most recent.
    """

    name: str
    label: str
    labels: Callable[[Collection[str]], Mapping[str, str]]
    order: FacetOrder = FacetOrder.BY_COUNT
    shown: bool = True
    help: str = ""
    in_title: Callable[[str, str], str] = lambda _code, label: in_sentence(label)
    undated: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.name in RESERVED_NAMES or not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} cannot be a parameter of an address for a facet")


_facets: dict[str, Facet] = {}


def register(*facets: Facet) -> None:
    """Offer filters, in the order in which they are shown. Call it from AppConfig.ready."""
    for facet in facets:
        if facet.name in _facets:
            raise ValueError(f"two facets are named {facet.name}")
        _facets[facet.name] = facet


def registered() -> tuple[Facet, ...]:
    """Every facet, those that are shown first."""
    return tuple(sorted(_facets.values(), key=lambda facet: not facet.shown))


def get(name: str) -> Facet:
    return _facets[name]


def may_be_dated(name: str, codes: Collection[str]) -> bool:
    """Whether a document under one of these codes may bear a date."""
    facet = _facets.get(name)
    return facet is None or not facet.undated.issuperset(codes)
