"""The territory of a registered person, for statistics: proposed from the organisation's name."""

from __future__ import annotations

from django.db.models import Q

from contracts.models import Territory
from contracts.values.place_names import named


def territory_named_by(organisation: str) -> Territory | None:
    """« Mairie de Millau » is Millau; None when no territory, or more than one, has that name."""
    asked = named(organisation)
    if not asked.key:
        return None
    found = Territory.objects.filter(
        Q(place_key=asked.key) | Q(other_names__place_key=asked.key)
    ).distinct()
    meant = [
        territory
        for territory in found.prefetch_related("other_names")
        if any(
            called.key == asked.key and called.answers(asked, territory.level)
            for called in map(named, names_of(territory))
        )
    ]
    return meant[0] if len(meant) == 1 else None


def names_of(territory: Territory) -> list[str]:
    return [territory.name, *(other.name for other in territory.other_names.all())]
