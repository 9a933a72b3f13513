"""Who gives what to whom, counted from the commitments: what the drawings and tables show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from contracts.values.vocabulary import Side


class Themed(Protocol):
    @property
    def label(self) -> str: ...


class Given(Protocol):
    """What one party gives to another, or both keep together when `reciprocal`; `giver_id` is the
    pk of a territory."""

    reciprocal: bool
    giver_id: int | None

    @property
    def theme(self) -> Themed | None: ...


@dataclass(frozen=True)
class Balance:
    """How many commitments each side gives, and how many both keep together."""

    city: int = 0
    countryside: int = 0
    together: int = 0

    @property
    def total(self) -> int:
        return self.city + self.countryside + self.together

    @property
    def in_words(self) -> str:
        """The balance as a sentence, for captions and for readers who do not see the drawing."""
        if not self.total:
            return "Aucun engagement n’est renseigné."
        parts = [
            f"la ville donne {self.city}",
            f"la campagne donne {self.countryside}",
        ]
        if self.together:
            parts.append(f"ensemble {self.together}")
        text = ", ".join(parts)
        return f"{text[0].upper()}{text[1:]}."


@dataclass(frozen=True)
class Flow:
    """Commitments of one theme in one direction. `direction` is a Side, or None for both."""

    label: str
    direction: str | None
    count: int


def balance_of(commitments: Iterable[Given], sides: dict[int, str]) -> Balance:
    """Count by the side of the giver; `sides` maps a territory's pk to the side of its party."""
    city = countryside = together = 0
    for commitment in commitments:
        side = sides.get(commitment.giver_id or 0)
        if commitment.reciprocal:
            together += 1
        elif side == Side.CITY:
            city += 1
        elif side == Side.COUNTRYSIDE:
            countryside += 1
    return Balance(city, countryside, together)


def flows_of(commitments: Iterable[Given], sides: dict[int, str]) -> list[Flow]:
    """One flow per theme and direction, city first, then countryside, then what is common."""
    counts: dict[tuple[int, str | None, str], int] = {}
    order = {Side.CITY: 0, Side.COUNTRYSIDE: 1, None: 2}
    for commitment in commitments:
        side = None if commitment.reciprocal else sides.get(commitment.giver_id or 0)
        if side not in order:
            continue
        label = commitment.theme.label if commitment.theme else "Sans thème"
        key = (order[side], side, label)
        counts[key] = counts.get(key, 0) + 1
    return [
        Flow(label, side, count)
        for (_, side, label), count in sorted(counts.items(), key=lambda item: item[0][0])
    ]
