"""What is found of a contract: its parties, what it says of itself, what each side gives."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch

from contracts.index.documents.fiche import fiche_document, fiche_lookups
from contracts.index.documents.words import codes, region_names, territory_words
from contracts.models.contract import ContractPage
from contracts.models.territory import Territory, TerritoryGraph
from contracts.values.territory_kinds import PartyKind, kind_of, pair_codes
from contracts.values.vocabulary import ContractStatus
from search.index.documents import Document


def lookups() -> tuple[str | Prefetch, ...]:
    return fiche_lookups(
        "picture__renditions", "parties__territory__other_names", "commitments__theme"
    )


def document(page: ContractPage, graph: TerritoryGraph) -> Document:
    parties = page.parties.all()
    territories = [party.territory for party in parties]
    signed = page.signature_date
    year = signed.year if signed else None
    return fiche_document(
        page,
        graph,
        territories=territories,
        names=_names(page, territories),
        prose=[
            *(commitment.object for commitment in page.commitments.all()),
            *(party.gain for party in parties),
        ],
        facets={
            # The parties themselves, without what contains them or what they contain.
            "partie": tuple(territory.slug for territory in territories),
            "paire": pair_codes(
                PartyKind(party.side, kind_of(party.territory.level, party.territory.name))
                for party in parties
            ),
            "statut": (page.status,),
            "etape": codes(page.stage),
            "annee": codes(year),
        },
        card={
            "city": page.balance.city,
            "countryside": page.balance.countryside,
            "together": page.balance.together,
            "peers": page.balance.peers,
            "parties": [territory.name for territory in territories],
            "party_codes": [territory.slug for territory in territories],
            "region": region_names(territories, graph),
            "status": "" if page.status == ContractStatus.UNKNOWN else page.get_status_display(),
            "year": str(year or ""),
        },
        date=signed.first_day if signed else None,
    )


def _names(page: ContractPage, territories: list[Territory]) -> Iterator[str]:
    yield from territory_words(territories)
    yield page.get_form_display()
    # « En cours » would answer « cours d’eau ».
    if page.status not in {ContractStatus.UNKNOWN, ContractStatus.RUNNING}:
        yield page.get_status_display()
    yield page.get_stage_display()
