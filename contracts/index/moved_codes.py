"""Codes of filters whose row was merged away: shared addresses, feeds and alerts say them for years.

The address of the row leads to that of the one that is kept, and is what tells both codes here.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from django.db.models import Model
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from wagtail.contrib.redirects.models import Redirect

from contracts.models import Tag, Territory, Theme
from search.index.documents import clean

# By the parameter that filters: the rows that it names, and the name of the address of each.
_NAMED: dict[str, tuple[type[Model], str]] = {
    "theme": (Theme, "theme"),
    "etiquette": (Tag, "tag"),
    "territoire": (Territory, "territory"),
    "partie": (Territory, "territory"),
    "region": (Territory, "territory"),
}

Parameters = list[tuple[str, str]]


def of_today(parameters: Iterable[tuple[str, str]]) -> Parameters:
    """The same parameters of an address, each code that led to a row merged away being that of the
    row that is kept; what this makes the same is there once. One query where a filter is on, none
    elsewhere."""
    told = list(parameters)
    codes = {(name, code) for name, code in told if name in _NAMED}
    now = _moved(codes) if codes else {}
    if not now:
        return told
    return list(dict.fromkeys((name, now.get((name, code), code)) for name, code in told))


def _moved(codes: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    asked = {pair: path for pair in codes if (path := _path(*pair))}
    links = dict(
        Redirect.objects.filter(old_path__in=set(asked.values())).values_list(
            "old_path", "redirect_link"
        )
    )
    found = {}
    for (name, code), path in asked.items():
        new = _code_at(_NAMED[name][1], links.get(path, ""))
        if new and not _NAMED[name][0]._default_manager.filter(slug=code).exists():
            found[name, code] = new
    return found


def _path(name: str, code: str) -> str:
    """As redirections keep it; nothing for what no address can say."""
    try:
        return str(Redirect.normalise_path(reverse(_NAMED[name][1], args=[clean(code)])))
    except NoReverseMatch:
        return ""


def _code_at(route: str, link: str) -> str:
    """The code in the address of a row; nothing for the address of anything else."""
    try:
        found = resolve(unquote(link))
    except Resolver404:
        return ""
    values = [*found.args, *found.kwargs.values()]
    return str(values[0]) if found.url_name == route and len(values) == 1 else ""
