"""The page of all indicators: the table, its filters, and how it is ordered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from contracts.models import Indicator, Theme, ToolPage
from contracts.pages.indicators.form import IndicatorForm, IndicatorOrder
from contracts.pages.indicators.lines import IndicatorLine, read_lines
from contracts.pages.narrowing.facets import NOT_KNOWN, Facets
from contracts.pages.narrowing.selection import select
from contracts.pages.narrowing.table import NarrowedTable
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.pages.parts.citations import Citations, NumberedSource
from contracts.pages.parts.indicators import SHOWN, IndicatorDetail, indicator_details
from contracts.pages.parts.listings import listings_of
from contracts.pages.parts.related import public_documents
from search.text.collation import title_key

TITLE = "Tous les indicateurs"
_LABELS = {"theme": "Thème", "outil": "Outil"}
_COLUMNS = {
    IndicatorOrder.NAME: "Indicateur",
    IndicatorOrder.THEME: "Thème",
    IndicatorOrder.TOOL: "Outil",
}


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator and its tool. `url` leads to its line in the page of the tool."""

    detail: IndicatorDetail
    url: str
    tool: str
    tool_url: str


class IndicatorsContext(NarrowedTable[IndicatorLine]):
    other_columns = ("Données", "Qui s’en est servi")

    def __init__(self, form: IndicatorForm, request: HttpRequest):
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
                _LABELS,
                {"theme": themes, "outil": tools},
                proper_names=frozenset({"outil"}),
            ),
            title=TITLE,
            path=reverse("indicators"),
            columns=_COLUMNS,
        )
        self.tools = len({line.tool for line in selection.lines})
        citations = Citations()
        self.rows = tuple(self._rows(citations, request))
        self.references: tuple[NumberedSource, ...] = citations.references
        self.trail = (listings_of(request).step(ToolPage),)
        self.structured_data = structured_data.graph(structured_trail(request, self.trail, TITLE))

    def usual_key(self, line: IndicatorLine) -> tuple:
        return (title_key(line.name), title_key(line.tool), *line.place)

    def key(self, line: IndicatorLine) -> str:
        return title_key(line.name) if self.form.order is IndicatorOrder.NAME else self.rank(line)

    def _rows(self, citations: Citations, request: HttpRequest) -> Iterator[IndicatorRow]:
        keys = [line.pk for line in self.shown()]
        found = Indicator.objects.select_related("page", *SHOWN).in_bulk(keys)
        indicators = [found[pk] for pk in keys]
        users = {one.used_in_id for one in indicators if one.used_in_id}
        details = indicator_details(indicators, public_documents(users), citations)
        for one, detail in zip(indicators, details, strict=True):
            tool_url = one.page.get_url(request) or ""
            yield IndicatorRow(detail, f"{tool_url}#{one.anchor}", one.page.title, tool_url)
