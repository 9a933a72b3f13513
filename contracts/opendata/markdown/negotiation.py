"""A fiche at its own address as Markdown, for whoever says that they prefer it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from wagtail.models import Page

from contracts.opendata.markdown.fiches import has_markdown
from contracts.opendata.markdown.views import as_markdown

_MARKDOWN, _PAGE = "text/markdown", "text/html"

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


def wants_markdown(request: HttpRequest) -> bool:
    """Whether « Accept » names Markdown before a page; « */* » does not."""
    named = _MARKDOWN in request.headers.get("Accept", "").lower()
    return named and request.get_preferred_type([_PAGE, _MARKDOWN]) == _MARKDOWN


def negotiated(serve: Serve) -> Serve:
    """A hook of Wagtail, around what serves a page to those who may read it. What stands below the
    address of a fiche is left alone."""

    def answer(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        if not has_markdown(type(page)) or request.path != page.get_url(request):
            return serve(page, request, args, kwargs)
        if wants_markdown(request):
            response = as_markdown(page, request)
        else:
            response = serve(page, request, args, kwargs)
        patch_vary_headers(response, ["Accept"])
        return response

    return answer
