"""Indicators as pages show them: what is measured, where its data are, who used it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.models.rows.indicator import Indicator
from contracts.pages.parts.citations import SOURCED, Citations, Marks

# What is read with the rows that are shown.
SHOWN = (*SOURCED, "theme", "data_source", "used_source")


@dataclass(frozen=True)
class IndicatorDetail:
    """One indicator. `data_url` leads to the data, `user_url` to the public fiche that used it;
    what no source tells is empty."""

    name: str
    anchor: str
    definition: str
    unit: str
    theme: str
    data: str
    data_url: str
    user: str
    user_title: str
    user_url: str
    user_marks: Marks
    marks: Marks

    @property
    def is_used(self) -> bool:
        return bool(self.user or self.user_title)


def indicator_details(
    indicators: Iterable[Indicator],
    documents: Mapping[int, Any],
    citations: Citations,
    linked: Callable[[str], str] = str,
) -> tuple[IndicatorDetail, ...]:
    """In their order; sources are numbered on the way. `documents` are those of the public pages
    among the users, by their pk; `linked` makes the links of a text to the glossary."""
    return tuple(_detail(one, documents, citations, linked) for one in indicators)


def _detail(
    one: Indicator,
    documents: Mapping[int, Any],
    citations: Citations,
    linked: Callable[[str], str],
) -> IndicatorDetail:
    used_in = documents.get(one.used_in_id or 0)
    return IndicatorDetail(
        name=one.name,
        anchor=one.anchor,
        definition=linked(one.definition),
        unit=one.unit,
        theme=one.theme.label if one.theme else "",
        data=one.data or (one.data_source.title if one.data_source else ""),
        data_url=one.data_source.url if one.data_source else "",
        user=one.used_by,
        user_title=used_in.title if used_in else "",
        user_url=used_in.url if used_in else "",
        marks=citations.cite_row(one),
        user_marks=citations.cite(one.used_source),
    )
