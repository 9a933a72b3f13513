"""The balance of themes × direction, of one contract or of several together. It has no score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contracts.pages.giving.ledger import GIVES, TOGETHER, GivenLines
from contracts.values.balance import NO_THEME, PEERS_GIVE
from contracts.values.vocabulary import Side

# What is given between parties that all stand on one side goes one way no more than the other.
AMONG_PEERS = "pairs"
NO_COMMITMENT = "aucun engagement recensé"
ONE_WAY = "sens unique"
ALL_TOGETHER = "ensemble"
_ALONE = {
    Side.CITY.value: "seule la ville donne",
    Side.COUNTRYSIDE.value: "seule la campagne donne",
}
_WAYS = (Side.CITY.value, Side.COUNTRYSIDE.value, AMONG_PEERS, TOGETHER)


@dataclass(frozen=True)
class WayTally:
    """How many commitments there are. Those whose quantity is known count apart."""

    quantified: int = 0
    unquantified: int = 0

    @property
    def total(self) -> int:
        return self.quantified + self.unquantified

    def __add__(self, other: WayTally) -> WayTally:
        return WayTally(self.quantified + other.quantified, self.unquantified + other.unquantified)

    def __str__(self) -> str:
        """« 1 chiffré, 2 non chiffrés », or « aucun »."""
        counts = ((self.quantified, "chiffré"), (self.unquantified, "non chiffré"))
        told = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count]
        return ", ".join(told) or "aucun"


@dataclass(frozen=True)
class ThemeBalance:
    """What goes each way in one theme, by the code of the way."""

    label: str
    tallies: Mapping[str, WayTally] = field(default_factory=dict)

    def going(self, way: str) -> WayTally:
        return self.tallies.get(way, WayTally())

    @property
    def total(self) -> int:
        return sum(tally.total for tally in self.tallies.values())

    @property
    def one_way(self) -> str:
        """« seule la ville donne », when nothing goes any other way; empty otherwise."""
        [way, *others] = self._going or [""]
        return "" if others else _ALONE.get(way, "")

    @property
    def reading(self) -> str:
        """« sens unique : seule la ville donne », or else how what is given goes."""
        going = set(self._going)
        if not going:
            return NO_COMMITMENT
        if self.one_way:
            return f"{ONE_WAY}\u00a0: {self.one_way}"
        if going >= set(_ALONE):
            return "dans les deux sens"
        if AMONG_PEERS in going:
            return "entre pairs"
        return ALL_TOGETHER if going == {TOGETHER} else "d’un côté, et ensemble"

    @property
    def _going(self) -> list[str]:
        return [way for way, tally in self.tallies.items() if tally.total]


@dataclass(frozen=True)
class MatrixLine:
    """A line as it is shown: a text for each way of the matrix, and all of it in one sentence."""

    label: str
    texts: tuple[str, ...]
    reading: str
    sentence: str


@dataclass(frozen=True)
class BalanceMatrix:
    """`sides` are those on which parties stand alone, without anybody facing them."""

    themes: tuple[ThemeBalance, ...] = ()
    peers: frozenset[str] = frozenset()
    # Some parties do face others.
    faces: bool = False

    @classmethod
    def of(cls, given: GivenLines, peers: str) -> BalanceMatrix:
        """Of one contract, whose parties all stand on the side `peers` when there is one. What
        third parties give is left out; what has no theme comes last."""
        counts: dict[str, Counter[tuple[str, bool]]] = {}
        for side, commitment in given.lines:
            if side == Side.THIRD:
                continue
            way = AMONG_PEERS if side and side == peers else side
            label = commitment.theme.label if commitment.theme else NO_THEME
            quantified = commitment.quantity is not None
            counts.setdefault(label, Counter())[way, quantified] += 1
        themes = [
            ThemeBalance(
                label,
                {
                    way: WayTally(counted[way, True], counted[way, False])
                    for way in _WAYS
                    if counted[way, True] or counted[way, False]
                },
            )
            for label, counted in counts.items()
        ]
        return cls(_last_without_theme(themes), frozenset({peers} - {""}), not peers)

    @classmethod
    def joined(cls, matrices: Iterable[BalanceMatrix]) -> BalanceMatrix:
        """Of several contracts together, in the order in which their themes come."""
        matrices = list(matrices)
        sums: dict[str, dict[str, WayTally]] = {}
        for matrix in matrices:
            for theme in matrix.themes:
                tallies = sums.setdefault(theme.label, {})
                for way, tally in theme.tallies.items():
                    tallies[way] = tallies.get(way, WayTally()) + tally
        return cls(
            _last_without_theme(ThemeBalance(label, tallies) for label, tallies in sums.items()),
            frozenset().union(*(matrix.peers for matrix in matrices)),
            any(matrix.faces for matrix in matrices),
        )

    def theme(self, label: str) -> ThemeBalance:
        """That of this label, empty when there is none."""
        return next((one for one in self.themes if one.label == label), ThemeBalance(label))

    @property
    def whole(self) -> ThemeBalance:
        """All themes together."""
        tallies = {
            way: sum((theme.going(way) for theme in self.themes), WayTally())
            for way in _WAYS
            if any(theme.going(way).total for theme in self.themes)
        }
        return ThemeBalance("Tous thèmes", tallies)

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """(code, heading) of each way that may be told: nothing is said of a countryside between
        cities."""
        shown = {
            Side.CITY.value: self.faces,
            Side.COUNTRYSIDE.value: self.faces,
            AMONG_PEERS: bool(self.peers),
            TOGETHER: bool(self.whole.going(TOGETHER).total),
        }
        return tuple((way, self._heading(way)) for way in _WAYS if shown[way])

    @property
    def lines(self) -> tuple[MatrixLine, ...]:
        """Of each theme, then of all when there are several."""
        themes = [*self.themes, *([self.whole] if len(self.themes) > 1 else [])]
        return tuple(
            MatrixLine(
                theme.label,
                tuple(str(theme.going(way)) for way, _heading in self.ways),
                theme.reading,
                self._in_words(theme),
            )
            for theme in themes
        )

    def _in_words(self, theme: ThemeBalance) -> str:
        """« D’un côté, et ensemble : la ville donne 1 fois, ensemble 2 fois (sans quantité). »"""
        going = [(heading, theme.going(way)) for way, heading in self.ways]
        told = [
            f"{heading[0].lower()}{heading[1:]} {one.total} fois"
            for heading, one in going
            if one.total
        ]
        counts = f"\u00a0: {', '.join(told)}" if len(told) > 1 else f", {theme.total} fois"
        measured = sum(one.quantified for _heading, one in going)
        if not measured:
            quantities = "sans quantité"
        elif measured == theme.total:
            quantities = "avec la quantité"
        else:
            quantities = f"la quantité est dite {measured} fois sur {theme.total}"
        reading = f"{theme.reading[0].upper()}{theme.reading[1:]}"
        return f"{reading}{counts} ({quantities})."

    def _heading(self, way: str) -> str:
        if way == AMONG_PEERS:
            return PEERS_GIVE[Side(*self.peers)] if len(self.peers) == 1 else "Entre pairs"
        return GIVES[Side(way) if way else TOGETHER]


def _last_without_theme(themes: Iterable[ThemeBalance]) -> tuple[ThemeBalance, ...]:
    return tuple(sorted(themes, key=lambda theme: theme.label == NO_THEME))
