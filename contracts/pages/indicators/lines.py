"""The indicators of the public tools as narrow lines: their codes in each facet, their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.models import Indicator, ToolPage
from contracts.pages.narrowing.selection import UNKNOWN
from contracts.rules.listed import listed


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator. `tool` is the title of its tool, `tool_pk` its pk, `place` where this one has
    it."""

    pk: int
    name: str
    tool: str
    tool_pk: int
    place: tuple[int, int]
    text: str
    codes: Mapping[str, frozenset[str]]


def read_lines() -> list[IndicatorLine]:
    """All of them, in no order, with one query."""
    rows = Indicator.objects.filter(page__in=listed(ToolPage.objects)).order_by()
    return [
        IndicatorLine(
            pk=row["pk"],
            name=row["name"],
            tool=row["page__title"],
            tool_pk=row["page_id"],
            place=(row["sort_order"] or 0, row["pk"]),
            text="\n".join(
                row[name] or ""
                for name in (
                    *("name", "definition", "unit", "data", "used_by"),
                    *("theme__label", "page__title", "page__publisher"),
                )
            ),
            codes={
                "theme": frozenset({row["theme__slug"] or UNKNOWN}),
                "outil": frozenset({row["page__slug"]}),
            },
        )
        for row in rows.values(
            *("pk", "page_id", "sort_order", "name", "definition", "unit", "data", "used_by"),
            *("theme__slug", "theme__label", "page__title", "page__slug", "page__publisher"),
        )
    ]
