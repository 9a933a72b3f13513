"""Where a territory stands on a map, and how this was found: the one place where it is worked out.

Its own point; for a commune, that of the gazetteer, else the point of its intercommunality; for a
grouping, the centre of its members, each for its inhabitants when these are known of all; else the
commune of its seat. A territory abroad, and one of which nothing of this is known, has no point and
says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from math import asin, cos, fsum, radians, sin, sqrt

from django.db.models import Q, QuerySet

from contracts.models import Commune, Membership, Territory
from contracts.places.populations import Official, populations
from contracts.values.vocabulary import TerritoryLevel
from search.index.prepared import prepared

ABROAD = "à l’étranger"
NOT_KNOWN = "ni ses membres ni son siège ne sont connus"
_DEEPEST = 4  # a region groups départements, a pole groups pays that group intercommunalities
_GROUP_NOTHING = frozenset({TerritoryLevel.COMMUNE, TerritoryLevel.FOREIGN})
_EARTH = 6371.0  # kilometres, mean radius


@dataclass(frozen=True)
class Point:
    """In degrees. `how` says how it was found, when it is not the territory's own: « centre de ses
    5 membres »."""

    longitude: float
    latitude: float
    how: str = ""


@dataclass(frozen=True)
class Nowhere:
    """A territory without a point, and why, to be read after « hors carte : »."""

    reason: str


Place = Point | Nowhere


Members = Mapping[int, Mapping[int, Territory]]


def places(territories: Iterable[Territory], members: Members | None = None) -> dict[int, Place]:
    """The place of each, by pk; without a query when all have a point of their own, else some ten
    queries at most, however many they are. `members` are those that `members_below` read."""
    asked = {territory.pk: territory for territory in territories}
    found: dict[int, Place] = {}
    for pk, one in asked.items():
        if one.level == TerritoryLevel.FOREIGN:
            found[pk] = Nowhere(ABROAD)
        elif (own := _own(one)) is not None:
            found[pk] = own
    unplaced = {pk: one for pk, one in asked.items() if pk not in found}
    if not unplaced:
        return found
    below = members_below(unplaced.values()) if members is None else members
    return {**found, **_worked_out(unplaced, below)}


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points, in a straight line on the surface of the Earth."""
    first, second = radians(one.latitude), radians(other.latitude)
    rise = sin((second - first) / 2) ** 2
    turn = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, rise + cos(first) * cos(second) * turn)))


def _own(territory: Territory) -> Point | None:
    if territory.longitude is None or territory.latitude is None:
        return None
    return Point(territory.longitude, territory.latitude, territory.place_note)


def _worked_out(territories: Mapping[int, Territory], members: Members) -> dict[int, Place]:
    around = {pk: one for group in members.values() for pk, one in group.items()}
    everyone = {**around, **territories}
    communes = _communes(everyone.values())
    placed = any(_own(one) or _of_commune(one, communes) for one in around.values())
    people = _people(everyone) if placed else {}

    def place(territory: Territory, depth: int = 0) -> Point | None:
        own = _own(territory) or _of_commune(territory, communes)
        if own is not None or depth > _DEEPEST:
            return own
        inside = members.get(territory.pk, {})
        points = {pk: point for pk, one in inside.items() if (point := place(one, depth + 1))}
        return _centre(points, len(inside), people) or _seat(territory, communes)

    return {pk: place(one) or Nowhere(NOT_KNOWN) for pk, one in territories.items()}


def members_below(territories: Iterable[Territory]) -> dict[int, dict[int, Territory]]:
    """The members of those that have no point, by pk, then those of such members; one query for two
    levels, none when all have a point."""
    members: dict[int, dict[int, Territory]] = {}
    read: dict[int, list[Membership]] = {}
    asked = [one.pk for one in territories if _may_group(one)]
    for _ in range(_DEEPEST):
        if not asked:
            break
        if not read.keys() >= {*asked}:
            read = _two_levels(asked)
        further: dict[int, None] = {}
        for container in asked:
            for row in read[container]:
                members.setdefault(container, {})[row.member_id] = row.member
                if _may_group(row.member):
                    further[row.member_id] = None
        asked = [pk for pk in further if pk not in members]
    return members


