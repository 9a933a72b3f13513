"""How far a contract is from the pair that was described, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format

from contracts.pages.comparable.form import LikeMineForm
from contracts.places.comparable import Match, PartySize, Wanted
from contracts.values.territory_kinds import TerritoryKind

_ABOUT_EQUAL = 1.05


def names_its_kind(name: str, kind: TerritoryKind) -> bool:
    """« Communauté de communes du Trièves », « PETR du Pays de Retz » need no other word."""
    return any(word in name.casefold() for word in kind.word.casefold().split(" ou "))


def told_gap(match: Match, form: LikeMineForm) -> str:
    """« Territoire comparable au vôtre : même nature, 1,3 fois plus peuplé. »"""
    compared: list[tuple[str, PartySize, Wanted]] = [
        ("Par rapport à votre territoire", match.mine, form.mine),
        ("Par rapport au partenaire cherché", match.partner, form.partner),
    ]
    return " ".join(
        f"{start}\u00a0: {', '.join(_differences(party, wanted))}."
        for start, party, wanted in compared
        if wanted.says_something
    )


def _differences(party: PartySize, wanted: Wanted) -> Iterator[str]:
    if wanted.kind is not None:
        yield "même nature" if party.kind == wanted.kind else "nature différente"
    if wanted.population is not None:
        if party.population is None:
            yield "population non renseignée"
            return
        larger = party.population >= wanted.population
        ratio = party.population / wanted.population
        times = ratio if larger else 1 / ratio
        if times < _ABOUT_EQUAL:
            yield "population à peu près égale"
        else:
            places = 1 if times < 10 else 0
            number = round(times, places)
            shown = number_format(number, 0 if number == int(number) else places, use_l10n=True)
            yield f"{shown} fois {'plus' if larger else 'moins'} peuplé"
