"""Run a search: SearchForm in, SearchResponse out.

Used by the result page, the index pages, the pages of themes, tags and territories, and whoever
writes a whole list into a file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from time import perf_counter

from django.db.models import QuerySet

from search import engines
from search.answers import everyday, expansions, response
from search.index.prepared import prepared
from search.models import SearchDocument
from search.query.form import SearchForm
from search.query.request import SearchRequest
from search.query.results import FacetCount, SearchResponse

_MOST = 1_000_000  # documents of a whole list
_SHOWN = ("key", "kind", "title", "summary", "body", "url", "date", "card")


def answer(form: SearchForm) -> SearchResponse:
    """Answer a search. Raises SearchUnavailable when no engine can."""
    started = perf_counter()
    wider = _widened(form.request)
    form = form.asking(wider.request)
    result, degraded = engines.answer(form.request)
    rows = _shown(result.keys)[0] if result.keys else ()
    found = {row.key: row for row in rows}
    # A row that went away since it was found is no result any more.
    shown = [found[key] for key in result.keys if key in found]
    return response.response(
        form,
        result,
        shown,
        took=perf_counter() - started,
        degraded=degraded,
        expansions=wider.expansions,
        index_token=wider.token,
    )


@prepared
def _shown(keys: Collection[str]) -> tuple[QuerySet[SearchDocument]]:
    return (SearchDocument.objects.filter(key__in=keys).only(*_SHOWN),)


def counted(form: SearchForm) -> tuple[FacetCount, ...]:
    """The facets of a search alone, without any of its results. Raises SearchUnavailable."""
    wider = expansions.widened(form.request)
    result, _ = engines.answer(wider.request)
    return response.response(form.asking(wider.request), result, (), took=0).facets


def whole_list(form: SearchForm) -> tuple[SearchResponse, tuple[str, ...]]:
    """All that a search finds, whatever its page: the answer without any hit nor count, and the keys
    of all results in their order. Raises SearchUnavailable."""
    asked = replace(form.request, facets=(), page=1, page_size=_MOST)
    wider = _widened(asked)
    result = engines.in_database(wider.request)
    found = response.response(
        form.asking(wider.request), result, (), took=0, expansions=wider.expansions
    )
    return found, result.keys


def _widened(request: SearchRequest) -> expansions.Widened:
    """The request, widened, with the kinds that come later; none where all is between quotes."""
    wider = expansions.widened(request)
    later = everyday.later(wider.request, wider.token) if wider.token else ()
    return wider._replace(request=replace(wider.request, later=later))
