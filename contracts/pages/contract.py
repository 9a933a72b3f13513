"""The page of a contract: its parties, who gives what, what each side gains, what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.db.models import Prefetch, QuerySet

from contracts.drawings.flows import flows_drawing
from contracts.models.contract import ContractPage, Party
from contracts.models.rows.commitment import Commitment
from contracts.models.rows.fact import FactGroup
from contracts.pages.fiche import FicheContext, TocEntry, fiche_relations
from contracts.pages.forms import PointOfViewForm
from contracts.pages.giving.ledger import GivenLines, ledger
from contracts.pages.giving.matrix import BalanceMatrix
from contracts.pages.parts import structured_data
from contracts.pages.parts.citations import SOURCED, Citations
from contracts.pages.parts.facts import MOST_BRIEF, FactLine, Value, fact_lines, flow_lines
from contracts.pages.parts.parties_map import parties_map
from contracts.pages.parts.texts import HELPED, Cited, SectionDetail, Texts, helped_heading
from contracts.values.dates.french_calendar import french_date
from contracts.values.vocabulary import Attribute, ContractStatus, MilestoneState, Section, Side

DRAWN_FROM = 3  # fewer commitments are read faster than a drawing of them
# What « En bref » tells first; the rest follows in the order of the fiche.
BRIEF = (
    Attribute.SIGNATURE_DATE,
    Attribute.START,
    Attribute.END,
    Attribute.DURATION,
    Attribute.AMOUNT,
    Attribute.RANK,
    Attribute.POPULATION,
    Attribute.DISTANCE,
    Attribute.SIGNATURE_PLACE,
    Attribute.PARTIES,
    Attribute.COMMUNES,
)
JUMPS = ("qui-donne-quoi", "advenu")  # what is looked for first, reached from the head
STATUS, STAGE = "Statut", "Étape atteinte"
OUTCOME = (Section.RESULT, Section.EVALUATION)
_BEFORE_SIGNATURE = (ContractStatus.STUDIED, ContractStatus.NEGOTIATED)
_SIDES = {Side.CITY.value: "la ville", Side.COUNTRYSIDE.value: "la campagne"}


@dataclass(frozen=True)
class PartyDetail:
    name: str
    url: str
    side: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Gain:
    name: str
    side: str
    told: Cited


@dataclass(frozen=True)
class Standpoint:
    """A way of reading the same facts."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Outcome:
    """What came of the contract: what is told of it, how far its commitments are, or else when
    someone last looked for it and found nothing."""

    sections: tuple[SectionDetail, ...]
    note: Cited | None
    progress: str
    progress_label: str
    searched_on: dt.date | None
    search_note: str

    @property
    def searched(self) -> str:
        """That someone looked and found nothing, and what was looked for; empty when nobody did."""
        if self.searched_on is None:
            return ""
        told = f"Aucun bilan public n’a été trouvé au {french_date(self.searched_on)}."
        note = self.search_note.removesuffix(".")
        return f"{told} Ce qui a été cherché : {note}." if note else told


@dataclass(frozen=True)
class StoryPart:
    """A part of the story: what shows it, its heading, and whether anything is known of it."""

    template: str
    heading: TocEntry
    known: bool


