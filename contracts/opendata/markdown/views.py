"""The addresses of what assistants read."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.models import Page

from contracts import kinds
from contracts.opendata.markdown.fiches import has_markdown, markdown
from contracts.opendata.markdown.guide import guide
from contracts.pages.parts.below import below_page

_MARKDOWN = "text/markdown; charset=utf-8"


@require_safe
def fiche(request: HttpRequest, path: str) -> HttpResponseBase:
    """The fiche at this path as Markdown, for whoever may read its page."""

    def serve(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponseBase:
        if not has_markdown(type(page)):
            raise Http404
        return as_markdown(page, request)

    return below_page(request, f"{path}/", serve)


def as_markdown(page: Page, request: HttpRequest) -> HttpResponse:
    """A contract, an experience or a tool."""
    shown = kinds.of(type(page)).context(page, request)
    return HttpResponse(
        markdown(shown),
        content_type=_MARKDOWN,
        # Engines are to show the page.
        headers={"Link": f'<{shown.url}>; rel="canonical"', "X-Robots-Tag": "noindex"},
    )


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    return HttpResponse(guide(request), content_type="text/plain; charset=utf-8")
