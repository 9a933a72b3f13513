"""Run a search: SearchForm in, SearchResponse out.

Used by the result page, the index pages and the pages of themes, tags and territories.
"""

from __future__ import annotations

from time import perf_counter

from search import engines
from search.answers import expansions, response
from search.models import SearchDocument
from search.query.form import SearchForm
from search.query.results import SearchResponse

_SHOWN = ("key", "kind", "title", "summary", "body", "url", "date", "card")


def answer(form: SearchForm) -> SearchResponse:
    """Answer a search. Raises SearchUnavailable when no engine can."""
    started = perf_counter()
    wider = expansions.widened(form.request)
    form = form.asking(wider.request)
    result, degraded = engines.answer(form.request)
    rows = SearchDocument.objects.filter(key__in=result.keys).only(*_SHOWN) if result.keys else ()
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
