"""The window in which a page is chosen: it opens where the fiches are, and says first which ones
are the likeliest."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import (
    BrowseView,
    PageChooserTable,
    page_models_from_string,
)
from wagtail.models import Page, Site

from contracts.admin.choosing.recent import WindowAsked, recent_rows


class PagesView(BrowseView):
    """Before one has gone anywhere. A place to move or to copy a page to is asked as Wagtail does,
    from the top."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        asked = WindowAsked.from_querydict(request.GET)
        classes = _models(asked.kinds)
        if asked.is_place or not classes:
            return super().get(request)
        if asked.is_first:
            self.is_multiple_choice = asked.is_multiple
            request.recent_pages = self._recent(request, classes)  # type: ignore[attr-defined]
        return super().get(request, _top() if classes == (Page,) else None)

    def _recent(self, request: HttpRequest, classes: tuple[Any, ...]) -> PageChooserTable | None:
        """None when nothing is likelier than the rest."""
        pages = recent_rows(request, Page.objects.filter(depth__gt=2).type(*classes))
        for page in pages:
            page.can_choose = True
            page.is_parent_page = page.can_descend = False
        return PageChooserTable(self.columns, pages) if pages else None


def _models(kinds: str) -> tuple[Any, ...]:
    """None when one of them is no page."""
    try:
        return tuple(page_models_from_string(kinds))
    except (ValueError, LookupError):
        return ()


def _top() -> int | None:
    site = Site.objects.filter(is_default_site=True).first()
    return site.root_page_id if site else None


pages_view = require_admin_access(PagesView.as_view())
