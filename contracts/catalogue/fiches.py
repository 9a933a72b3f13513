"""How files of contracts, experiences and tools become pages."""

from __future__ import annotations

import uuid
from typing import Any

from contracts.catalogue import specs
from contracts.catalogue.columns import Row
from contracts.catalogue.kinds import FicheKind, register
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Keys
from contracts.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    ContractIndexPage,
    ContractPage,
    PageLink,
    ToolIndexPage,
    ToolPage,
)

_NAMESPACE = uuid.UUID("6f0e1d5e-3f4c-5c1e-9a51-2f6f6f3c1d2b")


def fill_fiche(page: Any, data: Keys, refs: Refs, spec: Row) -> None:
    """Set on a page, in memory, all that its file says but what leads to other pages."""
    spec.fill(page, data, refs)
    page.search_description = page.gist


def connect_fiche(page: Any, data: Keys, refs: Refs) -> None:
    """The typed links. One that the other end already tells is not told twice."""
    told = set(PageLink.objects.filter(target=page.pk).values_list("page_id", flat=True))
    page.outgoing_links = [
        specs.LINK.build(link, refs, target=refs.pages[link["to"]])
        for link in data.get("links", ())
        if link["to"] in refs.pages and refs.pages[link["to"]].pk not in told
    ]


def fill_contract(page: Any, data: Keys, refs: Refs, spec: Row) -> None:
    fill_fiche(page, data, refs, spec)
    given = data.get("commitments", ())
    exchanges = _exchanges(given)
    for commitment, one in zip(page.commitments.get_object_list(), given, strict=True):
        key = one.get("key", "")
        commitment.uid = uuid.uuid5(_NAMESPACE, f"{page.slug}/{key}")
        commitment.exchange = exchanges.get(key, "")


def _exchanges(commitments: list[Keys]) -> dict[str, str]:
    """A letter for each group of commitments that answer one another."""
    groups: list[set[str]] = []
    for commitment in commitments:
        if not commitment.get("counterparts"):
            continue
        linked = {commitment.get("key", ""), *commitment["counterparts"]}
        for group in [group for group in groups if group & linked]:
            groups.remove(group)
            linked |= group
        groups.append(linked)
    return {key: chr(ord("A") + i) for i, group in enumerate(groups) for key in group}


def fill_case_study(page: CaseStudyPage, data: Keys, refs: Refs, spec: Row) -> None:
    fill_fiche(page, data, refs, spec)
    period = data.get("period", {})
    page.start, page.end = period.get("start"), period.get("end")


def connect_case_study(page: CaseStudyPage, data: Keys, refs: Refs) -> None:
    connect_fiche(page, data, refs)
    page.contract = refs.pages.get(data.get("contract", ""))
    page.tools = [refs.pages[key] for key in data.get("tools", ()) if key in refs.pages]


def connect_tool(page: Any, data: Keys, refs: Refs) -> None:
    connect_fiche(page, data, refs)
    indicators = page.indicators.get_object_list()
    for indicator, given in zip(indicators, data.get("indicators", ()), strict=True):
        indicator.used_in = refs.pages.get(given.get("used_in", ""))


def register_kinds() -> None:
    """Called once, at start."""
    register(
        FicheKind(
            folder="contrats",
            model=ContractPage,
            spec=specs.CONTRACT,
            parent=lambda _home: ContractIndexPage.objects.get(),
            fill=fill_contract,
            connect=connect_fiche,
        )
    )
    register(
        FicheKind(
            folder="outils",
            model=ToolPage,
            spec=specs.TOOL,
            parent=lambda _home: ToolIndexPage.objects.get(),
            fill=fill_fiche,
            connect=connect_tool,
        )
    )
    register(
        FicheKind(
            folder="experiences",
            model=CaseStudyPage,
            spec=specs.CASE_STUDY,
            parent=lambda _home: CaseStudyIndexPage.objects.get(),
            fill=fill_case_study,
            connect=connect_case_study,
        )
    )
