"""The embedded engine: the full-text index of the database finds, a snapshot filters and counts.

One statement asks the database for its revision and for what the words find, so both are of one
moment; the snapshot of that revision (search.index.snapshot) does all the rest but the scores.
"""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Protocol

from django.db import DatabaseError, connection

from search.engines import postgresql, sqlite
from search.engines.base import EngineResult, SearchUnavailable, share_of_title
from search.index.snapshot import (
    EMPTY,
    NOTHING_INDEXED,
    Revision,
    SlotSet,
    Snapshot,
    SnapshotCache,
    slot_flags,
    slot_list,
    slot_set,
)
from search.query.request import Alternative, Query, SearchRequest, Sort

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
        """Likewise, of those whose title alone satisfies every group by the words themselves: a word
        of their family does not make a title the answer."""


_FLAVOURS: Mapping[str, Flavour] = {"sqlite": sqlite, "postgresql": postgresql}


class DatabaseEngine:
    """Answers from the database of the content."""

    def match(self, request: SearchRequest) -> EngineResult:
        try:
            hits, snapshot = matched(request.query)
            return _evaluated(request, hits, snapshot)
        except DatabaseError as error:
            raise SearchUnavailable(f"the index cannot be read: {error}") from error


def matched(query: Query) -> tuple[SlotSet, Snapshot]:
    """The documents that the words find, and the snapshot of the same revision."""
    for _ in range(_ATTEMPTS):
        revision, ids = _find(query)
        snapshot = _snapshots.at(revision)
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


def count_of(query: Query) -> int:
    """How many documents the words find, whatever the filters."""
    _, ids = _find(query)
    return len(ids)


def scored_beside(query: Query, other: Query) -> tuple[dict[int, float], list[int]]:
    """The scores of one query, and the ids that the words of another one find, asked at once."""
    flavour = _FLAVOURS[connection.vendor]
    statement, values = flavour.ranked(query)
    ids, more = flavour.matching(other)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ranked.*, CAST(NULL AS text) FROM ({statement}) AS ranked "  # noqa: S608
            f"UNION ALL SELECT NULL, NULL, ({ids})",
            [*values, *more],
        )
        *rows, (_, _, found) = cursor.fetchall()
    return {row_id: score for row_id, score, _ in rows}, _ids(found)


def unscored(query: Query) -> list[int]:
    """The ids of the documents that the words find: much faster, for words that many hold."""
    _, ids = _find(query)
    return ids


def _find(query: Query) -> tuple[Revision, list[int]]:
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
    return Revision(number, token), _ids(text)


def _ids(text: str | None) -> list[int]:
    return [int(row_id) for row_id in text.split(",")] if text else []


def standing(key: str) -> tuple[Snapshot, int | None, Mapping[str, list[str]]]:
    """The snapshot of now, and of one document its slot and its facets: one query. No slot when
    the index does not know it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT state.revision, state.token, document.id, document.facets
            FROM search_indexstate AS state
            LEFT JOIN search_searchdocument AS document ON document.key = %s
            WHERE state.id = 1
            """,
            [key],
        )
        row = cursor.fetchone()
    if row is None:
        return EMPTY, None, {}
    number, token, row_id, facets = row
    snapshot = _snapshots.at(Revision(number, token))
    slot = snapshot.slots.get(row_id) if row_id is not None else None
    return snapshot, slot, json.loads(facets) if facets else {}


def _evaluated(request: SearchRequest, hits: SlotSet, snapshot: Snapshot) -> EngineResult:
    too_common = hits.bit_count() > _FLAVOURS[connection.vendor].SCORED_AT_MOST
    hits = crossed(hits, allowed(snapshot, request.fixed))
    filters = allowed(snapshot, request.filters)
    results = crossed(hits, filters)
    total = results.bit_count()
    last = max(1, math.ceil(total / request.page_size))
    page = min(request.page, last)
    wanted = min(page * request.page_size, total)
    match request.effective_sort:
        case _ if not total:
            slots = []
        case Sort.RELEVANCE:
            slots = _most_relevant(request.query, results, snapshot, wanted, titles_only=too_common)
        case Sort.RECENT:
            slots = _first(results, snapshot, wanted)
        case Sort.TITLE:
            slots = _first(results, snapshot, wanted, by_title=True)
    counts = {
        facet: snapshot.counts(
            facet, results if facet not in filters else crossed(hits, filters, leaving_out=facet)
        )
        for facet in request.facets
    }
    without: dict[str, int] = {}
    without_words = 0
    if not total:
        without = {
            facet: crossed(hits, filters, leaving_out=facet).bit_count()
            for facet in request.filters
        }
        if not request.query.is_empty:
            everything = crossed(snapshot.alive, allowed(snapshot, request.fixed))
            without_words = crossed(everything, filters).bit_count()
    keys = tuple(
        snapshot.orders[slot][2] for slot in slots[(page - 1) * request.page_size : wanted]
    )
    return EngineResult(total, page, keys, counts, without, without_words)


def allowed(snapshot: Snapshot, filters: Mapping[str, tuple[str, ...]]) -> dict[str, SlotSet]:
    """For each facet that is filtered, the documents that its filter lets through."""
    return {facet: snapshot.under(facet, codes) for facet, codes in filters.items()}


def crossed(
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
    # Whatever holds the words typed comes before what their expansions alone have found.
    asked = dict.fromkeys((query.as_typed, query))
    slots: list[int] = []
    for one, ranking in product(asked, rankings):
        statement, values = ranking(one)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows = cursor.fetchall()
        if ranking is flavour.ranked_in_title:
            rows = _by_share_of_title(rows, snapshot)
        best = _best(rows, results, snapshot, wanted - len(slots))
        slots += best
        if len(slots) == wanted:
            return slots
        results &= ~slot_set(best, snapshot.size)
    # Found and not scored: too common, or changed a moment ago.
    return slots + _first(results, snapshot, wanted - len(slots))


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
