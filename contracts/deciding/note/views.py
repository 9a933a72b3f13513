"""The address of a note, below that of its page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.models import Page

from contracts import kinds
from contracts.deciding.note.fiche import fiche_sheet, has_note
from contracts.deciding.note.paper import NotePaper
from contracts.deciding.note.territory import territory_sheet
from contracts.deciding.note.theme import theme_sheet
from contracts.models import Theme
from contracts.pages.parts.below import below_page
from contracts.pages.territory import TerritoryContext
from contracts.papers.answers import answer


@require_safe
def note(request: HttpRequest, path: str) -> HttpResponse:
    """The note of the page at this path, for whoever may read the page."""
    return below_page(request, path, _of_a_page, tail="note.pdf")


@require_safe
def theme_note(request: HttpRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.select_related("source"), slug=slug)
    return answer(request, NotePaper(theme_sheet(theme, request)))


@require_safe
def territory_note(request: HttpRequest, slug: str) -> HttpResponse:
    view = TerritoryContext.find(slug, request)
    if view is None:
        raise Http404
    return answer(request, NotePaper(territory_sheet(view)))


def _of_a_page(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponse:
    if not has_note(type(page)):
        raise Http404
    sheet = fiche_sheet(kinds.of(type(page)).context(page, request))
    return answer(request, NotePaper(sheet))
