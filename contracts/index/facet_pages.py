"""The values of a facet that have a page of their own, counted by the search."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from search.answers.service import counted
from search.query.form import SearchForm


@dataclass(frozen=True)
class FacetEntry:
    """A value of a facet that has a page of its own: a theme, a tag."""

    code: str
    label: str
    count: int
    url: str


# The names of the addresses of these pages, by facet.
_ROUTES = {
    "theme": "theme",
    "etiquette": "tag",
    "territoire": "territory",
    "region": "atlas_region",
}


def url_of(facet: str, code: str) -> str:
    """The page of a value of a facet. Raises KeyError for a facet whose values have none."""
    return reverse(_ROUTES[facet], args=[code])


def facet_entries(*names: str) -> list[FacetEntry]:
    """What the public pages stand under, with the number of pages that its own page lists."""
    form = SearchForm.from_querydict(QueryDict(), facets=names, page_size=1)
    return [
        FacetEntry(
            value.code,
            value.label,
            value.count,
            url_of(count.facet.name, value.code),
        )
        for count in counted(form)
        for value in count.values
    ]
