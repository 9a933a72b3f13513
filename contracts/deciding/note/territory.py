"""The note of a territory: what it is, what it gives and receives, its contracts and experiences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import Prefetch

from contracts.deciding.note.gathered import (
    WORDS,
    by_title,
    contracts_section,
    experiences_section,
    last_published,
)
from contracts.deciding.note.values import (
    NoteItem,
    NoteSection,
    NoteSheet,
    facts,
    marks,
)
from contracts.models import CaseStudyPage, ContractPage, Party
from contracts.models.base import LICENCE
from contracts.pages.territory import Exchange, Members, TerritoryContext
from contracts.rules.listed import listed
from contracts.values.recorded_count import NOT_KNOWN

_KEY_FACTS = 4
_FICHES = "fiches"
_NO_EXCHANGE = "Ce que ce territoire donne ou reçoit n’est pas renseigné."
_NO_CONTRACT = "Aucun contrat de la base ne l’a pour partie."
_AROUND = "Contrats de territoires qu’il regroupe ou dont il fait partie"


def territory_sheet(view: TerritoryContext) -> NoteSheet:
    territory = view.territory
    contracts = _contracts([territory.pk])
    around = [place.pk for group in (*view.within, *view.groups) for place in group.territories]
    own = {page.pk for page in contracts}
    others = [page for page in _contracts(around) if page.pk not in own]
    experiences = by_title(
        listed(CaseStudyPage.objects)
        .filter(places__territory=territory)
        .distinct()
        .prefetch_related("places__territory")
    )
    sections = (
        *_exchanges(view),
        contracts_section("Contrats", contracts, _FICHES, _NO_CONTRACT),
        experiences_section(experiences, _FICHES),
        *([contracts_section(_AROUND, others, _FICHES)] if others else []),
    )
    side = territory.get_usual_side_display().lower()
    return NoteSheet(
        type_line=tuple(part for part in (territory.get_level_display(), side) if part),
        title=territory.name,
        url=view.url,
        gist=_within(view.within),
        facts=tuple(_identity(view))[:_KEY_FACTS],
        sections=sections,
        references=view.references,
        updated=last_published([*contracts, *others, *experiences]),
        licence=LICENCE,
        words=replace(WORDS, sources_anchor="sources"),
        about=tuple(NoteItem(name, label="Aussi") for name in view.names),
    )


def _contracts(territories: Iterable[int]) -> list[ContractPage]:
    """The public ones that these are parties to."""
    parties = Prefetch("parties", Party.objects.select_related("territory"))
    ours = Party.objects.filter(territory__in=list(territories)).values("contract")
    return by_title(listed(ContractPage.objects).filter(pk__in=ours).prefetch_related(parties))


def _identity(view: TerritoryContext) -> Iterator[NoteItem]:
    if view.territory.code:
        yield NoteItem(view.territory.code, label="Code officiel")
    yield from facts(view.figures) or [NoteItem("non renseignée", label="Population", absent=True)]


def _within(groups: Iterable[Members]) -> NoteItem:
    names = [place.name for group in groups for place in group.territories]
    told = tuple(mark for group in groups for mark in marks(group.marks))
    if not names:
        return NoteItem(NOT_KNOWN, label="Fait partie de", absent=True)
    return NoteItem(", ".join(names), told, "Fait partie de")


def _exchanges(view: TerritoryContext) -> Iterator[NoteSection]:
    for heading, exchanges, word in (
        ("Il donne", view.given, "pour"),
        ("Il reçoit", view.received, "de"),
        ("Avec d’autres", view.together, ""),
    ):
        if exchanges:
            items = tuple(_exchange(one, word) for one in exchanges)
            yield NoteSection(f"{heading} ({len(items)})", "echanges", items)
    if not view.exchanges:
        yield NoteSection("Ce qu’il donne et reçoit", "", absent=_NO_EXCHANGE)


def _exchange(exchange: Exchange, word: str) -> NoteItem:
    other = f"{word} : {exchange.others}" if word and exchange.others else ""
    details = (exchange.amount, exchange.theme, other, exchange.contract)
    return NoteItem(
        exchange.object, marks(exchange.marks), details=tuple(part for part in details if part)
    )
