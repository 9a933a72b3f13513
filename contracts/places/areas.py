"""The départements and intercommunalities whose outlines make that of a territory."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.drawings.outlines import Shape, departements, intercommunalities
from contracts.models import Territory
from contracts.places.points import Members
from contracts.values.vocabulary import TerritoryLevel

_DEEPEST = 4


def area(territory: Territory, members: Members) -> tuple[Shape, ...]:
    """Its own outline, or those of its members (read by `members_below`); none for a commune."""
    return tuple(dict.fromkeys(_shapes(territory, members)))


def _shapes(territory: Territory, members: Members, depth: int = 0) -> Iterator[Shape]:
    known = {
        TerritoryLevel.EPCI.value: intercommunalities,
        TerritoryLevel.DEPARTEMENT.value: departements,
    }.get(territory.level)
    if known is not None and (own := known().get(territory.code)):
        yield own
    elif depth < _DEEPEST:
        for member in members.get(territory.pk, {}).values():
            yield from _shapes(member, members, depth + 1)
