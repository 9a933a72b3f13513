"""Which territories a commune lies within: the one place where this is worked out.

Itself where it is a territory, its intercommunality, what the memberships put above these, its
département and its region; never another département or region that one of them also touches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from django.db.models import Q, QuerySet

from contracts.models import Commune, ContractPage, Party
from contracts.models.territory import TerritoryGraph
from contracts.rules.listed import listed
from contracts.values.vocabulary import TerritoryLevel

# What many intercommunalities and pays touch several of, and a commune has but one.
_OFFICIAL = frozenset({TerritoryLevel.DEPARTEMENT, TerritoryLevel.REGION})


class Located(Protocol):
    """A commune, whatever was read of it: its Insee code, and those of what it lies in."""

    @property
    def code(self) -> str: ...
    @property
    def epci(self) -> str: ...
    @property
    def departement(self) -> str: ...


class Containment:
    """Reads the territories once (two queries), then answers for any commune."""

    def __init__(self, graph: TerritoryGraph | None = None) -> None:
        self.graph = graph or TerritoryGraph()
        self._by_code = {
            (row["level"], row["code"]): pk for pk, row in self.graph.rows.items() if row["code"]
        }

    def territory(self, level: TerritoryLevel, code: str) -> int | None:
        return self._by_code.get((level, code))

    def around(self, commune: Located) -> set[int]:
        """The territories within which the commune lies, itself included when it is one."""
        itself = self.territory(TerritoryLevel.COMMUNE, commune.code)
        return self._above(itself) | self._beyond(commune.epci, commune.departement)

    def communes_within(self, territories: Iterable[int]) -> QuerySet[Commune]:
        """The communes that lie within any of these territories."""
        wanted = set(territories)
        areas = Commune.objects.values_list("departement", "epci").order_by().distinct()
        whole: dict[str, list[str]] = {}
        for departement, epci in areas:
            if wanted & self._beyond(epci, departement):
                whole.setdefault(departement, []).append(epci)
        inside = Q(pk__in=())
        for departement, epcis in whole.items():
            inside |= Q(departement=departement, epci__in=epcis)
        alone = [
            row["code"]
            for pk, row in self.graph.rows.items()
            if row["level"] == TerritoryLevel.COMMUNE and row["code"] and wanted & self._above(pk)
        ]
        return Commune.objects.filter(inside | Q(code__in=alone))

    def _beyond(self, epci: str, departement: str) -> set[int]:
        """What a commune of this intercommunality and this département lies within."""
        own = self.territory(TerritoryLevel.DEPARTEMENT, departement)
        official = set() if own is None else {own} | self.graph.above(own)
        return self._above(self.territory(TerritoryLevel.EPCI, epci)) | official

    def _above(self, start: int | None) -> set[int]:
        """A territory and what contains it, without départements, regions, nor what is known to
        contain it through these alone."""
        if start is None:
            return set()
        return {start} | self.graph.above(start, through=lambda row: row["level"] not in _OFFICIAL)


def parties_of_contracts() -> QuerySet[Party]:
    """The parties of the contracts that readers see."""
    return Party.objects.filter(contract__in=listed(ContractPage.objects))


class Concerned:
    """The contracts that concern communes, for who asks of several: three queries, once."""

    def __init__(self) -> None:
        self._containment = Containment()
        self._by_party: defaultdict[int, set[int]] = defaultdict(set)
        for party, contract in parties_of_contracts().values_list("territory_id", "contract_id"):
            self._by_party[party].add(contract)

    def count(self, commune: Located) -> int:
        """How many contracts have a party within which it lies; 0 when none is known."""
        return len(self.contracts(commune))

    def contracts(self, commune: Located) -> set[int]:
        """Those that have a party within which it lies."""
        around = self._containment.around(commune)
        return set().union(*(self._by_party.get(place, ()) for place in around))


def communes_with_contracts() -> QuerySet[Commune]:
    """Those that lie within a party of a contract that readers see."""
    parties = parties_of_contracts().values_list("territory_id", flat=True)
    return Containment().communes_within(parties)
