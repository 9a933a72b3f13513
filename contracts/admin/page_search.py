"""Every search of pages in the admin: by the title, that of the draft too, as readers search."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.search.backends import database
from wagtail.search.query import And, Phrase, PlainText

from contracts.admin.found_rows import FoundRows, find_rows


class FoundFiches(FoundRows):
    """What the admin asks of results: their number for each value of a field, and a list."""

    supports_facet = True

    def facet(self, field: str) -> Counter[Any]:
        return Counter(self.values(field))

    def count(self) -> int:  # type: ignore[override]  # as a queryset counts
        return len(self)

    def results(self) -> list[Any]:
        return list(self)


class SearchBackend:
    """That of Wagtail for the database, but for pages that are being typed."""

    def __init__(self, params: dict[str, Any]) -> None:
        self._database = database.SearchBackend(params)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def autocomplete(
        self, query: Any, rows: Any, order_by_relevance: bool = True, **options: Any
    ) -> Any:
        if isinstance(rows, QuerySet) and issubclass(rows.model, Page):
            found = _find_pages(rows, _words(query), by_relevance=order_by_relevance)
            if found is not None:
                return found
        return self._database.autocomplete(
            query, rows, order_by_relevance=order_by_relevance, **options
        )


def _find_pages(pages: QuerySet[Page], typed: str, *, by_relevance: bool) -> FoundFiches | None:
    asked = pages.order_by("title", "pk") if by_relevance else pages
    rows = list(asked.values_list("pk", "title", "draft_title"))
    found = find_rows(pages, ((pk, f"{title} {draft}") for pk, title, draft in rows), typed)
    if found is None:
        return None
    keys = set(found.keys)
    in_order = found.keys if by_relevance else [pk for pk, *_ in rows if pk in keys]
    return FoundFiches(pages, in_order)


def _words(query: Any) -> str:
    """What was typed: Wagtail parts words from phrases between quotes."""
    if isinstance(query, And):
        return " ".join(_words(part) for part in query.subqueries)
    if isinstance(query, PlainText | Phrase):
        return query.query_string
    return query if isinstance(query, str) else ""
