"""More like this: the documents that share the most facet codes with one, rare codes first.

Read from the snapshot of the process (search.index.snapshot) whatever the engine. What two
documents share is counted in bits: log2(documents / documents under the code), times the weight of
the facet. A code that half of the documents have is worth one bit, one that a sixty-fourth have is
worth six.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import DatabaseError

from search.engines.base import SearchUnavailable
from search.engines.index_reader import IndexReader
from search.index.snapshot import SlotSet, Snapshot, crossed, slot_flags, slot_list

Facets = Mapping[str, Collection[str]]

# Sums are kept in whole tenths of a bit.
_TENTHS = 10


@dataclass(frozen=True)
class Neighbour:
    """A document and what it shares with another one: `bits` of it, and `shared`, the codes by
    facet, the rarest first. `closeness` is from 0, nothing shared, to 1, the same codes: the bits
    shared, over the geometric mean of what each of the two has. Those that stand under everything
    are close to nothing."""

    key: str
    bits: float
    closeness: float
    shared: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Surroundings:
    """The documents that share the most bits with one, in no order; `closest` ranks them once their
    facets are read, which a page does together with the rest of what it shows of them."""

    facets: Facets
    weights: Mapping[str, float]
    snapshot: Snapshot
    among: SlotSet
    keys: tuple[str, ...] = ()

    def closest(self, facets: Mapping[str, Facets]) -> list[Neighbour]:
        """The neighbours among these documents (key → facets), the closest first. A document that
        shares nothing is none."""
        own = self._codes(self.facets)
        neighbours = []
        for key, theirs in facets.items():
            codes = self._codes(theirs)
            shared = sorted(own & codes, key=lambda code: (-self._bits(code), code))
            if not shared:
                continue
            by_facet: dict[str, tuple[str, ...]] = {}
            for facet, code in shared:
                by_facet[facet] = (*by_facet.get(facet, ()), code)
            bits = self._sum(shared)
            whole = math.sqrt(self._sum(own) * self._sum(codes))
            neighbours.append(Neighbour(key, bits, bits / whole if whole else 1.0, by_facet))
        return sorted(neighbours, key=lambda one: (-one.closeness, -one.bits, one.key))

    def _codes(self, facets: Facets) -> set[tuple[str, str]]:
        return {(facet, code) for facet in self.weights for code in facets.get(facet, ())}

    def _sum(self, codes: Iterable[tuple[str, str]]) -> float:
        return math.fsum(map(self._bits, codes))

    def _bits(self, code: tuple[str, str]) -> float:
        if code not in self._known:
            self._known[code] = self._bits_of(*code)
        return self._known[code]

    def _bits_of(self, facet: str, code: str) -> float:
        posting = self.snapshot.postings.get(facet, {}).get(code, ())
        if isinstance(posting, int):
            under = (posting & self.among).bit_count()
        else:
            under = sum(map(self._flags.__getitem__, posting))
        # A document that has just come is not in the snapshot.
        return self.weights[facet] * math.log2(self._total / min(max(under, 1), self._total))

    @cached_property
    def _known(self) -> dict[tuple[str, str], float]:
        return {}

    @cached_property
    def _total(self) -> int:
        return max(self.among.bit_count(), 1)

    @cached_property
    def _flags(self) -> bytes:
        return slot_flags(self.among, self.snapshot.size)


def around(
    key: str, weights: Mapping[str, float], *, among: Facets, most: int
) -> Surroundings | None:
    """The `most` documents that share the most bits with this one, among those under these codes;
    None when the index does not know it. One query. Raises SearchUnavailable."""
    try:
        snapshot, slot, facets = IndexReader().standing(key)
    except DatabaseError as error:
        raise SearchUnavailable(f"the index cannot be read: {error}") from error
    if slot is None:
        return None
    allowed = crossed(snapshot.alive, snapshot.allowed(among))
    here = Surroundings(facets, weights, snapshot, allowed)
    terms = [
        (snapshot.under(facet, [code]), round(here._bits((facet, code)) * _TENTHS))
        for facet, code in here._codes(facets)
    ]
    slots = _strongest(terms, allowed & ~(1 << slot), snapshot, most)
    keys = tuple(snapshot.orders[slot][2] for slot in slots)
    return Surroundings(facets, weights, snapshot, allowed, keys)


def _strongest(
    terms: Iterable[tuple[SlotSet, int]], among: SlotSet, snapshot: Snapshot, most: int
) -> list[int]:
    """The slots whose terms have the greatest sum, the most recent first when sums are equal."""
    sums: Counter[int] = Counter()
    for slots, points in terms:
        if points:
            for slot in slot_list(slots & among, snapshot.size):
                sums[slot] += points
    orders = snapshot.orders
    return heapq.nsmallest(most, sums, key=lambda slot: (-sums[slot], orders[slot]))
