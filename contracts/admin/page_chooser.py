"""The search of the page chooser: by the title, that of the draft too, as readers search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.query import PageQuerySet

from contracts.admin.found_rows import FoundRows, find_rows


class FoundPages(PageQuerySet):
    """Pages that answer Wagtail's search of a chooser by our own."""

    def autocomplete(self, query: str, *_: Any, **__: Any) -> FoundRows | PageQuerySet:
        rows = self.order_by("title", "pk").values_list("pk", "title", "draft_title")
        texts = ((pk, f"{title} {draft}") for pk, title, draft in rows)
        found = find_rows(self, texts, query)
        return self if found is None else found


def forgiving(pages: PageQuerySet, request: HttpRequest) -> FoundPages:
    return FoundPages(model=pages.model, query=pages.query.chain(), using=pages.db)
