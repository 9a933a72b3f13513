"""The address of a note, below that of its page."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.models import Page

from contracts import kinds
from contracts.deciding.note.fiche import fiche_sheet, has_note
from contracts.deciding.note.paper import NotePaper
from contracts.deciding.note.territory import territory_sheet
from contracts.deciding.note.theme import theme_sheet
from contracts.deciding.note.values import NoteSheet
from contracts.models import Theme
from contracts.pages.parts.below import below_page
from contracts.pages.territory import TerritoryContext
from contracts.papers.typesetting import PaperFailed

_FAILED = "La note n’a pas pu être faite. La page, elle, se lit et s’imprime à son adresse."

logger = logging.getLogger(__name__)


@require_safe
def note(request: HttpRequest, path: str) -> HttpResponse:
    """The note of the page at this path, for whoever may read the page."""
    return below_page(request, path, _of_a_page, tail="note.pdf")


@require_safe
def theme_note(request: HttpRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.select_related("source"), slug=slug)
    return _paper(request, theme_sheet(theme, request))


@require_safe
def territory_note(request: HttpRequest, slug: str) -> HttpResponse:
    view = TerritoryContext.find(slug, request)
    if view is None:
        raise Http404
    return _paper(request, territory_sheet(view))


def _of_a_page(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponse:
    if not has_note(type(page)):
        raise Http404
    return _paper(request, fiche_sheet(kinds.of(type(page)).context(page, request)))


def _paper(request: HttpRequest, sheet: NoteSheet) -> HttpResponse:
    paper = NotePaper(sheet)
    etag = f'"{paper.digest}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        content = caches["papers"].get_or_set(paper.digest, paper.pdf)
    except PaperFailed:
        logger.exception("No note of %s", paper.address)
        return HttpResponse(_FAILED, status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "ETag": etag,
            "Content-Disposition": content_disposition_header(False, paper.file_name),
            # Engines are to show the page.
            "Link": f'<{paper.address}>; rel="canonical"',
        },
    )