class ContractContext(FicheContext):
    page: ContractPage

    def relations(self) -> Iterator[Prefetch]:
        return contract_relations()

    def build(self) -> None:
        page = self.page
        parties = list(page.parties.all())
        asked = PointOfViewForm.from_querydict(self.request.GET).side
        # Between peers there is one point of view.
        self.side = "" if page.balance.peers else asked
        names = names_by_side(parties)
        given = GivenLines.of(page.commitments.all(), page.sides)
        told = dict(page.statements_by_section())

        self.type_line = tuple(self._type_line())
        self.parties = tuple(map(party_of, parties))
        self.map = parties_map(parties)
        self.points_of_view = (
            tuple(self._points_of_view()) if given and not page.balance.peers else ()
        )
        # Read from one side, what it gains comes first, and its sources are numbered first.
        read = sorted(parties, key=lambda party: bool(self.side) and party.side != self.side)
        gains = gains_of(read, self.texts) if self.side else ()
        themes = [theme.label for theme in self.themes]
        self.ledger = ledger(given, names, self.citations, self.side, themes)
        self.gains = gains or gains_of(read, self.texts)
        self.without_gain = tuple(party.territory.name for party in parties if not party.gain)
        self.given = given
        self.questions = tuple(self.questions_of(self.side)) if self.side else ()
        self.balance = page.balance
        self.matrix = BalanceMatrix.of(given, page.balance.peers)
        self.drawing = flows_drawing(
            page.flows if self.balance.total >= DRAWN_FROM and not self.balance.peers else (),
            city=", ".join(names[Side.CITY]),
            countryside=", ".join(names[Side.COUNTRYSIDE]),
            described_by="equilibre",
        )
        self.outcome = outcome_of(page, given, self.texts)
        self.helped = self.texts.helped(told)
        self.story = tuple(self._story())
        self.jumps = tuple(part.heading for part in self.story if part.heading.anchor in JUMPS)
        known, told_facts = self._facts()
        flows = [group for group in told_facts if group.attribute == Attribute.FLOW]
        others = [group for group in told_facts if group not in flows]
        self.brief = (*known, *fact_lines(others[: MOST_BRIEF - len(known)], self.citations))
        self.folded = self.texts.sections(
            (section, rows) for section, rows in told.items() if section not in {*OUTCOME, *HELPED}
        )
        self.milestones = self.texts.milestones(page.milestones.all())
        self.flows = tuple(flow_lines(flows, self.citations))
        self.other_facts = fact_lines(others[MOST_BRIEF - len(known) :], self.citations)

    def headings(self) -> Iterator[TocEntry]:
        for part in self.story:
            yield part.heading
        yield from super().headings()

    def _story(self) -> list[StoryPart]:
        """In the order in which it is told, but it does not begin with what nothing is known of:
        that comes last. Read from one side, its gains come before its duties."""
        outcome = self.outcome
        given = StoryPart(
            "contracts/parts/ledger.html",
            TocEntry("qui-donne-quoi", "Qui donne quoi ?"),
            bool(self.ledger.rows),
        )
        gained = StoryPart(
            "contracts/parts/gains.html",
            TocEntry("gains", "Ce que chacun y gagne"),
            bool(self.gains),
        )
        parts = [gained, given] if self.side else [given, gained]
        if self.questions:
            parts.append(
                StoryPart(
                    "contracts/parts/questions.html",
                    TocEntry("questions", "Ce qui reste à savoir"),
                    True,
                )
            )
        parts.append(
            StoryPart(
                "contracts/parts/outcome.html",
                TocEntry("advenu", "Ce qu’il en est advenu"),
                bool(outcome.sections or outcome.note or outcome.progress),
            )
        )
        if self.helped:
            parts.append(
                StoryPart(
                    "contracts/parts/helped.html",
                    TocEntry("aide-et-freins", self.helped.heading),
                    True,
                )
            )
        unknown = list(takewhile(lambda part: not part.known, parts))
        return [*parts[len(unknown) :], *unknown]

    def places(self) -> Iterator[structured_data.Thing]:
        for party in self.parties:
            yield structured_data.place(party.name, url=self.request.build_absolute_uri(party.url))

    @classmethod
    def named_by(cls, page: Any) -> tuple[tuple[QuerySet, str], ...]:
        experiences = page.case_studies.values_list("pk", flat=True)
        return ((experiences, "Expérience liée à ce contrat"),)

    def _type_line(self) -> Iterator[str]:
        page = self.page
        yield page.get_form_display() or "Contrat"
        yield state_of(page)
        years = self._years()
        if page.status in _BEFORE_SIGNATURE and not years:
            yield from self._first_step()
        if years:
            yield years

    def _first_step(self) -> Iterator[str]:
        """Since when there is something to tell, when no fact says when it began."""
        done = (one for one in self.page.milestones.all() if one.state == MilestoneState.DONE)
        years = [one.date.year for one in done if one.date and one.date.year]
        if years:
            yield f"première étape connue en {min(years)}"

    def _years(self) -> str:
        """« 2021 – 2026 », « depuis 2021 », or nothing: the years that the facts retain."""
        start, end = (
            fact.facts[0].date_value if (fact := self.page.retained_fact(attribute)) else None
            for attribute in (Attribute.START, Attribute.END)
        )
        if start and end:
            return f"{start.year} – {end.year}" if start.year != end.year else str(start.year)
        return f"depuis {start.year}" if start else f"jusqu’en {end.year}" if end else ""

    def _points_of_view(self) -> Iterator[Standpoint]:
        labels = {f"{side}": f"Vu de {name}" for side, name in _SIDES.items()}
        if self.side:
            labels = {"": "Vu des deux côtés", **labels}
        for side, label in labels.items():
            url = f"{PointOfViewForm(side).url(self.path)}#vues"
            yield Standpoint(label, url, side == self.side)

    def questions_of(self, asking: str) -> Iterator[str]:
        """What a side would still ask: what no source tells of what it gives and gains."""
        who = "chaque partie" if self.page.balance.peers else _SIDES[asking]
        mine = self.given.by(asking)
        if not mine:
            yield f"Ce que {who} donne : non renseigné."
        elif missing := mine.without:
            yield f"Ce que {who} donne : {missing}."
        for party in self.page.parties.all():
            if party.side == asking and not party.gain:
                yield f"Ce que {party.territory.name} y gagne : non renseigné."
        told = {statement.section for statement in self.page.statements.all()}
        if not told & {*OUTCOME}:
            yield "Ce que le contrat a produit : non renseigné."
        if not told & {*HELPED}:
            yield f"{helped_heading(HELPED.values())} : non renseigné."

    def _facts(self) -> tuple[list[FactLine], list[FactGroup]]:
        """What « En bref » always tells, even when nothing is known of it, then the other facts in
        the order in which they are asked for."""
        lines = [status_line(self.page, self.citations)]
        if stage := self.page.get_stage_display():
            lines.append(FactLine(STAGE, (Value(stage),)))
        groups = sorted(
            self.page.fact_groups(),
            key=lambda group: BRIEF.index(group.attribute) if group.attribute in BRIEF else 99,
        )
        if not groups or groups[0].attribute != Attribute.SIGNATURE_DATE:
            lines.append(FactLine(Attribute.SIGNATURE_DATE.label))
        return lines, groups


