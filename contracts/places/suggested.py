"""Places that a search field proposes while a reader types: régions, départements and communes, by
the beginning of a name or of a postal code."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.db.models import Q, QuerySet
from django.urls import reverse

from contracts.models import Commune, CommuneAlias, Territory
from contracts.places.gazetteer import OFFICIAL
from contracts.values.place_names import place_key
from contracts.values.slugs import folded_slug
from contracts.values.vocabulary import TerritoryLevel
from search.words import completions
from search.words.completions import FoundName

_SHORTEST = 3  # letters, or figures of a postal code
_AFTER_ALL = "\uffff"


def find(text: str, limit: int) -> list[FoundName]:
    """At most `limit` names, régions and départements first, then the largest communes."""
    typed = text.strip()
    names = _of_code(typed) if typed.isdecimal() else _of_name(place_key(typed))
    found: dict[str, FoundName] = {}
    for one in names:
        found.setdefault(one.url, one)
        if len(found) == limit:
            break
    return list(found.values())


def _of_name(key: str) -> Iterator[FoundName]:
    if len(key) < _SHORTEST:
        return
    begins = Q(place_key__gte=key, place_key__lt=key + _AFTER_ALL)
    official = Territory.objects.filter(begins, level__in=OFFICIAL)
    short = CommuneAlias.objects.filter(begins, kind=CommuneAlias.Kind.SHORT)
    communes = Commune.objects.filter(begins | Q(pk__in=short.values("commune")))
    yield from chain(_territories(official), _communes(communes))


def _of_code(code: str) -> Iterator[FoundName]:
    if len(code) == 2:
        departement = Q(level=TerritoryLevel.DEPARTEMENT, code=code)
        yield from _territories(Territory.objects.filter(departement))
    if len(code) < _SHORTEST:
        return
    postal = CommuneAlias.objects.filter(
        kind=CommuneAlias.Kind.POSTAL, code__gte=code, code__lt=code + _AFTER_ALL
    )
    rows = postal.order_by("-commune__population", "code").values_list(
        "commune__code", "commune__name", "code"
    )
    for insee, name, found in rows[: completions.MOST]:
        yield FoundName(f"{found} {name}", _address(insee, name))


def _territories(rows: QuerySet[Territory]) -> Iterator[FoundName]:
    for territory in rows.order_by("-level", "sort_key"):
        level = str(territory.get_level_display()).lower()
        yield FoundName(territory.name, territory.get_absolute_url(), level)


def _communes(rows: QuerySet[Commune]) -> Iterator[FoundName]:
    largest = rows.order_by("-population", "code").values_list("code", "name", "departement")
    for code, name, departement in largest[: completions.MOST]:
        yield FoundName(name, _address(code, name), f"commune ({departement})")


def _address(code: str, name: str) -> str:
    return reverse("commune", args=[code, folded_slug(name)])
