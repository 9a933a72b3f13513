"""The page of a contract: its parties, who gives what, what each side gains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from contracts.drawings.flows import flows_drawing
from contracts.models.contract import ContractPage, Party
from contracts.models.rows.commitment import Commitment
from contracts.pages.fiche import FicheContext, TocEntry
from contracts.pages.parts import structured_data
from contracts.pages.parts.citations import SOURCED, Marks
from contracts.pages.parts.facts import FactLine, Value, fact_lines
from contracts.pages.parts.texts import Cited
from contracts.values.vocabulary import Attribute, ContractStatus, Nature, Side


@dataclass(frozen=True)
class PartyDetail:
    name: str
    url: str
    side: str
    notes: tuple[str, ...]
    gain: Cited | None


@dataclass(frozen=True)
class Counterpart:
    anchor: str
    object: str


@dataclass(frozen=True)
class CommitmentDetail:
    """One row of a table. `details` are what its second line says, in order."""

    anchor: str
    object: str
    details: tuple[str, ...]
    amount: str
    counterparts: tuple[Counterpart, ...]
    marks: Marks


@dataclass(frozen=True)
class CommitmentTable:
    """What one side gives, or what the parties do together. `side` is empty for the latter."""

    side: str
    caption: str
    names: str
    empty: str
    rows: tuple[CommitmentDetail, ...]


class ContractContext(FicheContext):
    page: ContractPage

    def relations(self) -> Iterator[Prefetch]:
        yield from super().relations()
        parties = self.page.parties.model.objects
        yield Prefetch("parties", parties.select_related("territory", *SOURCED))
        commitments = Commitment.objects.select_related("theme", "giver", "receiver", *SOURCED)
        yield Prefetch("commitments", commitments)

    def build(self) -> None:
        parties = list(self.page.parties.all())
        self.stage = self.page.get_stage_display()
        self.key_facts = (self._status(), *self._facts())
        self.balance = self.page.balance
        self.drawing = flows_drawing(
            self.page.flows,
            city=_names(parties, Side.CITY),
            countryside=_names(parties, Side.COUNTRYSIDE),
            described_by="equilibre",
        )
        self.tables = tuple(self._tables(parties))
        self.parties = tuple(self._party(party) for party in parties)
        self.gains = tuple(party for party in self.parties if party.gain)
        self.without_gain = tuple(party.name for party in self.parties if not party.gain)
        self.sections = self.texts.sections(self.page.statements_by_section())
        self.milestones = self.texts.milestones(self.page.milestones.all())

    def headings(self) -> Iterator[TocEntry]:
        yield TocEntry("essentiel", "L’essentiel")
        yield TocEntry("qui-donne-quoi", "Qui donne quoi ?")
        yield TocEntry("gains", "Ce que chacun y gagne")
        yield from super().headings()

    def places(self) -> Iterator[structured_data.Thing]:
        for party in self.parties:
            yield structured_data.place(party.name, url=self.request.build_absolute_uri(party.url))

    def related_to(self) -> Iterator[tuple[int, str]]:
        for pk in self.page.case_studies.values_list("pk", flat=True):
            yield pk, "Expérience liée à ce contrat"

    def _status(self) -> FactLine:
        page = self.page
        if page.status == ContractStatus.UNKNOWN and not page.status_note:
            return FactLine("Statut")
        value = Value(
            shown=page.get_status_display(),
            marks=self.citations.cite(page.status_source),
            notes=(page.status_note,) if page.status_note else (),
        )
        return FactLine("Statut", (value,))

    def _facts(self) -> Iterator[FactLine]:
        """The date of signature first, even when nothing is known of it."""
        groups = self.page.fact_groups()
        signature = [group for group in groups if group.attribute == Attribute.SIGNATURE_DATE]
        others = [group for group in groups if group.attribute != Attribute.SIGNATURE_DATE]
        if signature:
            yield from fact_lines(signature, self.citations)
        else:
            yield FactLine(Attribute.SIGNATURE_DATE.label)
        yield from fact_lines(others, self.citations)

    def _tables(self, parties: list[Party]) -> Iterator[CommitmentTable]:
        commitments = list(self.page.commitments.all())
        sides = self.page.sides
        several = len(parties) > 2
        for side, caption, empty in (
            (Side.CITY, "Ce que la ville donne", "Aucun apport de la ville n’est renseigné."),
            (
                Side.COUNTRYSIDE,
                "Ce que la campagne donne",
                "Aucun apport de la campagne n’est renseigné.",
            ),
            (Side.THIRD, "Ce que donnent les tiers", ""),
        ):
            given = [
                commitment
                for commitment in commitments
                if not commitment.reciprocal and sides.get(commitment.giver_id or 0) == side
            ]
            if given or empty:
                rows = self._rows(given, commitments, several)
                yield CommitmentTable(side, caption, _names(parties, side), empty, rows)
        together = [commitment for commitment in commitments if commitment.reciprocal]
        if together:
            rows = self._rows(together, commitments, several)
            yield CommitmentTable("", "Ce que les parties font ensemble", "", "", rows)

    def _rows(
        self, given: Iterable[Commitment], commitments: list[Commitment], several: bool
    ) -> tuple[CommitmentDetail, ...]:
        return tuple(
            CommitmentDetail(
                anchor=commitment.anchor,
                object=commitment.object,
                details=tuple(_details(commitment, several)),
                amount=commitment.amount,
                counterparts=_counterparts(commitment, commitments),
                marks=self.citations.cite_row(commitment),
            )
            for commitment in given
        )

    def _party(self, party: Party) -> PartyDetail:
        notes = [party.get_side_display()]
        if party.signs is not None:
            notes.append("signataire" if party.signs else "non signataire")
        if party.role:
            notes.append(party.role)
        return PartyDetail(
            name=party.territory.name,
            url=party.territory.get_absolute_url(),
            side=party.side,
            notes=tuple(notes),
            gain=self.texts.prose(party.gain, party),
        )


def _names(parties: list[Party], side: str) -> str:
    return ", ".join(party.territory.name for party in parties if party.side == side)


def _details(commitment: Commitment, several: bool) -> Iterator[str]:
    if commitment.theme:
        yield commitment.theme.label
    if several and commitment.giver and commitment.receiver:
        yield f"{commitment.giver} → {commitment.receiver}"
    if commitment.nature == Nature.DECLARED:
        yield Nature.DECLARED.label.lower()
    if commitment.state:
        yield commitment.get_state_display().lower()
    if commitment.start and commitment.end:
        yield f"{commitment.start} – {commitment.end}"
    elif commitment.start:
        yield f"depuis {commitment.start}"
    elif commitment.end:
        yield f"jusqu’à {commitment.end}"


def _counterparts(commitment: Commitment, commitments: list[Commitment]) -> tuple[Counterpart, ...]:
    return tuple(
        Counterpart(other.anchor, other.object)
        for other in commitments
        if commitment.exchange and other.exchange == commitment.exchange and other != commitment
    )
