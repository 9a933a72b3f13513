"""The values of a facet that have a page of their own, counted by the search."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from search.answers.service import answer
from search.query.form import SearchForm


@dataclass(frozen=True)
class FacetEntry:
    """A value of a facet that has a page of its own: a theme, a tag."""

    code: str
    label: str
    count: int
    url: str


_FACET_ROUTES = {"theme": "theme", "etiquette": "tag"}


def facet_entries(*names: str) -> list[FacetEntry]:
    """What the public pages stand under, with the number of pages that its own page lists."""
    form = SearchForm.from_querydict(QueryDict(), facets=names, page_size=1)
    return [
        FacetEntry(
            value.code,
            value.label,
            value.count,
            reverse(_FACET_ROUTES[count.facet.name], args=[value.code]),
        )
        for count in answer(form).facets
        for value in count.values
    ]
