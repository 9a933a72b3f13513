"""A page that lists fiches: the search answers, the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from search.forms import SearchForm
from search.service import answer


def listing_response(
    request: HttpRequest,
    *,
    template: str,
    fixed: Mapping[str, tuple[str, ...]],
    context: Mapping[str, Any],
) -> HttpResponse:
    """The page `template` with its list, or the list alone when htmx asks for it.

    `fixed` are the filters that make this page what it is: {facet: codes}; a reader adds others.
    """
    form = SearchForm.from_querydict(request.GET, fixed=fixed)
    htmx = getattr(request, "htmx", None)
    partial = bool(htmx) and htmx.target == "resultats"
    response = TemplateResponse(
        request,
        "search/_results.html" if partial else template,
        {**context, "form": form, "response": answer(form)},
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


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
