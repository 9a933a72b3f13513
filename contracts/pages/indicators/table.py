"""The table of all indicators, whole: its filters, and how it is ordered."""

from __future__ import annotations

from django.urls import reverse

from contracts.models import Theme
from contracts.pages.indicators.form import IndicatorForm, IndicatorOrder
from contracts.pages.indicators.lines import IndicatorLine, read_lines
from contracts.pages.narrowing.facets import NOT_KNOWN, Facets
from contracts.pages.narrowing.selection import select
from contracts.pages.narrowing.table import NarrowedTable
from search.text.collation import title_key

TITLE = "Tous les indicateurs"
LABELS = {"theme": "Thème", "outil": "Outil"}
_COLUMNS = {
    IndicatorOrder.NAME: "Indicateur",
    IndicatorOrder.THEME: "Thème",
    IndicatorOrder.TOOL: "Outil",
}


class IndicatorsTable(NarrowedTable[IndicatorLine]):
    def __init__(self, form: IndicatorForm):
        lines = read_lines()
        selection = select(lines, form)
        tools = {code: line.tool for line in lines for code in line.codes["outil"]}
        themes = {**dict(Theme.objects.values_list("slug", "label")), **NOT_KNOWN}
        super().__init__(
            form,
            selection,
            Facets(
                form,
                selection.counts,
                LABELS,
                {"theme": themes, "outil": tools},
                proper_names=frozenset({"outil"}),
            ),
            title=TITLE,
            path=reverse("indicators"),
            columns=_COLUMNS,
        )

    def usual_key(self, line: IndicatorLine) -> tuple:
        return (title_key(line.name), title_key(line.tool), *line.place)

    def key(self, line: IndicatorLine) -> str:
        return title_key(line.name) if self.form.order is IndicatorOrder.NAME else self.rank(line)
