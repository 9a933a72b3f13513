"""The page of all indicators: the rows that it shows, and their sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest

from contracts.models import Indicator, ToolPage
from contracts.pages.indicators.form import IndicatorForm
from contracts.pages.indicators.table import TITLE, IndicatorsTable
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.pages.parts.citations import Citations, NumberedSource
from contracts.pages.parts.indicators import SHOWN, IndicatorDetail, indicator_details
from contracts.pages.parts.listings import listings_of
from contracts.pages.parts.related import public_documents


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator and its tool. `url` leads to its line in the page of the tool."""

    detail: IndicatorDetail
    url: str
    tool: str
    tool_url: str


class IndicatorsContext(IndicatorsTable):
    other_columns = ("Données", "Qui s’en est servi")

    def __init__(self, form: IndicatorForm, request: HttpRequest):
        super().__init__(form)
        self.tools = len({line.tool for line in self.selection.lines})
        citations = Citations()
        self.rows = tuple(self._rows(citations, request))
        self.references: tuple[NumberedSource, ...] = citations.references
        self.trail = (listings_of(request).step(ToolPage),)
        self.structured_data = structured_data.graph(structured_trail(request, self.trail, TITLE))

    def _rows(self, citations: Citations, request: HttpRequest) -> Iterator[IndicatorRow]:
        keys = [line.pk for line in self.shown()]
        found = Indicator.objects.select_related("page", *SHOWN).in_bulk(keys)
        indicators = [found[pk] for pk in keys]
        users = {one.used_in_id for one in indicators if one.used_in_id}
        details = indicator_details(indicators, public_documents(users), citations)
        for one, detail in zip(indicators, details, strict=True):
            tool_url = one.page.get_url(request) or ""
            yield IndicatorRow(detail, f"{tool_url}#{one.anchor}", one.page.title, tool_url)
