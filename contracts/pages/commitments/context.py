"""The page of all commitments: the table, its filters, and how it is ordered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from contracts.models import Commitment, ContractPage
from contracts.pages.commitments.facets import DIRECTIONS, LABELS, Facets
from contracts.pages.commitments.form import FACETS, CommitmentForm, Order
from contracts.pages.commitments.lines import WORDS, read_lines, select
from contracts.pages.commitments.order import in_order
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.pages.parts.citations import SOURCED, Citations, Marks, NumberedSource
from contracts.pages.parts.listings import listings_of
from contracts.values.balance import counted
from contracts.values.vocabulary import Nature
from search.query.page_head import PageHead, page_title
from search.query.pagination import Pagination
from search.query.results import Emptied

PAGE_SIZE = 20
TITLE = "Tous les engagements"
_COLUMNS = {
    Order.OBJECT: "Engagement",
    Order.DIRECTION: "De qui à qui",
    Order.THEME: "Thème",
    Order.STATE: "État",
    Order.CONTRACT: "Contrat",
}


@dataclass(frozen=True)
class SortableColumn:
    """A heading of the table; following `url` orders the rows by it, or turns their order over.
    `sorted` is the value of aria-sort, empty when they are ordered by another one."""

    label: str
    url: str
    sorted: str


@dataclass(frozen=True)
class SortOption:
    value: str
    label: str
    selected: bool


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


class CommitmentsContext:
    def __init__(self, form: CommitmentForm, request: HttpRequest):
        self.form = form
        lines = read_lines()
        self.selection = select(lines, form)
        self.total = len(self.selection.lines)
        self.contracts = self.selection.contracts
        self.pages = Pagination.of(
            form.page,
            size=PAGE_SIZE,
            total=self.total,
            url=lambda page: form.at_page(page).url(),
        )
        self.counted = counted(self.total)
        self.facets = Facets.of(form, lines, self.selection.counts)
        citations = Citations()
        self.rows = tuple(self._rows(citations, request))
        self.references: tuple[NumberedSource, ...] = citations.references
        self.panels = tuple(self.facets.panels())
        self.chips = tuple(self.facets.chips())
        self.clear_url = form.cleared().url()
        self.emptied_by = tuple(self._emptied_by()) if not self.total else ()
        self.columns = tuple(
            SortableColumn(label, form.sorted_by(order).url(), self._sorted(order))
            for order, label in _COLUMNS.items()
        )
        self.sorts = tuple(
            SortOption(
                "" if order is Order.CONTRACT else order.value,
                label,
                order is form.order,
            )
            for order, label in _COLUMNS.items()
        )
        self.all_url = reverse("commitments")
        self.trail = (listings_of(request).step(ContractPage),)
        self.structured_data = structured_data.graph(structured_trail(request, self.trail, TITLE))
        self.head = PageHead(
            page_title(TITLE, [form.q, *self.facets.told], self.pages),
            form.at_page(self.pages.current).url(self.all_url),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.form.q or self.form.filters or self.form.sort)

    def _sorted(self, order: Order) -> str:
        if order is not self.form.order:
            return ""
        return "descending" if self.form.descending else "ascending"

    def _rows(self, citations: Citations, request: HttpRequest) -> Iterator[CommitmentRow]:
        ordered = in_order(self.selection.lines, self.form, self.facets.words)
        ordered = ordered[self.pages.start : self.pages.end]
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

    def _emptied_by(self) -> Iterator[Emptied]:
        """What alone keeps rows out: without it there would be some."""
        without = self.selection.without
        if self.form.q and without[WORDS]:
            url = self.form.without_words().url()
            yield Emptied(f"les mots « {self.form.q} »", without[WORDS], url)
        for facet in FACETS:
            if facet in self.form.filters and without[facet]:
                url = self.form.without(facet).url()
                yield Emptied(f"le filtre « {LABELS[facet]} »", without[facet], url)


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
