"""The embedded engine: the full-text index of the database finds, a snapshot filters and counts.

One statement asks the database for its revision and for what the words find, so both are of one
moment; the snapshot of that revision (search.engines.snapshot) does all the rest but the scores.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping
from typing import Protocol

from django.db import DatabaseError, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from search.engines import postgresql, sqlite
from search.engines.base import EngineResult, SearchUnavailable
from search.engines.snapshot import (
    NOTHING_INDEXED,
    Revision,
    SlotSet,
    Snapshot,
    SnapshotCache,
    slot_flags,
    slot_list,
    slot_set,
)
from search.models import SearchDocument
from search.query import Alternative, Query, SearchRequest, Sort

# How often a search is done again because the index changed under it.
_ATTEMPTS = 5

_snapshots = SnapshotCache()


class Flavour(Protocol):
    """How one database is asked: statements and their values, for queries that have groups."""

    # Words found in more documents than this say nothing of relevance outside titles, and scoring
    # all of these would be what takes the longest.
    SCORED_AT_MOST: int

    def matching(self, query: Query) -> tuple[str, list[str]]:
        """An expression: the ids of the documents found in one text, separated by commas."""

    def containing(self, alternatives: Iterable[Alternative]) -> tuple[str, list[str]]:
        """The ids of the documents in which any of these stands, likewise."""

    def ranked(self, query: Query) -> tuple[str, list[str]]:
        """(id, score) of the documents found, the best score being the highest. Exclusions are
        not looked at: the caller knows what is found."""

    def ranked_in_title(self, query: Query) -> tuple[str, list[str]]:
        """Likewise, of those whose title alone satisfies every group."""


_FLAVOURS: Mapping[str, Flavour] = {"sqlite": sqlite, "postgresql": postgresql}


class DatabaseEngine:
    """Answers from the database of the content."""

    def match(self, request: SearchRequest) -> EngineResult:
        connection = connections[router.db_for_read(SearchDocument)]
        try:
            hits, snapshot = _hits(connection, request.query)
            return _evaluated(connection, request, hits, snapshot)
        except DatabaseError as error:
            raise SearchUnavailable(f"the index cannot be read: {error}") from error


def _hits(connection: BaseDatabaseWrapper, query: Query) -> tuple[SlotSet, Snapshot]:
    """The documents that the words find, and the snapshot of the same revision."""
    for _ in range(_ATTEMPTS):
        revision, ids = _find(connection, query)
        snapshot = _snapshots.at(connection, revision)
        if snapshot.revision == revision:
            break
    # Under a rain of writes the last attempt stands: documents that the snapshot does not know
    # yet, or no longer, are left out.
    if query.is_empty:
        return snapshot.alive, snapshot
    known = snapshot.slots
    try:
        found = slot_set(map(known.__getitem__, ids), snapshot.size)
    except KeyError:
        found = slot_set((known[row_id] for row_id in ids if row_id in known), snapshot.size)
    return (found if query.groups else snapshot.alive & ~found), snapshot


def _find(connection: BaseDatabaseWrapper, query: Query) -> tuple[Revision, list[int]]:
    """The revision of the index, and the ids that the words find; the ids to leave out, when there
    are none but unwanted words."""
    flavour = _FLAVOURS[connection.vendor]
    ids = "NULL"
    values: list[str] = []
    if query.groups:
        ids, values = flavour.matching(query)
    elif query.excluded:
        ids, values = flavour.containing(query.excluded)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT revision, token, ({ids}) FROM search_indexstate WHERE id = 1",  # noqa: S608
            values,
        )
        row = cursor.fetchone()
    if row is None:
        return NOTHING_INDEXED, []
    number, token, text = row
    return Revision(number, token), [int(row_id) for row_id in text.split(",")] if text else []


def _evaluated(
    connection: BaseDatabaseWrapper, request: SearchRequest, hits: SlotSet, snapshot: Snapshot
) -> EngineResult:
    too_common = hits.bit_count() > _FLAVOURS[connection.vendor].SCORED_AT_MOST
    hits = _crossed(hits, _allowed(snapshot, request.fixed))
    filters = _allowed(snapshot, request.filters)
    results = _crossed(hits, filters)
    total = results.bit_count()
    last = max(1, math.ceil(total / request.page_size))
    page = min(request.page, last)
    wanted = min(page * request.page_size, total)
    match request.effective_sort:
        case _ if not total:
            slots = []
        case Sort.RELEVANCE:
            slots = _most_relevant(
                connection, request.query, results, snapshot, wanted, titles_only=too_common
            )
        case Sort.RECENT:
            slots = _first(results, snapshot, wanted)
        case Sort.TITLE:
            slots = _first(results, snapshot, wanted, by_title=True)
    counts = {
        facet: snapshot.counts(
            facet, results if facet not in filters else _crossed(hits, filters, leaving_out=facet)
        )
        for facet in request.facets
    }
    without: dict[str, int] = {}
    without_words = 0
    if not total:
        without = {
            facet: _crossed(hits, filters, leaving_out=facet).bit_count()
            for facet in request.filters
        }
        if not request.query.is_empty:
            everything = _crossed(snapshot.alive, _allowed(snapshot, request.fixed))
            without_words = _crossed(everything, filters).bit_count()
    keys = tuple(
        snapshot.orders[slot][2] for slot in slots[(page - 1) * request.page_size : wanted]
    )
    return EngineResult(total, page, keys, counts, without, without_words)


def _allowed(snapshot: Snapshot, filters: Mapping[str, tuple[str, ...]]) -> dict[str, SlotSet]:
    """For each facet that is filtered, the documents that its filter lets through."""
    return {facet: snapshot.under(facet, codes) for facet, codes in filters.items()}


def _crossed(
    hits: SlotSet, filters: Mapping[str, SlotSet], leaving_out: str | None = None
) -> SlotSet:
    for facet, allowed in filters.items():
        if facet != leaving_out:
            hits &= allowed
    return hits


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
    connection: BaseDatabaseWrapper,
    query: Query,
    results: SlotSet,
    snapshot: Snapshot,
    wanted: int,
    *,
    titles_only: bool,
) -> list[int]:
    """The first results by relevance: those whose title holds everything, then the others; within
    each, the best score first. When the titles fill the page nothing else is scored, which spares
    common words most of their cost; with `titles_only` the others come by recency."""
    flavour = _FLAVOURS[connection.vendor]
    rankings = (
        [flavour.ranked_in_title] if titles_only else [flavour.ranked_in_title, flavour.ranked]
    )
    slots: list[int] = []
    for ranking in rankings:
        statement, values = ranking(query)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows = cursor.fetchall()
        best = _best(rows, results, snapshot, wanted - len(slots))
        slots += best
        if len(slots) == wanted:
            return slots
        results &= ~slot_set(best, snapshot.size)
    # Found and not scored: too common, or changed a moment ago.
    return slots + _first(results, snapshot, wanted - len(slots))


def _best(
    rows: list[tuple[int, float]], results: SlotSet, snapshot: Snapshot, wanted: int
) -> list[int]:
    """The slots of the results with the best scores; equal scores by recency, title and key."""
    flags = slot_flags(results, snapshot.size)
    known, orders, weights = snapshot.slots, snapshot.orders, snapshot.weights
    scores = {
        slot: score * weights.get(slot, 1.0) if weights else score
        for row_id, score in rows
        if (slot := known.get(row_id, -1)) >= 0 and flags[slot]
    }
    slots: Iterable[int] = scores
    if len(scores) > wanted:
        # Most results are far below the page: only those that can be on it are sorted.
        lowest = heapq.nlargest(wanted, scores.values())[-1]
        slots = [slot for slot, score in scores.items() if score >= lowest]
    return sorted(slots, key=lambda slot: (-scores[slot], orders[slot]))[:wanted]
