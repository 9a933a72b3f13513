"""The commitments of the public contracts as narrow lines: their codes in each facet, their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts import kinds
from contracts.index.keys import pk_of
from contracts.models import Commitment, ContractPage, Territory
from contracts.pages.narrowing.selection import UNKNOWN
from contracts.places.containment import parties_of_contracts
from contracts.rules.listed import listed
from contracts.values.territory_kinds import kind_of
from search.models import SearchDocument

TOGETHER = "ensemble"


@dataclass(frozen=True)
class Line:
    """One commitment. `codes` are its values in each facet; `place` is where its contract has it."""

    pk: int
    contract: int
    title: str
    place: tuple[int, int]
    object: str
    text: str
    codes: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class _NamedPlace:
    name: str
    kind: str


@dataclass
class _Parties:
    """Who takes part in which contract, and what each place is."""

    sides: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[int, _NamedPlace] = field(default_factory=dict)


def read_lines() -> list[Line]:
    """All of them, in no order, with three queries. What a contract says to be given by none of
    its parties is left out, as on its page."""
    parties = _parties()
    regions = _regions()
    rows = Commitment.objects.filter(contract__in=listed(ContractPage.objects)).order_by()
    lines = []
    for row in rows.values(
        "pk",
        "contract_id",
        "contract__title",
        "contract__status",
        "sort_order",
        "object",
        "unit",
        "giver_id",
        "receiver_id",
        "reciprocal",
        "nature",
        "state",
        "theme__slug",
        "theme__label",
    ):
        sides = parties.sides[row["contract_id"]]
        giver, receiver = row["giver_id"], row["receiver_id"]
        if not (row["reciprocal"] or giver in sides):
            continue
        around = sides if row["reciprocal"] else {giver, receiver} - {None}
        places = [parties.places[pk] for pk in around if pk in parties.places]
        lines.append(
            Line(
                pk=row["pk"],
                contract=row["contract_id"],
                title=row["contract__title"],
                place=(row["sort_order"] or 0, row["pk"]),
                object=row["object"],
                text="\n".join(
                    (
                        row["object"],
                        row["unit"],
                        row["contract__title"],
                        row["theme__label"] or "",
                        *(place.name for place in places),
                    )
                ),
                codes={
                    "theme": frozenset({row["theme__slug"] or UNKNOWN}),
                    "sens": frozenset({_direction(row["reciprocal"], giver, receiver, sides)}),
                    "nature-territoire": frozenset(place.kind for place in places),
                    "region": frozenset(code for pk in around for code in regions.get(pk, ())),
                    "etat": frozenset({row["state"] or UNKNOWN}),
                    "nature": frozenset({row["nature"]}),
                    "statut": frozenset({row["contract__status"]}),
                },
            )
        )
    return lines


def _direction(
    reciprocal: bool, giver: int | None, receiver: int | None, sides: Mapping[int, str]
) -> str:
    """« ville-campagne », « ensemble »; a receiver that is no party has no side."""
    if reciprocal:
        return TOGETHER
    return f"{sides[giver or 0]}-{sides.get(receiver or 0, UNKNOWN)}"


def _parties() -> _Parties:
    found = _Parties()
    rows = parties_of_contracts().values_list(
        "contract_id", "territory_id", "side", "territory__name", "territory__level"
    )
    for contract, territory, side, name, level in rows:
        found.sides[contract][territory] = side
        found.places[territory] = _NamedPlace(name, kind_of(level, name))
    return found


def _regions() -> dict[int, list[str]]:
    """The codes of the regions in which each territory lies, as the index worked them out."""
    rows = SearchDocument.objects.filter(kind=kinds.of(Territory).code)
    return {pk_of(key): codes or [] for key, codes in rows.values_list("key", "facets__region")}
