"""« Qui donne quoi ? » as one ledger by theme: city, countryside, both together, third parties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

from contracts.models.rows.commitment import Commitment
from contracts.pages.parts.citations import Citations, Marks
from contracts.values.balance import NEITHER, NO_THEME, PEERS_GIVE, side_of_peers
from contracts.values.recorded_count import NOT_KNOWN
from contracts.values.vocabulary import CommitmentState, Nature, Side

TOGETHER = ""
# Of several lines, and of one.
NO_COMMITMENT_SAID = (
    "Les sources citent ces apports sans parler d’engagements.",
    "La source cite cet apport sans parler d’engagement.",
)
_FIRST_WORDS = 4
_ORDER = (Side.CITY, Side.COUNTRYSIDE, TOGETHER, Side.THIRD)
GIVES = {
    Side.CITY: "La ville donne",
    Side.COUNTRYSIDE: "La campagne donne",
    TOGETHER: "Ensemble",
    Side.THIRD: "Des tiers donnent",
}


@dataclass(frozen=True)
class Counterpart:
    anchor: str
    object: str

    @property
    def short(self) -> str:
        """Its first words: it is read whole in its own place."""
        return Truncator(self.object).words(_FIRST_WORDS, truncate="\u00a0…")


@dataclass(frozen=True)
class Entry:
    """One commitment. `details` are what its second line says, in order."""

    anchor: str
    object: str
    details: tuple[str, ...]
    counterparts: tuple[Counterpart, ...]
    marks: Marks


@dataclass(frozen=True)
class Cell:
    """What one side gives in one theme, or what all do together when `side` is empty."""

    side: str
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ThemeRow:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ThemeLedger:
    """`remarks` say what is true of every line, and which themes have none; `silent` are the sides
    that nothing is known of, each with how that is said: both at once when there are both. `gives`
    is how what each side gives is headed."""

    rows: tuple[ThemeRow, ...] = ()
    remarks: tuple[str, ...] = ()
    silent: tuple[tuple[str, str], ...] = ()
    gives: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class GivenLines:
    """The commitments of a contract, each with the side that gives. What a draft says to be given
    by no party is left out."""

    lines: tuple[tuple[str, Commitment], ...]

    @classmethod
    def of(cls, commitments: Iterable[Commitment], sides: Mapping[int, str]) -> GivenLines:
        directed = (
            (TOGETHER if one.reciprocal else sides.get(one.giver_id or 0), one)
            for one in commitments
        )
        return cls(tuple((side, one) for side, one in directed if side is not None))

    def by(self, *sides: str) -> GivenLines:
        return GivenLines(tuple(line for line in self.lines if line[0] in sides))

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        return tuple(commitment for _side, commitment in self.lines)

    @property
    def progress(self) -> str:
        """« 2 réalisés, 1 en cours, 3 dont l’état n’est pas renseigné », or nothing when no state
        is known."""
        counts = Counter(commitment.state for commitment in self.commitments)
        known = [
            f"{counts[state]} {_of_several(state, counts[state])}"
            for state in CommitmentState
            if counts[state]
        ]
        unknown = counts[""]
        return ", ".join(
            [*known, *([f"{unknown} dont l’état n’est pas renseigné"] if known and unknown else [])]
        )

    @property
    def are_declared(self) -> bool:
        """Whether sources speak of contributions, and of no commitment."""
        return all(one.nature == Nature.DECLARED for one in self.commitments)

    @property
    def without(self) -> str:
        """What is told of none of these lines: « ni quantité ni état d’avancement »."""
        if not self.lines:
            return ""
        quantity = any(one.quantity is not None for one in self.commitments)
        state = any(one.state for one in self.commitments)
        if not quantity and not state:
            return "ni quantité ni état d’avancement renseignés"
        if not quantity:
            return "aucune quantité renseignée"
        return "" if state else "aucun état d’avancement renseigné"


def ledger(
    given: GivenLines,
    names: Mapping[str, Sequence[str]],
    citations: Citations,
    first: str = "",
    themes_of_contract: Iterable[str] = (),
) -> ThemeLedger:
    """The ledger, read from the side `first` when there is one: its themes and its lines come
    before the others. `names` are those of the parties of each side. Those of the labels
    `themes_of_contract` that no line has are said so."""
    if not given:
        return ThemeLedger()
    peers = side_of_peers([side for side, of_side in names.items() for _ in of_side])
    order = sorted(_ORDER, key=lambda side: side != first) if first else list(_ORDER)
    themes = _themes(given, first)
    details = _Details(
        quantities=any(one.quantity is not None for one in given.commitments),
        states=any(one.state for one in given.commitments),
        directions=bool(peers) or sum(map(len, names.values())) > 2,
        natures=len({one.nature for one in given.commitments}) > 1,
    )
    rows = tuple(
        ThemeRow(
            label or NO_THEME,
            tuple(
                Cell(side, _heading(side, names, peers), _entries(lines, given, details, citations))
                for side in order
                if (lines := themes[label].by(side))
            ),
        )
        for label in themes
    )
    silent: tuple[tuple[str, str], ...] = tuple(
        (side, f"Ce que {name} donne : {NOT_KNOWN}")
        for side, name in ((Side.CITY, "la ville"), (Side.COUNTRYSIDE, "la campagne"))
        if not peers and not given.by(side)
    )
    if len(silent) > 1:
        silent = (("", NEITHER),)
    gives = tuple(
        (str(side), _heading(side, names, peers))
        for side in (Side.CITY, Side.COUNTRYSIDE)
        if peers in {"", side}
    )
    missing = [label for label in themes_of_contract if label not in themes]
    return ThemeLedger(rows, tuple(_remarks(given, missing)), silent, gives)


@dataclass(frozen=True)
class _Details:
    """What the second line of an entry tells: what is known of none of them is said once, above."""

    quantities: bool
    states: bool
    directions: bool
    natures: bool

    def of(self, commitment: Commitment) -> Iterator[str]:
        if self.quantities and commitment.amount:
            yield commitment.amount
        if commitment.state:
            yield commitment.get_state_display().lower()
        elif self.states:
            yield "état non renseigné"
        if self.directions and commitment.giver and commitment.receiver:
            yield f"{commitment.giver} → {commitment.receiver}"
        if self.natures and (told := Nature(commitment.nature).told):
            yield told
        if commitment.period:
            yield commitment.period


def _themes(given: GivenLines, first: str) -> dict[str, GivenLines]:
    """The lines of each theme, in the order of the contract, those without a theme last."""
    found: dict[str, list[tuple[str, Commitment]]] = {}
    for line in given.lines:
        theme = line[1].theme
        found.setdefault(theme.label if theme else "", []).append(line)
    themes = {label: GivenLines(tuple(lines)) for label, lines in found.items()}
    order = sorted(
        themes, key=lambda label: (not label, bool(first) and not themes[label].by(first))
    )
    return {label: themes[label] for label in order}


def _heading(side: str, names: Mapping[str, Sequence[str]], peers: str) -> str:
    if side and side == peers:
        return PEERS_GIVE[Side(side)]
    of_side = names.get(side, ())
    if side in {Side.CITY, Side.COUNTRYSIDE} and len(of_side) == 1:
        return f"{of_side[0]} donne"
    return GIVES[side]


def _entries(
    lines: GivenLines, given: GivenLines, details: _Details, citations: Citations
) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            anchor=commitment.anchor,
            object=commitment.object,
            details=tuple(details.of(commitment)),
            counterparts=_counterparts(commitment, given),
            marks=citations.cite_row(commitment),
        )
        for commitment in lines.commitments
    )


def _counterparts(commitment: Commitment, given: GivenLines) -> tuple[Counterpart, ...]:
    return tuple(
        Counterpart(other.anchor, other.object)
        for other in given.commitments
        if commitment.exchange and other.exchange == commitment.exchange and other != commitment
    )


def _remarks(given: GivenLines, themes: Sequence[str]) -> Iterator[str]:
    if given.are_declared:
        several, one = NO_COMMITMENT_SAID
        yield several if len(given) > 1 else one
    if missing := given.without:
        yield f"{missing[0].upper()}{missing[1:]}."
    if themes:
        what = "apport" if given.are_declared else "engagement"
        yield f"Aucun {what} recensé sur : {' ; '.join(themes)}."


def _of_several(state: CommitmentState, count: int) -> str:
    word = state.label.lower()
    return word if count == 1 or state == CommitmentState.RUNNING else f"{word}s"
