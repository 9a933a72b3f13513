"""Help for a search with few results: a spelling correction, and partial matches.

Nothing is computed that is not needed, and an outage of what helps takes no result away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import DatabaseError

from search.answers import expansions
from search.answers.corrections import Correction, correct
from search.answers.partial_matches import MOST, closest, shown
from search.answers.unknown_words import Reading
from search.engines.base import SearchUnavailable
from search.engines.database import DatabaseEngine
from search.query.form import SearchForm
from search.query.results import Hit, SearchResponse

# A search with no more results than this is helped.
FEW = 7


@dataclass(frozen=True)
class Assistance:
    """`closest` are documents that are no result of the search: the first results of the
    correction when the search has none itself (`of_correction`), else what comes closest."""

    correction: Correction | None = None
    closest: tuple[Hit, ...] = ()
    of_correction: bool = False


NO_ASSISTANCE = Assistance()


def assist(form: SearchForm, response: SearchResponse) -> Assistance:
    """What helps with this search, which was answered so."""
    if response.total > FEW or response.pages.current > 1 or not form.request.query.groups:
        return NO_ASSISTANCE
    try:
        reading = Reading.of(response.request)
        correction = correct(form, response.total, reading)
        if correction is not None and not response.total:
            return Assistance(correction, _first_results(correction.form), of_correction=True)
        already = {hit.key for hit in response.hits}
        return Assistance(correction, closest(form, leaving_out=already, reading=reading))
    except (DatabaseError, SearchUnavailable):
        return NO_ASSISTANCE


def _first_results(form: SearchForm) -> tuple[Hit, ...]:
    request = expansions.widened(replace(form.request, facets=(), page_size=MOST)).request
    return shown(request.query, DatabaseEngine().match(request).keys)
