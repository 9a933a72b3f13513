"""In-memory snapshot of one revision of the index: facets, dates and titles, no text.

A snapshot is one revision of the index, frozen. Every search reads the revision of the database
and takes the snapshot of that revision: the one at hand, the one at hand with what changed since,
or a new one. Correct for any number of processes and threads, because the database is asked every
time; fast, because what it answers is nearly always « nothing changed ».

A document stands at a slot; a set of documents is a bitset, a Python int with one bit per slot, so
that filters are `&` and `|` and a count is `bit_count()`. Each code of a facet has its posting list:
a bitset, or a tuple of slots when they are few. A document that changes gets a new slot and its
former one is a tombstone: no posting list has to be cleared, since dead slots are in no result.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any, NamedTuple, TypeAlias

from django.db import connection

# A bitset: bit i is set when the document at slot i is in it.
SlotSet: TypeAlias = int
# A posting list, the documents under one code: a bitset, or the slots when they are few.
Posting: TypeAlias = "SlotSet | tuple[int, ...]"

# Below this share of the slots, looking them up one by one costs less than crossing two bitsets.
_FEW = 1 / 2_000
# A snapshot with more tombstones than this share is loaded anew.
_DEAD = 1 / 4


class Revision(NamedTuple):
    """A state of the index: a number, and a token that no other state ever had."""

    number: int
    token: str


NOTHING_INDEXED = Revision(0, "")


# What sorts a document: (recency, title, key), the most recent first, the key settling ties. A
# plain tuple: Python's collector of cycles forgets those, and there is one per document.
Order: TypeAlias = tuple[int, str, str]


@dataclass(frozen=True)
class Snapshot:
    """One revision of the index. Never changed: `updated` makes another one."""

    revision: Revision
    slots: Mapping[int, int]  # row id → slot
    orders: list[Order]  # by slot
    alive: SlotSet
    postings: Mapping[str, Mapping[str, Posting]]  # facet → code → documents
    weights: Mapping[int, float]  # by slot, where it is not 1

    @property
    def size(self) -> int:
        """The number of slots, dead ones included."""
        return len(self.orders)

    def under(self, facet: str, codes: Iterable[str]) -> SlotSet:
        """The documents under any of these codes."""
        found: SlotSet = 0
        postings = self.postings.get(facet, {})
        for code in codes:
            posting = postings.get(code, 0)
            found |= posting if isinstance(posting, int) else slot_set(posting, self.size)
        return found

    def allowed(self, filters: Mapping[str, Iterable[str]]) -> dict[str, SlotSet]:
        """For each facet that is filtered, the documents that its filter lets through."""
        return {facet: self.under(facet, codes) for facet, codes in filters.items()}

    def counts(self, facet: str, among: SlotSet) -> dict[str, int]:
        """How many of these documents are under each code of the facet; codes without any are
        left out."""
        counts: dict[str, int] = {}
        if not among:
            return counts
        flags = b""
        for code, posting in self.postings.get(facet, {}).items():
            if isinstance(posting, int):
                count = (posting & among).bit_count()
            else:
                flags = flags or slot_flags(among, self.size)
                count = sum(map(flags.__getitem__, posting))
            if count:
                counts[code] = count
        return counts

    def updated(self, revision: Revision, changed: list[Row], removed: Iterable[int]) -> Snapshot:
        """The snapshot of a later revision, given the rows that changed and the ids removed."""
        slots = dict(self.slots)
        orders = list(self.orders)
        weights = dict(self.weights)
        born: list[int] = []
        dead: list[int] = [slots.pop(row_id) for row_id in removed if row_id in slots]
        added: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for row in changed:
            if row.id in slots:
                dead.append(slots[row.id])
            slot = slots[row.id] = len(orders)
            orders.append(row.order)
            born.append(slot)
            if row.weight != 1:
                weights[slot] = row.weight
            for facet, codes in row.facets.items():
                postings = added[facet]
                for code in codes:
                    postings[code].append(slot)
        size = len(orders)
        merged = {facet: dict(postings) for facet, postings in self.postings.items()}
        for facet, new in added.items():
            known = merged.setdefault(facet, {})
            for code, new_slots in new.items():
                known[code] = _merged(known.get(code, ()), new_slots, size)
        return Snapshot(
            revision=revision,
            slots=slots,
            orders=orders,
            alive=(self.alive | slot_set(born, size)) & ~slot_set(dead, size),
            postings=merged,
            weights=weights,
        )


EMPTY = Snapshot(NOTHING_INDEXED, {}, [], 0, {}, {})


class Row(NamedTuple):
    """What a snapshot reads of a row of the index."""

    id: int
    order: Order
    weight: float
    facets: Mapping[str, list[str]]


def crossed(slots: SlotSet, filters: Mapping[str, SlotSet]) -> SlotSet:
    """Those of these documents that every filter lets through."""
    for allowed in filters.values():
        slots &= allowed
    return slots


def slot_set(slots: Iterable[int], size: int) -> SlotSet:
    """The set of these slots."""
    digits = bytearray(b"0") * size
    empty = True
    for slot in slots:
        digits[-1 - slot] = 49  # b"1"
        empty = False
    return 0 if empty else int(digits, 2)


def slot_flags(slots: SlotSet, size: int) -> bytes:
    """One byte per slot: 1 when it is in the set, 0 when not."""
    return f"{slots:0{size}b}".encode().translate(_DIGITS)[::-1] if size else b""


def slot_list(slots: SlotSet, size: int) -> list[int]:
    """The slots of a set, in order."""
    return list(compress(range(size), slot_flags(slots, size)))


_DIGITS = bytes.maketrans(b"01", b"\x00\x01")


def _merged(posting: Posting, new_slots: list[int], size: int) -> Posting:
    if isinstance(posting, int):
        return posting | slot_set(new_slots, size)
    together = (*posting, *new_slots)
    return together if len(together) <= size * _FEW else slot_set(together, size)


class SnapshotCache:
    """The last snapshot of each database, for all the threads of the process."""

    def __init__(self) -> None:
        self._snapshots: dict[str, Snapshot] = {}
        # What a transaction under way reads may still be rolled back, and no other thread sees it:
        # they would load everything anew, only to find out that it is of no use to them.
        self._uncommitted: dict[str, Snapshot] = {}
        self._loading = threading.Lock()

    def at(self, revision: Revision) -> Snapshot:
        """The snapshot of this revision, or of a later one if there has been one since."""
        # A test database takes the place of the real one.
        place = str(connection.settings_dict["NAME"])
        if held := self._held(place, revision):
            return held
        with self._loading:
            if held := self._held(place, revision):
                return held
            snapshot = _refreshed(self._snapshots.get(place, EMPTY))
            if connection.in_atomic_block:
                self._uncommitted[place] = snapshot
            else:
                self._snapshots[place] = snapshot
                self._uncommitted.pop(place, None)
            return snapshot

    def of_token(self, token: str) -> Snapshot | None:
        """The one at hand, if it is of the state that bears this token: whoever knows the token of
        a state sees it, committed or not."""
        place = str(connection.settings_dict["NAME"])
        for snapshots in (self._snapshots, self._uncommitted):
            held = snapshots.get(place, EMPTY)
            if token and held.revision.token == token:
                return held
        return None

    def _held(self, place: str, revision: Revision) -> Snapshot | None:
        """The one at hand of this very revision: its token is of no other one."""
        for snapshots in (self._snapshots, self._uncommitted):
            held = snapshots.get(place, EMPTY)
            if held.revision == revision:
                return held
        return None


def _refreshed(held: Snapshot) -> Snapshot:
    """The snapshot of the present revision, made from the one at hand when its history is kept."""
    with connection.cursor() as cursor:
        if held.revision != NOTHING_INDEXED and held.size - len(held.slots) <= held.size * _DEAD:
            revision, changed = _read(cursor, held.revision.number)
            removed = removed_between(cursor, held.revision, revision)
            if removed is not None:
                return held.updated(revision, changed, removed)
        revision, rows = _read(cursor, 0)
    return EMPTY.updated(revision, rows, ())


def _read(cursor: Any, after: int) -> tuple[Revision, list[Row]]:
    """The present revision and the rows changed after another, in one statement: what is read is
    one state of the index, whatever is committed meanwhile."""
    cursor.execute(
        """
        SELECT state.revision, state.token, document.id, document.key, document.date,
            document.sort_title, document.weight, document.facets
        FROM search_indexstate AS state
        LEFT JOIN search_searchdocument AS document ON document.revision > %s
        WHERE state.id = 1
        """,
        [after],
    )
    revision = NOTHING_INDEXED
    rows: list[Row] = []
    for number, token, row_id, key, day, title, weight, facets in _stream(cursor):
        revision = Revision(number, token)
        if row_id is not None:
            rows.append(Row(row_id, (recency(day), title, key), weight, json.loads(facets)))
    return revision, rows


def removed_between(cursor: Any, old: Revision, new: Revision) -> list[int] | None:
    """The ids removed between two revisions; None when one does not lead to the other, or no
    longer provably: a rollback, a restored backup, or revisions too old to be kept."""
    cursor.execute(
        "SELECT number, token, removed FROM search_indexrevision "
        "WHERE number BETWEEN %s AND %s ORDER BY number",
        [old.number, new.number],
    )
    history = cursor.fetchall()
    if not history or Revision(*history[0][:2]) != old or Revision(*history[-1][:2]) != new:
        return None
    return [row_id for _, _, removed in history[1:] for row_id in json.loads(removed)]


def _stream(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(2_000):
        yield from rows


def recency(day: date | str | None) -> int:
    """What sorts a document by its date: the lower, the more recent, and those without one last."""
    if day is None:
        return 0
    return -(day if isinstance(day, date) else date.fromisoformat(day)).toordinal()
