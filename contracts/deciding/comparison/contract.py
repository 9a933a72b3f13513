"""Contracts side by side: who gives what by theme and direction, facts, means, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from contracts.deciding.comparison.values import (
    NO_REMARK,
    ComparedCell,
    ComparedGroup,
    ComparedItem,
    ComparedRow,
    fact_rows,
    line_items,
    milestone_items,
    text,
    texts,
)
from contracts.models import ContractPage
from contracts.pages.contract import (
    BRIEF,
    OUTCOME,
    STAGE,
    STATUS,
    Gain,
    Outcome,
    gains_of,
    names_by_side,
    outcome_of,
    party_of,
    status_line,
)
from contracts.pages.giving.ledger import GIVES, TOGETHER, Entry, GivenLines, ThemeLedger, ledger
from contracts.pages.giving.matrix import NO_COMMITMENT, ONE_WAY, BalanceMatrix, ThemeBalance
from contracts.pages.parts.texts import HELPED, Cited, Texts
from contracts.values.balance import NO_THEME, PEERS_GIVE
from contracts.values.vocabulary import Section, Side

# Said where a countryside would be told of, when there is none among the parties, and the reverse.
_PEERS_ONLY = {
    Side.CITY.value: "sans objet\u00a0: contrat entre villes",
    Side.COUNTRYSIDE.value: "sans objet\u00a0: contrat entre campagnes",
}
_NO_GAIN = "gain non renseigné"
_FACING = (Side.CITY.value, Side.COUNTRYSIDE.value)


class ComparedContract:
    """One contract, read once: each part when it is asked for, so that sources are numbered in the
    order of the table."""

    def __init__(self, page: ContractPage, asked: Texts) -> None:
        self.page = page
        self._texts = asked
        self.peers = page.balance.peers
        self.given = GivenLines.of(page.commitments.all(), page.sides)
        self.told = dict(page.statements_by_section())
        self.matrix = BalanceMatrix.of(self.given, self.peers)

    @cached_property
    def ledger(self) -> ThemeLedger:
        names = names_by_side(self.page.parties.all())
        return ledger(self.given, names, self._texts.citations)

    @cached_property
    def outcome(self) -> Outcome:
        return outcome_of(self.page, self.given, self._texts)

    @cached_property
    def gains(self) -> tuple[Gain, ...]:
        return gains_of(self.page.parties.all(), self._texts)

    def gist(self) -> ComparedCell:
        told = self._texts.prose(self.page.gist, self.page)
        return ComparedCell(texts([told]) if told else ())

    def parties(self) -> ComparedCell:
        parties = map(party_of, self.page.parties.all())
        return ComparedCell(
            tuple(
                ComparedItem(Cited(one.name), side=one.side, details=one.notes[1:])
                for one in parties
            )
        )

    def given_in(self, theme: str, side: str) -> ComparedCell:
        """What a side gives in a theme, or all do together."""
        if self.peers and side in _FACING and side != self.peers:
            return ComparedCell(absent=_PEERS_ONLY[self.peers])
        entries = (
            entry
            for row in self.ledger.rows
            if row.label == theme
            for cell in row.cells
            if cell.side == side
            for entry in cell.entries
        )
        return ComparedCell(tuple(map(_entry, entries)), absent=NO_COMMITMENT)

    def balance(self, balance: ThemeBalance) -> ComparedCell:
        if not balance.total:
            return ComparedCell(absent=NO_COMMITMENT)
        items = [
            ComparedItem(Cited(str(balance.going(way))), label, way if way in _FACING else "")
            for way, label in self.matrix.ways
            if way != TOGETHER or balance.going(way).total
        ]
        return ComparedCell((*items, *text(balance.one_way, ONE_WAY.capitalize())))

    def reading(self, balance: ThemeBalance) -> ComparedCell:
        """How what is given in a theme goes; each of its commitments stands below."""
        if not balance.total:
            return ComparedCell(absent=NO_COMMITMENT)
        return ComparedCell(text(f"{balance.reading[0].upper()}{balance.reading[1:]}"))

    def remarks(self) -> ComparedCell:
        return ComparedCell(
            tuple(ComparedItem(Cited(one)) for one in self.ledger.remarks),
            absent=NO_REMARK,
        )

    def gains_of(self, side: str) -> ComparedCell:
        if self.peers and side in _FACING and side != self.peers:
            return ComparedCell(absent=_PEERS_ONLY[self.peers])
        known = {gain.name: gain for gain in self.gains if gain.side == side}
        parties = [one.territory.name for one in self.page.parties.all() if one.side == side]
        items = [
            ComparedItem(known[name].told, name)
            if name in known
            else ComparedItem(Cited(_NO_GAIN), name)
            for name in parties
        ]
        return ComparedCell(tuple(items)) if known else ComparedCell()

    def status(self) -> ComparedCell:
        return ComparedCell(tuple(line_items(status_line(self.page, self._texts.citations))))

    def section(self, section: Section) -> ComparedCell:
        return ComparedCell(texts(self._texts.cited(row) for row in self.told.get(section, ())))

    def milestones(self) -> ComparedCell:
        return ComparedCell(milestone_items(self._texts.milestones(self.page.milestones.all())))

    def came_of(self, section: Section) -> ComparedCell:
        told = [item for one in self.outcome.sections if one.code == section for item in one.items]
        if section == Section.RESULT and self.outcome.searched:
            return ComparedCell(texts(told), absent=self.outcome.searched)
        return ComparedCell(texts(told))

    def progress(self) -> ComparedCell:
        note = texts([self.outcome.note]) if self.outcome.note else ()
        return ComparedCell((*text(self.outcome.progress), *note))


def groups(pages: Sequence[ContractPage], asked: Texts) -> Iterator[ComparedGroup]:
    fiches = [ComparedContract(page, asked) for page in pages]
    yield _group(
        "En bref",
        ComparedRow("En une phrase", tuple(one.gist() for one in fiches)),
        ComparedRow("Parties", tuple(one.parties() for one in fiches)),
        ComparedRow(
            "Forme", tuple(ComparedCell(text(one.page.get_form_display())) for one in fiches)
        ),
    )
    yield from _exchanges(fiches)
    yield _group("Ce que chacun y gagne", *_gains(fiches))
    yield _group(
        "Faits",
        ComparedRow(STATUS, tuple(one.status() for one in fiches)),
        ComparedRow(
            STAGE, tuple(ComparedCell(text(one.page.get_stage_display())) for one in fiches)
        ),
        *fact_rows([one.page.fact_groups() for one in fiches], BRIEF, asked.citations),
    )
    yield _group("Gouvernance et moyens", *_sections(fiches, (Section.GOVERNANCE, Section.MEANS)))
    yield _group("Calendrier", ComparedRow("Étapes", tuple(one.milestones() for one in fiches)))
    yield _group(
        "Ce qu’il en est advenu",
        ComparedRow("Avancement", tuple(one.progress() for one in fiches)),
        *(ComparedRow(one.label, tuple(fiche.came_of(one) for fiche in fiches)) for one in OUTCOME),
        *(
            ComparedRow(heading, tuple(fiche.section(section) for fiche in fiches))
            for section, heading in HELPED.items()
        ),
    )
    yield _group("Pourquoi", *_sections(fiches, (Section.CONTEXT, Section.OBJECTIVE)))


def matrix(pages: Iterable[ContractPage]) -> BalanceMatrix:
    """The balance of these contracts together."""
    return BalanceMatrix.joined(
        BalanceMatrix.of(GivenLines.of(page.commitments.all(), page.sides), page.balance.peers)
        for page in pages
    )


def _exchanges(fiches: Sequence[ComparedContract]) -> Iterator[ComparedGroup]:
    yield _group(
        "Qui donne quoi\u202f? En tout",
        ComparedRow("Équilibre", tuple(one.balance(one.matrix.whole) for one in fiches)),
        ComparedRow("À savoir", tuple(one.remarks() for one in fiches)),
    )
    for theme in _themes(fiches):
        rows = [
            ComparedRow("Équilibre", tuple(one.reading(one.matrix.theme(theme)) for one in fiches))
        ]
        for side, heading in _directions(fiches):
            row = ComparedRow(heading, tuple(one.given_in(theme, side) for one in fiches), side)
            if side in _FACING or row.is_told:
                rows.append(row)
        yield ComparedGroup(f"Qui donne quoi\u202f? {theme}", tuple(rows), short=theme)


def _themes(fiches: Iterable[ComparedContract]) -> list[str]:
    """In the order of the contracts; what has no theme comes last."""
    labels = dict.fromkeys(row.label for one in fiches for row in one.ledger.rows)
    return sorted(labels, key=lambda label: label == NO_THEME)


def _directions(fiches: Sequence[ComparedContract]) -> Iterator[tuple[str, str]]:
    """(side, heading): nothing is said of a countryside when every contract is between cities."""
    peers = {one.peers for one in fiches}
    alone = next(iter(peers)) if len(peers) == 1 else ""
    if alone:
        yield alone, PEERS_GIVE[Side(alone)]
    else:
        yield from ((side, GIVES[Side(side)]) for side in _FACING)
    yield TOGETHER, GIVES[TOGETHER]
    yield Side.THIRD.value, GIVES[Side.THIRD]


def _gains(fiches: Sequence[ComparedContract]) -> Iterator[ComparedRow]:
    names = {Side.CITY.value: "Côté ville", Side.COUNTRYSIDE.value: "Côté campagne"}
    for side, _heading in _directions(fiches):
        if side in names:
            yield ComparedRow(names[side], tuple(one.gains_of(side) for one in fiches), side)
    third = ComparedRow("Des tiers", tuple(one.gains_of(Side.THIRD) for one in fiches), Side.THIRD)
    if third.is_told:
        yield third


def _sections(
    fiches: Sequence[ComparedContract], sections: Iterable[Section]
) -> Iterator[ComparedRow]:
    for section in sections:
        yield ComparedRow(section.label, tuple(one.section(section) for one in fiches))


def _group(heading: str, *rows: ComparedRow) -> ComparedGroup:
    return ComparedGroup(heading, rows)


def _entry(entry: Entry) -> ComparedItem:
    return ComparedItem(Cited(entry.object, entry.marks), details=entry.details)
