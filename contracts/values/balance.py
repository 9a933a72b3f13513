"""Who gives what to whom, counted from the commitments: what the drawings and tables show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from contracts.values.recorded_count import NOT_KNOWN, RecordedCount
from contracts.values.vocabulary import Side

NO_THEME = "Sans thème précisé"  # above, or beside, commitments of which no theme is known
NEITHER = "Apports de chacun : non renseignés"  # said once, when nothing is known of either side

_ORDER = (Side.CITY, Side.COUNTRYSIDE, None)
# Between parties that all stand on one side, nothing is said of the other.
PEERS_GIVE = {Side.CITY: "Les villes donnent", Side.COUNTRYSIDE: "Les campagnes donnent"}


def counted(count: int) -> str:
    """How many commitments there are, in the words of the whole site: what a source cites without
    calling it a commitment is among them."""
    if not count:
        return "Aucun apport ni engagement"
    return "1 apport ou engagement" if count == 1 else f"{count} apports et engagements"


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
class Share:
    """What one side gives, or both together when `side` is empty. Written as « La ville donne 2 »
    or, when it is not known, as `unknown` says it."""

    side: str
    gives: str
    given: RecordedCount
    unknown: str

    def __str__(self) -> str:
        return f"{self.gives} {self.given}" if self.given.known else self.unknown


@dataclass(frozen=True)
class Balance:
    """How many commitments are recorded of each side, and of both together. `peers` is the side on
    which several parties stand, when none stands on the other."""

    city: int = 0
    countryside: int = 0
    together: int = 0
    peers: str = ""

    @classmethod
    def of_card(cls, card: Mapping[str, Any]) -> Balance:
        """As the card of a contract counts it."""
        city, countryside, together = (
            card.get(name) or 0 for name in ("city", "countryside", "together")
        )
        return cls(city, countryside, together, card.get("peers") or "")

    @property
    def total(self) -> int:
        return self.city + self.countryside + self.together

    @property
    def shares(self) -> tuple[Share, ...]:
        """What is said of each side, known or not, and of both when they do something together;
        of both sides at once when neither is known."""
        city, countryside, together = map(
            RecordedCount.of, (self.city, self.countryside, self.together)
        )
        sides = [
            Share(Side.CITY, "La ville donne", city, f"La ville : {NOT_KNOWN}"),
            Share(Side.COUNTRYSIDE, "La campagne donne", countryside, f"La campagne : {NOT_KNOWN}"),
        ]
        if self.peers:
            sides = [
                replace(share, gives=PEERS_GIVE[Side(self.peers)])
                for share in sides
                if share.side == self.peers
            ]
        if not any(share.given.known for share in sides):
            sides = [Share("", "", RecordedCount(), NEITHER)]
        return (*sides, *([Share("", "Ensemble", together, "")] if together.known else []))

    @property
    def in_words(self) -> str:
        """The balance as a sentence, for captions and for readers who do not see the drawing."""
        if not self.total:
            return f"{counted(0)} n’est renseigné."
        first, *others = map(str, self.shares)
        return ", ".join([first, *(words[0].lower() + words[1:] for words in others)]) + "."


@dataclass(frozen=True)
class Flow:
    """Commitments of one theme in one direction. `direction` is a Side, or None for both; `label`
    is empty when the theme is not known."""

    label: str
    direction: str | None
    count: int


def balance_of(commitments: Iterable[Given], sides: dict[int, str]) -> Balance:
    """Count by the side of the giver; `sides` maps a territory's pk to the side of its party."""
    counts = Counter(direction for _, direction in _directed(commitments, sides))
    return Balance(
        counts[Side.CITY], counts[Side.COUNTRYSIDE], counts[None], side_of_peers(sides.values())
    )


def side_of_peers(sides: Collection[str]) -> str:
    """The side on which several of these parties stand and none on the other; empty otherwise."""
    standing = [side for side in sides if side in PEERS_GIVE]
    return standing[0] if len(standing) > 1 and len(set(standing)) == 1 else ""


def flows_of(commitments: Iterable[Given], sides: dict[int, str]) -> list[Flow]:
    """One flow per theme and direction, city first, then countryside, then what is common."""
    counts = Counter(
        (direction, commitment.theme.label if commitment.theme else "")
        for commitment, direction in _directed(commitments, sides)
    )
    return [
        Flow(label, direction, count)
        for (direction, label), count in sorted(
            counts.items(), key=lambda item: _ORDER.index(item[0][0])
        )
    ]


def _directed(
    commitments: Iterable[Given], sides: dict[int, str]
) -> Iterator[tuple[Given, Side | None]]:
    """Each commitment with the side that gives, or None when both do. What a third party gives, or
    the giver of a draft who is no party, is left out."""
    for commitment in commitments:
        side = sides.get(commitment.giver_id or 0)
        if commitment.reciprocal:
            yield commitment, None
        elif side in {Side.CITY, Side.COUNTRYSIDE}:
            yield commitment, Side(side)