def _two_levels(containers: Collection[int]) -> dict[int, list[Membership]]:
    """Who the members of these are, and those of the latter that have no point, by what contains
    them."""
    (rows,) = _rows_of_two_levels(containers)
    read: dict[int, list[Membership]] = {pk: [] for pk in containers}
    for row in rows:
        read.setdefault(row.container_id, []).append(row)
    below = [row.member_id for pk in containers for row in read[pk]]
    return {**{pk: [] for pk in below}, **read}


@prepared
def _rows_of_two_levels(containers: Collection[int]) -> tuple[QuerySet[Membership]]:
    around = (
        Membership.objects.filter(container__in=containers)
        .filter(Q(member__longitude=None) | Q(member__latitude=None))  # as _may_group says
        .exclude(member__level__in=_GROUP_NOTHING)
        .values("member")
    )
    rows = Membership.objects.filter(Q(container__in=containers) | Q(container__in=around))
    return (rows.select_related("member").order_by("pk"),)


def _may_group(territory: Territory) -> bool:
    return territory.level not in _GROUP_NOTHING and _own(territory) is None


def _centre(points: Mapping[int, Point], members: int, people: Mapping[int, int]) -> Point | None:
    """Each member for its inhabitants; for as much as the others, when those of one are unknown."""
    if not points:
        return None
    weights = {pk: people.get(pk) for pk in points}
    known = [weight for weight in weights.values() if weight]
    shares = (
        [float(weight) for weight in known] if len(known) == len(points) else [1.0] * len(points)
    )
    whole = fsum(shares)
    pairs = list(zip(points.values(), shares, strict=True))
    placed = (
        f"{len(points)} de ses {members} membres"
        if len(points) < members
        else (f"ses {members} membres" if members > 1 else "son membre")
    )
    return Point(
        fsum(point.longitude * share for point, share in pairs) / whole,
        fsum(point.latitude * share for point, share in pairs) / whole,
        f"centre de {placed}",
    )


def _people(territories: Mapping[int, Territory]) -> dict[int, int]:
    known = populations({pk: Official(one.level, one.code) for pk, one in territories.items()})
    return {pk: population.number for pk, population in known.items()}


def _communes(territories: Collection[Territory]) -> dict[str, Point]:
    """The points of the communes that these are, or whose seat they have; for one that has none,
    that of its intercommunality."""
    codes = {one.code for one in territories if one.level == TerritoryLevel.COMMUNE}
    codes |= {one.seat for one in territories}
    codes.discard("")
    if not codes:
        return {}
    points: dict[str, Point] = {}
    astray: dict[str, list[str]] = {}
    rows = Commune.objects.filter(code__in=codes)
    for code, epci, longitude, latitude in rows.values_list(
        "code", "epci", "longitude", "latitude"
    ):
        if longitude is not None and latitude is not None:
            points[code] = Point(longitude, latitude)
        elif epci:
            astray.setdefault(epci, []).append(code)
    if astray:
        whole = Territory.objects.filter(level=TerritoryLevel.EPCI, code__in=astray)
        for epci in whole:
            if (own := _own(epci)) is not None:
                for code in astray[epci.code]:
                    points[code] = replace(own, how="point de son intercommunalité")
    return points


def _of_commune(territory: Territory, communes: Mapping[str, Point]) -> Point | None:
    return communes.get(territory.code) if territory.level == TerritoryLevel.COMMUNE else None


def _seat(territory: Territory, communes: Mapping[str, Point]) -> Point | None:
    point = communes.get(territory.seat)
    return replace(point, how="commune de son siège") if point else None
