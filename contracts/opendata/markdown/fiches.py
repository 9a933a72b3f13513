"""A contract, an experience or a tool as Markdown, part by part in the order of its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from contracts.models import CaseStudyPage, ContractPage, ToolPage
from contracts.opendata.markdown.writing import (
    escaped,
    facts,
    heading,
    item,
    milestones,
    sections,
    sources,
    texts,
)
from contracts.pages.case_study import CaseStudyContext
from contracts.pages.contract import ContractContext
from contracts.pages.fiche import FicheContext
from contracts.pages.parts.glossary_links import without_links
from contracts.pages.parts.indicators import IndicatorDetail
from contracts.pages.tool import ToolContext
from contracts.values.recorded_count import NOT_KNOWN
from contracts.values.vocabulary import Side


def has_markdown(model: type) -> bool:
    return model in _PARTS


def markdown(fiche: FicheContext) -> str:
    """The whole fiche."""
    parts = _PARTS[type(fiche.page)]
    lines = [*_opening(fiche), *parts(fiche), *_rest(fiche), *_end(fiche)]
    return "\n".join(lines).strip() + "\n"


def _headed(text: str, lines: Iterable[str]) -> Iterator[str]:
    """Nothing is said of a part without lines."""
    found = list(lines)
    if found:
        yield from heading(text)
        yield from found


def _opening(fiche: FicheContext) -> Iterator[str]:
    yield f"# {escaped(fiche.title)}"
    yield ""
    yield escaped(" · ".join(fiche.type_line))
    if fiche.gist:
        yield ""
        yield escaped(fiche.gist.plain)
    yield ""
    yield f"- Adresse : <{fiche.url}>"
    if fiche.themes:
        yield item(", ".join(theme.label for theme in fiche.themes), label="Thèmes")
    if fiche.tags:
        yield item(", ".join(tag.name for tag in fiche.tags), label="Étiquettes")
    yield item(fiche.colophon.completeness, label="Complétude")
    if fiche.colophon.updated:
        yield item(fiche.colophon.updated.isoformat(), label="Mise à jour")
    yield item(fiche.colophon.licence, label="Licence")


def _contract(fiche: ContractContext) -> Iterator[str]:
    yield from _headed(
        "Qui est concerné",
        (
            item(one.name, label=str(Side(one.side).label), details=one.notes)
            for one in fiche.parties
        ),
    )
    yield from _headed("Qui donne quoi ?", _ledger(fiche))
    gains = [item(one.told.plain, one.told.marks, one.name) for one in fiche.gains]
    gains += [item(NOT_KNOWN, label=name) for name in fiche.without_gain]
    yield from _headed("Ce que chacun y gagne", gains)
    yield from _headed("Ce qu’il en est advenu", _outcome(fiche))
    yield from sections(fiche.helped.sections)


def _ledger(fiche: ContractContext) -> Iterator[str]:
    for told in (*fiche.ledger.remarks, *(f"{told}." for _, told in fiche.ledger.silent)):
        yield escaped(told)
    for row in fiche.ledger.rows:
        yield from heading(row.label, 3)
        for cell in row.cells:
            for one in cell.entries:
                details = list(one.details)
                if one.counterparts:
                    others = ", ".join(other.object for other in one.counterparts)
                    details.append(f"en échange de : {others}")
                yield item(one.object, one.marks, cell.heading, details)


def _outcome(fiche: ContractContext) -> Iterator[str]:
    outcome = fiche.outcome
    if outcome.note:
        yield from texts([outcome.note])
    if outcome.progress:
        yield item(outcome.progress, label="Engagements")
    for section in outcome.sections:
        for one in section.items:
            yield item(one.plain, one.marks, section.heading)
    if not outcome.sections:
        yield item(outcome.searched or NOT_KNOWN, label="Bilan public")


def _case_study(fiche: CaseStudyContext) -> Iterator[str]:
    yield from _headed("Territoires", (item(str(one)) for one in fiche.territories))
    yield from _headed("Résultats", texts(fiche.result))
    yield from _headed("En chiffres", facts(fiche.figures))
    yield from sections(fiche.story)
    yield from _headed("Coûts et moyens", [*texts(fiche.costs), *facts(fiche.amounts)])
    yield from sections((*fiche.helped.sections, *fiche.transfer))


def _tool(fiche: ToolContext) -> Iterator[str]:
    yield from sections(fiche.purpose)
    yield from _headed("Comment s’en servir", [*facts(fiche.use), *texts(fiche.public)])
    yield from _headed("Mode d’emploi", texts(fiche.guide))
    yield from _headed("Indicateurs", map(_indicator, fiche.indicators))
    yield from _headed(
        "Documents",
        (
            item(f"{one.label} : {one.address}", one.marks, details=(one.publisher, one.format))
            for one in fiche.resources
        ),
    )
    yield from sections(fiche.experience)


def _indicator(one: IndicatorDetail) -> str:
    details = (
        f"unité : {one.unit}" if one.unit else "",
        f"données : {one.data} {one.data_url}".strip() if one.data else "",
        f"s’en est servi : {one.user or one.user_title}" if one.is_used else "",
    )
    told = without_links(one.definition) or NOT_KNOWN
    return item(told, one.marks, one.name, details)


def _rest(fiche: FicheContext) -> Iterator[str]:
    yield from _headed("En bref", facts(fiche.brief))
    yield from _headed("Ce qui n’est pas renseigné", (item(one) for one in fiche.unknown))
    yield from sections(fiche.folded)
    yield from _headed("Calendrier", milestones(fiche.milestones))
    yield from _headed("Flux", facts(fiche.flows))
    yield from _headed("Autres données", facts(fiche.other_facts))


def _end(fiche: FicheContext) -> Iterator[str]:
    related = (
        item(
            f"{page.title} : {fiche.request.build_absolute_uri(page.url)}",
            label=page.relation,
            details=(page.reason,),
        )
        for group in fiche.related
        for page in group.pages
    )
    yield from _headed("À lire aussi", related)
    yield from _headed("Sources", sources(fiche.references))


_PARTS: Mapping[type, Callable[[Any], Iterator[str]]] = {
    ContractPage: _contract,
    CaseStudyPage: _case_study,
    ToolPage: _tool,
}