def state_of(page: ContractPage) -> str:
    """« signé en 2016 », « état non renseigné »."""
    if page.status == ContractStatus.UNKNOWN:
        return "état non renseigné"
    status, signed = page.get_status_display().lower(), page.signature_date
    return f"{status} en {signed.year}" if signed and signed.year else status


def contract_relations() -> Iterator[Prefetch]:
    yield from fiche_relations()
    yield Prefetch("parties", Party.objects.select_related("territory", *SOURCED))
    commitments = Commitment.objects.select_related("theme", "giver", "receiver", *SOURCED)
    yield Prefetch("commitments", commitments)


def names_by_side(parties: Iterable[Party]) -> dict[str, list[str]]:
    parties = list(parties)
    return {
        side.value: [party.territory.name for party in parties if party.side == side]
        for side in Side
    }


def gains_of(parties: Iterable[Party], texts: Texts) -> tuple[Gain, ...]:
    """What each party gains, of those of which a source tells it."""
    return tuple(
        Gain(party.territory.name, party.side, told)
        for party in parties
        if (told := texts.prose(party.gain, party))
    )


def outcome_of(page: ContractPage, given: GivenLines, texts: Texts) -> Outcome:
    told = dict(page.statements_by_section())
    note = None
    sections = texts.sections((one, told[one]) for one in OUTCOME if one in told)
    if page.status_note:
        note = Cited(page.status_note, texts.citations.cite(page.status_source))
    return Outcome(
        sections=sections,
        note=note,
        progress=given.progress,
        progress_label="Apports cités" if given.are_declared else "Engagements",
        searched_on=page.outcome_searched_on,
        search_note=page.outcome_search_note.rstrip(" ."),
    )


def status_line(page: ContractPage, citations: Citations) -> FactLine:
    if page.status == ContractStatus.UNKNOWN:
        return FactLine(STATUS)
    marks = citations.cite(page.status_source)
    return FactLine(STATUS, (Value(page.get_status_display(), marks),))


def party_of(party: Party) -> PartyDetail:
    notes = [party.get_side_display().lower()]
    if party.signs is not None:
        notes.append("signataire" if party.signs else "non signataire")
    if party.role:
        notes.append(party.role)
    territory = party.territory
    return PartyDetail(territory.name, territory.get_absolute_url(), party.side, tuple(notes))
