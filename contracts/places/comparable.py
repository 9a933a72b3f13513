"""How close the pair of a contract is to the pair that a reader describes.

A gap is made of two parts, for the reader's territory and for the partner alike:

- sizes: the decimal logarithm of the ratio of the populations, whichever is the larger: 0 for as
  many inhabitants, 0.3 for twice or half as many, 1 for ten times more or less;
- kinds: DIFFERENT_KIND when they differ, which is as far as three times the population.

Beyond FAR, as far as ten times the population, a pair is no longer like the one described.

What the reader left out counts for nothing. A population that is asked for and that no source
gives is no gap: it cannot be told, and such pairs come after all the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from contracts.values.territory_kinds import TerritoryKind
from contracts.values.vocabulary import Side

DIFFERENT_KIND = 0.5
FAR = 1.0


@dataclass(frozen=True)
class Wanted:
    """A territory as a reader describes it; None is « whatever »."""

    kind: TerritoryKind | None = None
    population: int | None = None

    @property
    def says_something(self) -> bool:
        return self.kind is not None or self.population is not None


@dataclass(frozen=True)
class PartySize:
    """A party of a contract. `territory` is its pk; its population is None when no source says."""

    territory: int
    side: str
    kind: TerritoryKind
    population: int | None


class Closeness(Enum):
    """What can be said of a pair beside the one described, the closest first."""

    NEAR = "near"
    FAR = "far"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Match:
    """The pair of a contract that is the closest to the one described. `unknown` counts the
    populations asked for that are not known."""

    contract: int
    mine: PartySize
    partner: PartySize
    gap: float
    unknown: int

    @property
    def rank(self) -> tuple[int, float]:
        return self.unknown, self.gap

    @property
    def closeness(self) -> Closeness:
        if self.unknown:
            return Closeness.UNKNOWN
        return Closeness.FAR if self.gap >= FAR else Closeness.NEAR


def closest(
    contracts: Mapping[int, Sequence[PartySize]], side: str, mine: Wanted, partner: Wanted
) -> list[Match]:
    """One match for each contract that has a party on the reader's side (any, when `side` is
    empty), the closest first. Equal ones stay in the order given."""
    matches = []
    for contract, parties in contracts.items():
        pairs = [
            _match(contract, party, other, mine, partner) for party, other in _pairs(parties, side)
        ]
        if pairs:
            matches.append(min(pairs, key=lambda match: match.rank))
    return sorted(matches, key=lambda match: match.rank)


def _pairs(parties: Sequence[PartySize], side: str) -> Iterator[tuple[PartySize, PartySize]]:
    """Each party that may be the reader's, with each that may be its partner: those of the other
    side; without any, those of the same side; without any, third parties."""
    for party in parties:
        if party.side == Side.THIRD or (side and party.side != side):
            continue
        others = [other for other in parties if other.territory != party.territory]
        partners = (
            [other for other in others if other.side not in {party.side, Side.THIRD}]
            or [other for other in others if other.side == party.side]
            or others
        )
        for other in partners:
            yield party, other


def _match(
    contract: int, party: PartySize, other: PartySize, mine: Wanted, partner: Wanted
) -> Match:
    gaps = [*_gaps(party, mine), *_gaps(other, partner)]
    known = [gap for gap in gaps if gap is not None]
    return Match(contract, party, other, math.fsum(known), len(gaps) - len(known))


def _gaps(party: PartySize, wanted: Wanted) -> Iterable[float | None]:
    if wanted.kind is not None:
        yield 0.0 if party.kind == wanted.kind else DIFFERENT_KIND
    if wanted.population is not None:
        ratio = party.population / wanted.population if party.population else None
        yield abs(math.log10(ratio)) if ratio else None
