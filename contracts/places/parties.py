"""The parties of contracts and their places, for whoever draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from contracts.drawings.projection import Point as Drawn
from contracts.drawings.projection import fall
from contracts.models import Party
from contracts.places.points import Members, Nowhere, Place, Point, distance, places
from contracts.values.vocabulary import Side
from search.index.cache import ContentCache

OUTSIDE = "hors du cadre de la carte"


@dataclass(frozen=True)
class PartyPlace:
    """A party of a contract. `code` is the slug of its territory, `side` a Side."""

    code: str
    name: str
    side: str
    place: Place

    @property
    def drawn(self) -> Drawn | None:
        """Where it is on the drawing of France; None when it is not on it."""
        place = self.place
        return fall(place.longitude, place.latitude) if isinstance(place, Point) else None

    @property
    def why_not_drawn(self) -> str:
        """Empty for a party that is drawn."""
        if isinstance(self.place, Nowhere):
            return self.place.reason
        return "" if self.drawn else OUTSIDE


def public_parties() -> dict[int, tuple[PartyPlace, ...]]:
    """Those of every contract that is published, by the pk of its page. The home page draws them
    all, and so does the map, whatever its filters."""
    return _public.now()


def _read() -> dict[int, tuple[PartyPlace, ...]]:
    rows = Party.objects.filter(contract__live=True).select_related("territory")
    grouped: dict[int, list[Party]] = {}
    ordered = list(rows.order_by("contract_id", "sort_order", "pk"))
    for party in ordered:
        grouped.setdefault(party.contract_id, []).append(party)
    placed = placed_parties(ordered)
    return {pk: tuple(placed[party.pk] for party in group) for pk, group in grouped.items()}


_public = ContentCache(_read)


def placed_parties(
    parties: Iterable[Party], members: Members | None = None
) -> dict[int, PartyPlace]:
    """By the pk of the party; `territory` is read already, and `members` where they are given."""
    rows = list(parties)
    found = places((party.territory for party in rows), members)
    return {
        party.pk: PartyPlace(
            party.territory.slug, party.territory.name, party.side, found[party.territory_id]
        )
        for party in rows
    }


def distance_apart(parties: Sequence[PartyPlace]) -> float | None:
    """Kilometres between the nearest parties of the two sides; between the farthest ones of a
    contract among cities, where a city and its own intercommunality stand at one end; None when
    there are no two with a point."""
    cities, others = (
        [one.place for one in parties if one.side == side and isinstance(one.place, Point)]
        for side in (Side.CITY, Side.COUNTRYSIDE)
    )
    if cities and others:
        return min(distance(city, other) for city in cities for other in others)
    return max((distance(*pair) for pair in combinations(cities, 2)), default=None)
