"""The table of all commitments, whole: its filters, and how it is ordered."""

from __future__ import annotations

from django.urls import reverse

from contracts.pages.commitments.facets import facets_of
from contracts.pages.commitments.form import CommitmentForm, Order
from contracts.pages.commitments.lines import Line, read_lines
from contracts.pages.narrowing.selection import select
from contracts.pages.narrowing.table import NarrowedTable
from search.text.collation import title_key

TITLE = "Tous les engagements"
_COLUMNS = {
    Order.OBJECT: "Engagement",
    Order.DIRECTION: "De qui à qui",
    Order.THEME: "Thème",
    Order.STATE: "État",
    Order.CONTRACT: "Contrat",
}


class CommitmentsTable(NarrowedTable[Line]):
    def __init__(self, form: CommitmentForm):
        lines = read_lines()
        selection = select(lines, form)
        super().__init__(
            form,
            selection,
            facets_of(form, lines, selection.counts),
            title=TITLE,
            path=reverse("commitments"),
            columns=_COLUMNS,
        )

    def usual_key(self, line: Line) -> tuple:
        return (title_key(line.title), *line.place)

    def key(self, line: Line) -> str:
        if self.form.order is Order.CONTRACT:
            return title_key(line.title)
        if self.form.order is Order.OBJECT:
            return title_key(line.object)
        return self.rank(line)
