"""The page of all commitments: the rows that it shows, and their sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest

from contracts.models import Commitment, ContractPage
from contracts.pages.commitments.facets import DIRECTIONS
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.commitments.lines import TOGETHER
from contracts.pages.commitments.table import TITLE, CommitmentsTable
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.pages.parts.citations import SOURCED, Citations, Marks, NumberedSource
from contracts.pages.parts.listings import listings_of
from contracts.values.balance import counted
from contracts.values.vocabulary import Nature


@dataclass(frozen=True)
class Taker:
    name: str
    side: str


@dataclass(frozen=True)
class CommitmentRow:
    """One commitment. `url` leads to its line in its contract; `details` are what its second line
    says, in order; `takers` who gives, then who receives, none when all do it together."""

    object: str
    url: str
    details: tuple[str, ...]
    direction: str
    takers: tuple[Taker, ...]
    theme: str
    state: str
    contract: str
    contract_url: str
    marks: Marks


class CommitmentsContext(CommitmentsTable):
    def __init__(self, form: CommitmentForm, request: HttpRequest):
        super().__init__(form)
        self.contracts = len({line.contract for line in self.selection.lines})
        self.counted = counted(self.total)
        chosen = form.filters.get("sens", ())
        # Of a direction that is chosen, what both sides do together is in no row.
        is_left_out = bool(chosen) and TOGETHER not in chosen
        self.together = self.selection.counts["sens"][TOGETHER] if is_left_out else 0
        self.together_url = form.toggled("sens", TOGETHER).url()
        citations = Citations()
        self.rows = tuple(self._rows(citations, request))
        self.references: tuple[NumberedSource, ...] = citations.references
        self.trail = (listings_of(request).step(ContractPage),)
        self.structured_data = structured_data.graph(structured_trail(request, self.trail, TITLE))

    def _rows(self, citations: Citations, request: HttpRequest) -> Iterator[CommitmentRow]:
        ordered = self.shown()
        related = ("contract", "giver", "receiver", "theme", *SOURCED)
        found = Commitment.objects.select_related(*related).in_bulk([line.pk for line in ordered])
        for line in ordered:
            commitment = found[line.pk]
            contract_url = commitment.contract.get_url(request) or ""
            [direction] = line.codes["sens"]
            yield CommitmentRow(
                object=commitment.object,
                url=f"{contract_url}#{commitment.anchor}",
                details=tuple(_details(commitment)),
                direction=DIRECTIONS[direction],
                takers=tuple(_takers(commitment, direction)),
                theme=commitment.theme.label if commitment.theme else "",
                state=commitment.get_state_display(),
                contract=commitment.contract.title,
                contract_url=contract_url,
                marks=citations.cite_row(commitment),
            )


def _takers(commitment: Commitment, direction: str) -> Iterator[Taker]:
    if commitment.reciprocal:
        return
    giver_side, _, receiver_side = direction.partition("-")
    for territory, side in ((commitment.giver, giver_side), (commitment.receiver, receiver_side)):
        if territory:
            yield Taker(territory.name, side)


def _details(commitment: Commitment) -> Iterator[str]:
    if commitment.quantity is not None:
        yield commitment.amount
    if told := Nature(commitment.nature).told:
        yield told
    if commitment.period:
        yield commitment.period
