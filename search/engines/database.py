"""The engine of the database: full-text matches, filtered and counted in memory by a snapshot.

The database is asked for what the words find (search.engines.index_reader) and for scores; the
snapshot of that revision (search.index.snapshot) does all the rest.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable
from itertools import product

from django.db import DatabaseError

from search.engines.base import EngineResult, SearchUnavailable, share_of_title
from search.engines.index_reader import IndexReader
from search.engines.weights import FAVOURED
from search.index.documents import KIND_FACET, LAST
from search.index.snapshot import SlotSet, Snapshot, crossed, slot_flags, slot_list, slot_set
from search.query.kind_words import favour
from search.query.request import Query, SearchRequest, Sort
from search.query.synonyms import acronyms_of
from search.text.collation import title_key

_index = IndexReader()


class DatabaseEngine:
    """Answers from the database of the content."""

    def match(self, request: SearchRequest) -> EngineResult:
        try:
            return _Evaluation(request).result()
        except DatabaseError as error:
            raise SearchUnavailable(f"the index cannot be read: {error}") from error


class _Evaluation:
    """One search, at one revision of the index."""

    def __init__(self, request: SearchRequest) -> None:
        found, self._snapshot = _index.match(request.query)
        self._request = request
        self._too_common = found.bit_count() > _index.flavour.SCORED_AT_MOST
        self._filters = self._snapshot.allowed(request.filters)
        self._fixed = self._snapshot.allowed(request.fixed)
        self._hits = crossed(found, self._fixed)
        self._results = crossed(self._hits, self._filters)

    def result(self) -> EngineResult:
        request, total = self._request, self._results.bit_count()
        page = min(request.page, max(1, math.ceil(total / request.page_size)))
        last = min(page * request.page_size, total)
        slots = self._ranked(last)[(page - 1) * request.page_size :]
        keys = tuple(self._snapshot.orders[slot][2] for slot in slots)
        without, without_words = ({}, 0) if total else self._emptied()
        return EngineResult(total, page, keys, self._counts(), without, without_words)

    def _ranked(self, wanted: int) -> list[int]:
        """The slots of the first results, in the order asked for; those that come last come last."""
        last = crossed(self._results, self._snapshot.allowed(LAST))
        slots = self._in_order(self._results & ~last, wanted)
        return slots + self._in_order(last, wanted - len(slots)) if last else slots

    def _in_order(self, results: SlotSet, wanted: int) -> list[int]:
        match self._request.effective_sort:
            case Sort.RELEVANCE:
                return self._by_relevance(results, wanted)
            case Sort.RECENT:
                return _first(results, self._snapshot, wanted)
            case Sort.TITLE:
                return _first(results, self._snapshot, wanted, by_title=True)

    def _by_relevance(self, results: SlotSet, wanted: int) -> list[int]:
        """The kinds that come later after the others, all of which are ordered for that."""
        kinds = self._request.later
        later = crossed(results, self._snapshot.allowed({KIND_FACET: kinds})) if kinds else 0
        slots = _most_relevant(
            self._request.query,
            results,
            self._snapshot,
            results.bit_count() if later and wanted else wanted,
            titles_only=self._too_common,
        )
        if later:
            flags = slot_flags(later, self._snapshot.size)
            slots.sort(key=flags.__getitem__)
        return slots[:wanted]

    def _counts(self) -> dict[str, dict[str, int]]:
        """How many results each code has, under all the filters but those of its own facet."""
        return {
            facet: self._snapshot.counts(facet, self._without(facet))
            for facet in self._request.facets
        }

    def _emptied(self) -> tuple[dict[str, int], int]:
        """Why nothing is found: how many results there would be without each filter, and without
        the words."""
        without = {facet: self._without(facet).bit_count() for facet in self._filters}
        if self._request.query.is_empty:
            return without, 0
        everything = crossed(self._snapshot.alive, self._fixed)
        return without, crossed(everything, self._filters).bit_count()

    def _without(self, facet: str) -> SlotSet:
        """The results, were this facet not filtered."""
        if facet not in self._filters:
            return self._results
        others = {name: slots for name, slots in self._filters.items() if name != facet}
        return crossed(self._hits, others)


def _first(
    results: SlotSet, snapshot: Snapshot, wanted: int, *, by_title: bool = False
) -> list[int]:
    orders = snapshot.orders
    return heapq.nsmallest(
        wanted,
        slot_list(results, snapshot.size),
        key=(lambda slot: orders[slot][1:]) if by_title else orders.__getitem__,
    )


def _most_relevant(
    query: Query,
    results: SlotSet,
    snapshot: Snapshot,
    wanted: int,
    *,
    titles_only: bool,
) -> list[int]:
    """The first results by relevance: what bears the acronym that was spelled out, those whose
    title holds everything, then the others; within
    each, the best score first. When the titles fill the page nothing else is scored, which spares
    common words most of their cost; with `titles_only` the others come by recency."""
    if not wanted:
        return []
    flavour = _index.flavour
    rankings = (
        [flavour.ranked_in_title] if titles_only else [flavour.ranked_in_title, flavour.ranked]
    )
    # Whatever holds the words typed comes before what their expansions alone have found.
    asked = dict.fromkeys((query.as_typed, query))
    steps = [(one, ranking, results) for one, ranking in product(asked, rankings)]
    favoured: SlotSet = 0
    if named := favour(query):
        # First of all, what is of the kind that was named and has the other words in its title.
        favoured = crossed(results, snapshot.allowed({KIND_FACET: named.kinds}))
        steps.insert(0, (named.rest, flavour.ranked_in_title, favoured))
    slots = _bearing_the_acronym(query, results, snapshot)[:wanted]
    if len(slots) == wanted:
        return slots
    results &= ~slot_set(slots, snapshot.size)
    for one, ranking, among in steps:
        rows = _index.scores(*ranking(one))
        if ranking is flavour.ranked_in_title:
            rows = _by_share_of_title(rows, snapshot)
        best = _best(rows, among & results, snapshot, wanted - len(slots), favoured)
        slots += best
        if len(slots) == wanted:
            return slots
        results &= ~slot_set(best, snapshot.size)
    # Found and not scored: too common, or changed a moment ago.
    return slots + _first(results, snapshot, wanted - len(slots))


def _bearing_the_acronym(query: Query, results: SlotSet, snapshot: Snapshot) -> list[int]:
    """The results whose title is the acronym of which the words typed, all of them, are another
    name that the document holds: they come before all."""
    names = {title_key(name) for name in acronyms_of(query)}
    if not names:
        return []
    flags, slots, orders = slot_flags(results, snapshot.size), snapshot.slots, snapshot.orders
    holding = (slots.get(row_id, -1) for row_id in _index.ids(query.as_typed))
    bearing = [slot for slot in holding if slot >= 0 and flags[slot] and orders[slot][1] in names]
    return sorted(bearing, key=orders.__getitem__)


def _by_share_of_title(
    rows: list[tuple[int, float]], snapshot: Snapshot
) -> list[tuple[int, float]]:
    known, orders = snapshot.slots, snapshot.orders
    return [
        (row_id, score * share_of_title(orders[known[row_id]][1]))
        for row_id, score in rows
        if row_id in known
    ]


def _best(
    rows: list[tuple[int, float]],
    results: SlotSet,
    snapshot: Snapshot,
    wanted: int,
    favoured: SlotSet,
) -> list[int]:
    """The slots of the results with the best scores; equal scores by recency, title and key."""
    flags = slot_flags(results, snapshot.size)
    known, orders, weights = snapshot.slots, snapshot.orders, snapshot.weights
    scores = {
        slot: score * weights.get(slot, 1.0) if weights else score
        for row_id, score in rows
        if (slot := known.get(row_id, -1)) >= 0 and flags[slot]
    }
    for slot in slot_list(favoured, snapshot.size) if favoured else ():
        if slot in scores:
            scores[slot] *= FAVOURED
    slots: Iterable[int] = scores
    if len(scores) > wanted:
        # Most results are far below the page: only those that can be on it are sorted.
        lowest = heapq.nlargest(wanted, scores.values())[-1]
        slots = [slot for slot, score in scores.items() if score >= lowest]
    return sorted(slots, key=lambda slot: (-scores[slot], orders[slot]))[:wanted]
