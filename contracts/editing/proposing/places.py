"""Which place somebody means: a territory or a commune of the site, by its name or its code."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.models import Territory
from contracts.places.gazetteer import Gazetteer, runs_of, whole_run
from contracts.values.vocabulary import TerritoryLevel
from search.text.analysis import terms

_COMMUNE, _TERRITORY = "commune", "territoire"
_MOST = 8


@dataclass(frozen=True)
class PlaceChoice:
    """`key` is « commune:29019 » or « territoire:brest-metropole »."""

    key: str
    label: str


def places_meant(text: str) -> tuple[PlaceChoice, ...]:
    """The likeliest first; none when the site knows no place so called."""
    words = tuple(term.exact for term in terms(text))
    if not words:
        return ()
    run = whole_run(words)
    gazetteer = Gazetteer([run, *runs_of(words)], text)
    meaning = gazetteer.meaning(run)
    if meaning is None:
        return ()
    communes = [
        PlaceChoice(f"{_COMMUNE}:{one.code}", gazetteer.label(one)) for one in meaning.communes
    ]
    codes = {one.code for one in meaning.communes}
    territories = [
        PlaceChoice(f"{_TERRITORY}:{one.slug}", f"{one.name} ({one.level_label})")
        for one in meaning.territories
        if not (one.level == TerritoryLevel.COMMUNE and one.code in codes)
    ]
    if len(communes) == 1 and any(character.isdecimal() for character in text):
        return tuple(communes)  # « Brest 29019 » is not Brest Métropole
    return tuple(list(dict.fromkeys([*communes, *territories]))[:_MOST])


def territory_of(key: str) -> Territory | None:
    """The territory of the base that is this place; None for a commune that the base has not yet
    as a territory."""
    kind, _, value = key.partition(":")
    if kind == _TERRITORY:
        return Territory.objects.filter(slug=value).first()
    if kind == _COMMUNE:
        return Territory.objects.filter(level=TerritoryLevel.COMMUNE, code=value).first()
    return None
