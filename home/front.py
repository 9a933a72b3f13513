"""What the home page shows: the balance, experiences worth telling, next sessions, the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils.safestring import SafeString

from contracts import kinds
from contracts.drawings.map import sketch
from contracts.drawings.motif import weave
from contracts.drawings.outlines import CREDIT
from contracts.index.facet_pages import FacetEntry, facet_entries
from contracts.index.keys import page_key, pk_of
from contracts.models import CaseStudyPage, ContractPage
from contracts.places.parties import public_parties
from contracts.training.values.timing import sessions_over, sessions_to_come
from contracts.values.balance import Balance
from search.answers.response import hits_of
from search.engines.base import SearchUnavailable
from search.index.together import read_together
from search.models import SearchDocument
from search.query.request import SearchRequest
from search.query.results import Hit

STORIES = 3
NEXT_SESSIONS = 2
SUGGESTED_THEMES = 3
# The last part of the address of the session from which the site was born.
ORIGIN = "2016-12-06-contrat-de-reciprocite"
THINNEST, THICKEST = 12.0, 26.0  # strands of the braid


@dataclass(frozen=True)
class Sessions:
    """The sessions to come, the nearest first; when there is none, the last one that took place."""

    upcoming: tuple[Hit, ...]
    last: Hit | None


def front_page(chosen: QuerySet) -> dict[str, Any]:
    """The context of the home page. `chosen` are the experiences that editors tell there, by the pk
    of their page, not read yet. A search that does not answer leaves its parts empty."""
    contracts, sessions, first = contract_rows(), session_rows(), _of_origin()[:1]
    read_together(chosen, contracts, *sessions, first)
    cards = contract_cards(contracts)
    balance = catalogue_balance(cards.values())
    context = {
        "balance": balance,
        "committed": sum(1 for card in cards.values() if Balance.of_card(card).total),
        "braid": braid(balance),
        "contracts": len(cards),
        "map": sketch(
            [(party.side, at) for party in group if (at := party.drawn)]
            for pk, group in public_parties().items()
            if pk in cards
        ),
        "map_credit": CREDIT,
        "stories": stories(chosen),
        "sessions": next_sessions(*sessions),
        "origin": next(iter(_hits(first)), None),
    }
    try:
        themes = facet_entries("theme")
    except SearchUnavailable:
        themes = []
    return {**context, "suggested_themes": _most_frequent(themes)}


def stories(chosen: Iterable[int] = ()) -> tuple[Hit, ...]:
    """The experiences worth telling: those that editors chose and readers can read, in their order,
    then the fullest ones."""
    ranks = [When(key=page_key(pk), then=rank) for rank, pk in enumerate(chosen)]
    rows = SearchDocument.objects.filter(kind=kinds.of(CaseStudyPage).code)
    order = [Case(*ranks, default=len(ranks), output_field=IntegerField())] if ranks else []
    return _hits(rows.order_by(*order, "-weight", "key")[:STORIES])


def session_rows() -> tuple[QuerySet[SearchDocument], QuerySet[SearchDocument]]:
    """Those to come, and the last one that took place, not read yet."""
    return sessions_to_come()[:NEXT_SESSIONS], sessions_over()[:1]


def next_sessions(to_come: Iterable[SearchDocument], over: Iterable[SearchDocument]) -> Sessions:
    upcoming = _hits(to_come)
    last = () if upcoming else _hits(over)
    return Sessions(upcoming, next(iter(last), None))


def _of_origin() -> QuerySet[SearchDocument]:
    """The session from which the site was born, while readers can read it."""
    return sessions_over().filter(url__endswith=f"/{ORIGIN}/")


def _hits(rows: Iterable[SearchDocument]) -> tuple[Hit, ...]:
    """Rows that were not searched, with nothing to mark in them."""
    return hits_of(SearchRequest().query, rows)


def _most_frequent(themes: Sequence[FacetEntry]) -> list[FacetEntry]:
    return sorted(themes, key=lambda theme: -theme.count)[:SUGGESTED_THEMES]


def contract_cards(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[int, Mapping[str, Any]]:
    """The card of each contract, by the pk of its page."""
    return {pk_of(key): card for key, card in rows}


def contract_rows() -> QuerySet:
    """The key and the card of every contract that the index of the search has, not read yet."""
    rows = SearchDocument.objects.filter(kind=kinds.of(ContractPage).code)
    return rows.values_list("key", "card")


def catalogue_balance(cards: Iterable[Mapping[str, Any]]) -> Balance:
    """What each side gives in all these contracts together."""
    balances = [Balance.of_card(card) for card in cards]
    return Balance(
        sum(one.city for one in balances),
        sum(one.countryside for one in balances),
        sum(one.together for one in balances),
    )


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
