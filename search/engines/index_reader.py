"""Read the index of the database: what words match, with the snapshot of that revision.

One statement asks the database for its revision and for what the words find, so both are of one
moment. Whatever the engine that answers a search, what stands beside its results reads this.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from django.db import connection

from search.engines import postgresql, sqlite
from search.index.snapshot import (
    EMPTY,
    NOTHING_INDEXED,
    Revision,
    SlotSet,
    Snapshot,
    SnapshotCache,
    slot_set,
)
from search.query.request import Alternative, Query

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


class Matched(NamedTuple):
    """The documents that words find, in the snapshot of the same revision."""

    hits: SlotSet
    snapshot: Snapshot


class Standing(NamedTuple):
    """One document in the snapshot of now: no slot when the index does not know it."""

    snapshot: Snapshot
    slot: int | None
    facets: Mapping[str, list[str]]


class IndexReader:
    """Reads of the index, each one statement. Any of them may raise DatabaseError."""

    @property
    def flavour(self) -> Flavour:
        return _FLAVOURS[connection.vendor]

    def snapshot(self, token: str = "") -> Snapshot:
        """The snapshot of now; that of the state that bears this token without a query, as long as
        it is at hand."""
        return _snapshots.of_token(token) or self.match(Query()).snapshot

    def match(self, query: Query) -> Matched:
        """What the words find; everything, for a query that is empty."""
        for _ in range(_ATTEMPTS):
            revision, ids = self._find(query)
            snapshot = _snapshots.at(revision)
            if snapshot.revision == revision:
                break
        # Under a rain of writes the last attempt stands: documents that the snapshot does not know
        # yet, or no longer, are left out.
        if query.is_empty:
            return Matched(snapshot.alive, snapshot)
        known = snapshot.slots
        try:
            found = slot_set(map(known.__getitem__, ids), snapshot.size)
        except KeyError:
            found = slot_set((known[row_id] for row_id in ids if row_id in known), snapshot.size)
        return Matched(found if query.groups else snapshot.alive & ~found, snapshot)

    def ids(self, query: Query) -> list[int]:
        """The ids of the documents that the words find, whatever the filters: much faster than
        their scores, for words that many hold."""
        _, ids = self._find(query)
        return ids

    def scores(self, statement: str, values: list[str]) -> list[tuple[int, float]]:
        """(id, score), as a ranking of the flavour asks for them."""
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    def scores_beside(
        self, asked: Sequence[tuple[Query, Query]]
    ) -> list[tuple[dict[int, float], list[int]]]:
        """The scores of the first query of each pair, and the ids that the words of the other one
        find, all asked at once."""
        parts: list[str] = []
        values: list[str] = []
        for number, (query, other) in enumerate(asked):
            statement, scored = self.flavour.ranked(query)
            ids, found = self.flavour.matching(other)
            parts += (
                f"SELECT {number}, ranked.*, CAST(NULL AS text) FROM ({statement}) AS ranked",  # noqa: S608
                f"SELECT {number}, NULL, NULL, ({ids})",
            )
            values += (*scored, *found)
        answers: list[tuple[dict[int, float], list[int]]] = [({}, []) for _ in asked]
        if not asked:
            return answers
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for number, row_id, score, ids in cursor.fetchall():
                scores, found_ids = answers[number]
                if row_id is None:
                    found_ids += _ids(ids)
                else:
                    scores[row_id] = score
        return answers

    def standing(self, key: str) -> Standing:
        """One document, with the snapshot of now."""
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
            return Standing(EMPTY, None, {})
        number, token, row_id, facets = row
        snapshot = _snapshots.at(Revision(number, token))
        slot = snapshot.slots.get(row_id) if row_id is not None else None
        return Standing(snapshot, slot, json.loads(facets) if facets else {})

    def _find(self, query: Query) -> tuple[Revision, list[int]]:
        """The revision of the index, and the ids that the words find; the ids to leave out, when
        there are none but unwanted words."""
        ids = "NULL"
        values: list[str] = []
        if query.groups:
            ids, values = self.flavour.matching(query)
        elif query.excluded:
            ids, values = self.flavour.containing(query.excluded)
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
