"""What the home page shows: latest contracts, next sessions, themes, the balance, the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from contracts import kinds
from contracts.drawings.map import ContractMark, PartyPoint, overlay
from contracts.drawings.motif import weave
from contracts.drawings.outlines import CREDIT
from contracts.index.facet_pages import FacetEntry, facet_entries
from contracts.models import Commitment, ContractPage, Party
from contracts.rules.listed import listed
from contracts.training.values.timing import sessions_over, sessions_to_come
from contracts.values.balance import Balance
from contracts.values.vocabulary import Side
from search.answers.response import hits_of
from search.answers.service import answer
from search.engines.base import SearchUnavailable
from search.models import SearchDocument
from search.query.form import SearchForm
from search.query.request import SearchRequest, Sort
from search.query.results import Hit, SearchResponse
from search.text.collation import title_key

LATEST_CONTRACTS = 3
NEXT_SESSIONS = 3
SUGGESTED_THEMES = 4
THINNEST, THICKEST = 12.0, 26.0  # strands of the braid


@dataclass(frozen=True)
class Sessions:
    """The sessions to come, the nearest first; when there is none, the last one that took place."""

    upcoming: tuple[Hit, ...]
    last: Hit | None


def front_page(request: HttpRequest) -> dict[str, Any]:
    """The context of the home page. A search that does not answer leaves its parts empty."""
    marks = contract_marks(request)
    balance = catalogue_balance()
    context = {
        "balance": balance,
        "braid": braid(balance),
        "marks": marks,
        "map": overlay(marks),
        "map_credit": CREDIT,
    }
    try:
        latest = _latest(kinds.of(ContractPage).code, LATEST_CONTRACTS)
        sessions = next_sessions()
        themes = facet_entries("theme")
    except SearchUnavailable:
        return {**context, "contracts": None, "sessions": None, "themes": []}
    return {
        **context,
        "contracts": latest,
        "sessions": sessions,
        "themes": sorted(themes, key=lambda theme: title_key(theme.label)),
        "suggested_themes": _most_frequent(themes),
    }


def _latest(kind: str, size: int) -> SearchResponse:
    form = SearchForm.from_querydict(
        QueryDict(f"tri={Sort.RECENT.value}"), fixed={"type": (kind,)}, facets=(), page_size=size
    )
    return answer(form)


def next_sessions() -> Sessions:
    upcoming = _hits(sessions_to_come()[:NEXT_SESSIONS])
    last = () if upcoming else _hits(sessions_over()[:1])
    return Sessions(upcoming, next(iter(last), None))


def _hits(rows: Iterable[SearchDocument]) -> tuple[Hit, ...]:
    """Rows that were not searched, with nothing to mark in them."""
    return hits_of(SearchRequest().query, rows)


def _most_frequent(themes: Sequence[FacetEntry]) -> list[FacetEntry]:
    return sorted(themes, key=lambda theme: -theme.count)[:SUGGESTED_THEMES]


def public_contracts() -> QuerySet[ContractPage]:
    """The same contracts as the index of the search."""
    return listed(ContractPage.objects)


def catalogue_balance() -> Balance:
    """What each side gives in all the public contracts together."""
    contracts = public_contracts()
    given = dict(
        Party.objects.filter(contract__in=contracts, contract__commitments__giver=F("territory"))
        .order_by("side")
        .values("side")
        .annotate(given=Count("contract__commitments"))
        .values_list("side", "given")
    )
    together = Commitment.objects.filter(contract__in=contracts, reciprocal=True).count()
    return Balance(given.get(Side.CITY, 0), given.get(Side.COUNTRYSIDE, 0), together)


def braid(balance: Balance) -> SafeString:
    """The large sign of the home page, its strands as thick as what each side gives."""
    most = max(balance.city, balance.countryside, 1)

    def thickness(given: int) -> float:
        return THINNEST + (THICKEST - THINNEST) * given / most

    return weave(
        width=640,
        height=170,
        crossings=3,
        stroke=thickness(balance.city),
        countryside_stroke=thickness(balance.countryside),
    )


def contract_marks(request: HttpRequest) -> list[ContractMark]:
    """Every public contract with its places, numbered by title, as the map and its list show it."""
    parties = (
        Party.objects.filter(contract__in=public_contracts())
        .select_related("contract", "territory")
        .only(
            "side",
            "contract__title",
            "contract__url_path",
            "territory__longitude",
            "territory__latitude",
        )
        .order_by("contract_id", "sort_order", "pk")
    )
    by_title = sorted(parties, key=lambda party: title_key(party.contract.title))
    marks: list[ContractMark] = []
    for contract, group in groupby(by_title, key=lambda party: party.contract):
        places = tuple(
            PartyPoint(party.territory.longitude, party.territory.latitude, party.side)
            for party in group
            if party.territory.longitude is not None and party.territory.latitude is not None
        )
        marks.append(
            ContractMark(len(marks) + 1, contract.title, contract.get_url(request) or "", places)
        )
    return marks
