"""How files of contracts, experiences and tools become pages."""

from __future__ import annotations

import uuid
from typing import Any

from contracts.catalogue import specs
from contracts.catalogue.kinds import FicheKind, register
from contracts.catalogue.refs import Refs
from contracts.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    CaseStudyPlace,
    Commitment,
    ContractIndexPage,
    ContractPage,
    Fact,
    Milestone,
    PageLink,
    Party,
    Statement,
    TaggedPage,
    TaggedStatement,
    ToolIndexPage,
    ToolPage,
    ToolResource,
    ToolStep,
)
from contracts.values.vocabulary import ContractStatus, LinkType, MilestoneState

_NAMESPACE = uuid.UUID("6f0e1d5e-3f4c-5c1e-9a51-2f6f6f3c1d2b")


def fill_fiche(page: Any, data: dict[str, Any], refs: Refs) -> None:
    """What every kind of fiche has in common."""
    page.title = data["title"]
    page.gist = data["gist"]
    sourced = refs.sourced(data, "gist_source")
    page.source, page.second_source = sourced["source"], sourced["second_source"]
    page.search_description = data["gist"]
    page.themes = [refs.themes[code] for code in data.get("themes", ())]
    page.tagged_items = [TaggedPage(tag=tag) for tag in refs.tags(data.get("tags", []))]
    page.facts = [
        Fact(
            attribute=fact["attribute"],
            label=fact.get("label", ""),
            date_value=fact.get("date"),
            number_value=fact.get("number"),
            unit=fact.get("unit", ""),
            text_value=fact.get("text", ""),
            as_of=fact.get("as_of"),
            source=refs.sources[source],
            locator=fact.get("locator", ""),
            # One value is retained, not each of the sources that give it.
            retained=fact.get("retained", False) and first,
            note=fact.get("note", ""),
        )
        for fact in data.get("facts", ())
        for first, source in ((i == 0, source) for i, source in enumerate(fact["source"]))
    ]
    page.milestones = [
        Milestone(
            date=milestone["date"],
            text=milestone["text"],
            state=milestone.get("state", MilestoneState.DONE),
            **refs.sourced(milestone),
        )
        for milestone in data.get("milestones", ())
    ]
    page.statements = [_statement(statement, refs) for statement in data.get("statements", ())]


def _statement(data: dict[str, Any], refs: Refs) -> Statement:
    statement = Statement(section=data["section"], text=data["text"], **refs.sourced(data))
    statement.tagged_items = [TaggedStatement(tag=tag) for tag in refs.tags(data.get("tags", []))]
    return statement


def connect_fiche(page: Any, data: dict[str, Any], refs: Refs) -> None:
    """The typed links. One that the other end already tells is not told twice."""
    told = set(PageLink.objects.filter(target=page.pk).values_list("page_id", flat=True))
    page.outgoing_links = [
        PageLink(
            target=refs.pages[link["to"]],
            type=link.get("type", LinkType.SEE_ALSO),
            reason=link["reason"],
        )
        for link in data.get("links", ())
        if link["to"] in refs.pages and refs.pages[link["to"]].pk not in told
    ]


def fill_contract(page: ContractPage, data: dict[str, Any], refs: Refs) -> None:
    fill_fiche(page, data, refs)
    page.form = data.get("form", "")
    page.status = data.get("status", ContractStatus.UNKNOWN)
    page.status_source = refs.source(data, "status_source")
    page.status_note = data.get("status_note", "")
    page.stage = data.get("stage", "")
    page.parties = []
    for party in data["parties"]:
        gain = refs.sourced(party, "gain_source")
        page.parties.add(
            Party(
                territory=refs.territories[party["territory"]],
                side=party["side"],
                signs=party.get("signs"),
                role=party.get("role", ""),
                gain=party.get("gain", ""),
                source=gain["source"],
                second_source=gain["second_source"],
            )
        )
    exchanges = _exchanges(data.get("commitments", []))
    page.commitments = [
        Commitment(
            uid=uuid.uuid5(_NAMESPACE, f"{page.slug}/{commitment['key']}"),
            nature=commitment["nature"],
            giver=refs.territories.get(commitment.get("giver", "")),
            receiver=refs.territories.get(commitment.get("receiver", "")),
            reciprocal=commitment.get("reciprocal", False),
            object=commitment["object"],
            theme=refs.themes.get(commitment.get("theme", "")),
            quantity=commitment.get("quantity"),
            unit=commitment.get("unit", ""),
            start=commitment.get("start"),
            end=commitment.get("end"),
            state=commitment.get("state", ""),
            exchange=exchanges.get(commitment["key"], ""),
            **refs.sourced(commitment),
        )
        for commitment in data.get("commitments", ())
    ]


def _exchanges(commitments: list[dict[str, Any]]) -> dict[str, str]:
    """A letter for each group of commitments that answer one another."""
    groups: list[set[str]] = []
    for commitment in commitments:
        if not commitment.get("counterparts"):
            continue
        linked = {commitment["key"], *commitment["counterparts"]}
        for group in [group for group in groups if group & linked]:
            groups.remove(group)
            linked |= group
        groups.append(linked)
    return {key: chr(ord("A") + i) for i, group in enumerate(groups) for key in group}


def fill_case_study(page: CaseStudyPage, data: dict[str, Any], refs: Refs) -> None:
    fill_fiche(page, data, refs)
    period = data.get("period", {})
    page.places = [CaseStudyPlace(territory=refs.territories[key]) for key in data["places"]]
    page.scale = data.get("scale", "")
    page.start, page.end = period.get("start"), period.get("end")
    page.stage = data.get("stage", "")


def connect_case_study(page: CaseStudyPage, data: dict[str, Any], refs: Refs) -> None:
    connect_fiche(page, data, refs)
    page.contract = refs.pages.get(data.get("contract", ""))
    page.tools = [refs.pages[key] for key in data.get("tools", ()) if key in refs.pages]


def fill_tool(page: ToolPage, data: dict[str, Any], refs: Refs) -> None:
    fill_fiche(page, data, refs)
    page.kind = data["tool_kind"]
    page.audiences = data.get("audiences", [])
    page.stages = data.get("stages", [])
    page.duration = data.get("duration", "")
    page.duration_source = refs.source(data, "duration_source")
    page.level = data.get("level", "")
    page.publisher = data.get("publisher", "")
    page.version = data.get("version", "")
    page.tool_licence = data.get("licence", "")
    page.steps = [
        ToolStep(text=step["text"], **refs.sourced(step)) for step in data.get("steps", ())
    ]
    page.resources = [
        ToolResource(label=resource["label"], source=refs.sources[resource["source"]])
        for resource in data.get("resources", ())
    ]


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
            fill=fill_tool,
            connect=connect_fiche,
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
