"""Territories and communes that the words of a search name, proposed above its results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from contracts.places import suggested
from contracts.places.containment import Concerned
from contracts.places.gazetteer import (
    OFFICIAL,
    FoundCommune,
    Gazetteer,
    Meaning,
    NamedPlace,
    runs_of,
)
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
        runs = runs_of(request.query.typed)
        if not runs:
            return
        gazetteer = Gazetteer(runs, request.q)
        for meaning in gazetteer.meanings(runs):
            yield from (_filter(meaning, place) for place in meaning.territories)
            if meaning.communes:
                yield from _links(meaning, gazetteer, _concerned.at(token or current_token()))


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


def _links(meaning: Meaning, gazetteer: Gazetteer, concerned: Concerned) -> Iterator[Hint]:
    run, communes = meaning.run, meaning.communes
    for commune in _shown(communes):
        count = concerned.count(commune)
        told = filter(None, ("page de la commune", commune.found_by(run)))
        contracts = f"concernée par {count} contrat{'s' if count > 1 else ''}"
        yield Hint(
            label=gazetteer.label(commune),
            detail=", ".join(told),
            url=commune.url,
            more=contracts if count else "",
            more_url=f"{commune.url}#contrats" if count else "",
            words=run.words,
            heading=HEADING,
        )
    if len(communes) > MAX_NAMESAKES:
        typed = run.code or communes[0].alias or communes[0].name
        yield Hint(
            label=(
                f"Les {len(communes)} communes de code {typed}"
                if run.code
                else f"Les {len(communes)} communes nommées {typed}"
            ),
            url=f"{reverse('commune_list')}?{urlencode({'nom': typed})}",
            words=run.words,
            heading=HEADING,
        )


def _shown(communes: Sequence[FoundCommune]) -> Sequence[FoundCommune]:
    """The first ones; that whose Insee code was typed is never hidden by those of a postal code."""
    shown, hidden = communes[:MAX_NAMESAKES], communes[MAX_NAMESAKES:]
    itself = [one for one in hidden if not one.kind]
    return [*shown[:-1], itself[0]] if itself and shown[0].kind else shown


def register() -> None:
    """Let searches and their fields propose places; called once, at start."""
    hints.register(PlaceHints())
    completions.register(LookupGroup("Lieux", 2, suggested.find))
