"""Territories and communes that the words of a search name, proposed above its results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from contracts.places import suggested
from contracts.places.containment import Concerned
from contracts.places.gazetteer import (
    CUT_SHORT,
    OFFICIAL,
    FoundCommune,
    Gazetteer,
    Meaning,
    NamedPlace,
    runs_of,
)
from contracts.values.place_names import named_words
from contracts.values.vocabulary import TerritoryLevel
from search.answers import hints
from search.answers.hints import Hint
from search.index.cache import TokenCache, current_token
from search.query.request import SearchRequest
from search.words import completions
from search.words.completions import LookupGroup

MAX_NAMESAKES = 8
HEADING = "Un lieu dans ces mots ?"


_concerned = TokenCache(Concerned)


class PlaceHints:
    """Two queries, whatever the number of places; what the contracts concern is read once a state
    of the index."""

    def hints(self, request: SearchRequest, token: str = "") -> Iterator[Hint]:
        typed = request.query.typed
        runs = runs_of(typed)
        if not runs:
            return
        gazetteer = Gazetteer(runs, request.q)
        meanings = list(gazetteer.meanings(runs))
        if not meanings and len(typed) == 1 and typed[0] in CUT_SHORT:
            yield _beginning(typed)
        for meaning in meanings:
            links: dict[str, Hint] = {}
            if meaning.communes:
                links = _links(meaning, gazetteer, _concerned.at(token or current_token()))
            for place in meaning.territories:
                is_commune = place.level == TerritoryLevel.COMMUNE
                itself = links.pop(place.code, None) if is_commune else None
                yield _filter(meaning, place) if itself is None else _both(meaning, place, itself)
            yield from links.values()
            if len(meaning.communes) > MAX_NAMESAKES:
                yield _every_namesake(meaning)


def _both(meaning: Meaning, place: NamedPlace, commune: Hint) -> Hint:
    """The filter of a territory that is a commune, and the page of this commune: one place."""
    return replace(
        _filter(meaning, place),
        label=commune.label,
        otherwise=commune,
        more=", ".join(filter(None, (commune.detail, commune.more))),
        more_url=commune.url,
        absent="",
    )


def _filter(meaning: Meaning, place: NamedPlace) -> Hint:
    """The filter; for a région, a département, and what was named in full, else its page."""
    page = Hint(label=place.name, detail=f"page du territoire ({place.level_label})", url=place.url)
    is_sure = place.level in OFFICIAL or place.is_called(meaning.run.named)
    return Hint(
        label=place.name,
        detail=f"ne garder que ce territoire ({place.level_label})",
        facet="territoire",
        code=place.slug,
        words=meaning.run.words,
        otherwise=page if is_sure else None,
        more="page du territoire" if is_sure else "",
        more_url=place.url if is_sure else "",
        absent=f"{place.level_label}, aucun contrat n’y est recensé",
        heading=HEADING,
    )


def _links(meaning: Meaning, gazetteer: Gazetteer, concerned: Concerned) -> dict[str, Hint]:
    """The pages of the communes, by their codes, the likeliest first."""
    run = meaning.run
    links: dict[str, Hint] = {}
    for commune in _shown(meaning.communes):
        count = concerned.count(commune)
        told = filter(None, ("page de la commune", commune.found_by(run)))
        contracts = f"concernée par {count} contrat{'s' if count > 1 else ''}"
        links[commune.code] = Hint(
            label=gazetteer.label(commune),
            detail=", ".join(told),
            url=commune.url,
            more=contracts if count else "",
            more_url=f"{commune.url}#contrats" if count else "",
            words=run.words,
            heading=HEADING,
        )
    return links


def _every_namesake(meaning: Meaning) -> Hint:
    run, communes = meaning.run, meaning.communes
    typed = run.code or communes[0].alias or communes[0].name
    called = f"de code {typed}" if run.code else f"nommées {typed}"
    return Hint(
        label=f"Les {len(communes)} communes {called}",
        url=_named_so(typed),
        words=run.words,
        heading=HEADING,
    )


def _beginning(words: tuple[str, ...]) -> Hint:
    """« ste » alone: the communes whose name begins so."""
    (start,) = named_words(words).words
    return Hint(
        label=f"Les communes dont le nom commence par {start.capitalize()}",
        url=_named_so(start),
        words=words,
        heading=HEADING,
    )


def _named_so(typed: str) -> str:
    return f"{reverse('commune_list')}?{urlencode({'nom': typed})}"


def _shown(communes: Sequence[FoundCommune]) -> Sequence[FoundCommune]:
    """The first ones; that whose Insee code was typed is never hidden by those of a postal code."""
    shown, hidden = communes[:MAX_NAMESAKES], communes[MAX_NAMESAKES:]
    itself = [one for one in hidden if not one.kind]
    return [*shown[:-1], itself[0]] if itself and shown[0].kind else shown


def register() -> None:
    """Let searches and their fields propose places; called once, at start."""
    hints.register(PlaceHints())
    completions.register(LookupGroup("Lieux", 2, suggested.find))
