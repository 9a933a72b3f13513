"""What kind of territory a party is, as readers say it, and the kinds that a contract brings together.

A level (TerritoryLevel) says « intercommunalité » of a métropole and of a communauté de communes;
a kind tells them apart, by the official name, which carries the legal form.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product
from typing import NamedTuple

from django.db import models

from contracts.values.vocabulary import Side, TerritoryLevel


class TerritoryKind(models.TextChoices):
    """In the order in which they are offered, from the city to the countryside."""

    METROPOLE = "metropole", "Métropole"
    URBAN_COMMUNITY = "communaute-urbaine", "Communauté urbaine"
    AGGLOMERATION = "communaute-d-agglomeration", "Communauté d’agglomération"
    COMMUNES = "communaute-de-communes", "Communauté de communes"
    INTERCOMMUNAL = "intercommunalite", "Intercommunalité"
    COMMUNE = "commune", "Commune"
    PAYS = "pays", "Pays ou PETR"
    PNR = "pnr", "Parc naturel régional"
    METROPOLITAN_POLE = "pole-metropolitain", "Pôle métropolitain"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
    SCOT = "scot", "Périmètre de SCoT"
    SYNDICATE = "syndicat", "Syndicat mixte"
    ASSOCIATION = "association", "Association"
    FOREIGN = "etranger", "Territoire étranger"
    OTHER = "autre", "Autre territoire"

    @property
    def word(self) -> str:
        """As it stands in a sentence: « pays ou PETR »."""
        return self.label[:1].lower() + self.label[1:]

    @property
    def with_article(self) -> str:
        return f"{'une' if self in _FEMININE else 'un'} {self.word}"


_FEMININE = {
    TerritoryKind.METROPOLE,
    TerritoryKind.URBAN_COMMUNITY,
    TerritoryKind.AGGLOMERATION,
    TerritoryKind.COMMUNES,
    TerritoryKind.INTERCOMMUNAL,
    TerritoryKind.COMMUNE,
    TerritoryKind.REGION,
    TerritoryKind.ASSOCIATION,
}
_LEGAL_FORMS = {
    "communauté de communes": TerritoryKind.COMMUNES,
    "communauté d’agglomération": TerritoryKind.AGGLOMERATION,
    "communauté urbaine": TerritoryKind.URBAN_COMMUNITY,
}


def kind_of(level: str, name: str) -> TerritoryKind:
    """The kind of a territory. An intercommunalité whose name does not tell keeps that word."""
    if level == TerritoryLevel.PETR:
        return TerritoryKind.PAYS
    if level != TerritoryLevel.EPCI:
        return TerritoryKind(level)
    folded = name.casefold().replace("'", "’")
    for start, kind in _LEGAL_FORMS.items():
        if folded.startswith(start):
            return kind
    # « Le Mans Métropole » is a communauté urbaine: its official name begins by saying so.
    return TerritoryKind.METROPOLE if "métropole" in folded else TerritoryKind.INTERCOMMUNAL


class PartyKind(NamedTuple):
    """What a pair keeps of a party."""

    side: str
    kind: TerritoryKind


def pair_codes(parties: Iterable[PartyKind]) -> tuple[str, ...]:
    """« metropole+pays » for each kind of city with each kind of countryside; without one of the
    sides, « ville:metropole=commune » for two parties of the other. Third parties, and territories
    of no known kind, say nothing of a pair."""
    order = list(TerritoryKind)
    known = sorted(
        (party for party in parties if party.kind != TerritoryKind.OTHER),
        key=lambda party: order.index(party.kind),
    )
    cities = [party.kind for party in known if party.side == Side.CITY]
    countrysides = [party.kind for party in known if party.side == Side.COUNTRYSIDE]
    if cities and countrysides:
        pairs = [f"{city}+{country}" for city, country in product(cities, countrysides)]
    else:
        side = Side.CITY if cities else Side.COUNTRYSIDE
        pairs = [f"{side}:{one}={other}" for one, other in combinations(cities or countrysides, 2)]
    return tuple(dict.fromkeys(pairs))


def pair_label(code: str) -> str:
    """« métropole et pays ou PETR », or « métropole et commune, du même côté (ville) »."""
    if "+" in code:
        city, country = code.split("+")
        return f"{TerritoryKind(city).word} et {TerritoryKind(country).word}"
    side, kinds = code.split(":")
    one, other = kinds.split("=")
    both = f"{TerritoryKind(one).word} et {TerritoryKind(other).word}"
    return f"{both}, du même côté ({Side(side).label.lower()})"
