"""The address of the table of indicators: by what it is filtered and ordered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.pages.narrowing.form import TableForm

FACETS = ("theme", "outil")


class IndicatorOrder(StrEnum):
    """By what the rows are ordered; the first one goes without saying."""

    NAME = "indicateur"
    THEME = "theme"
    TOOL = "outil"


@dataclass(frozen=True)
class IndicatorForm(TableForm):
    order: IndicatorOrder = IndicatorOrder.NAME

    facets = FACETS
    orders = IndicatorOrder
