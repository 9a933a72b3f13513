"""Territories and communes that the words of a search name, proposed above its results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from contracts.models import Commune, Territory, TerritoryName
from contracts.models.commune import CODE
from contracts.values.place_names import PARTICLES, Named, named, named_words
from contracts.values.vocabulary import TerritoryLevel
from search.answers import hints
from search.answers.hints import Hint
from search.query.request import SearchRequest
from search.text.collation import title_key

MAX_WORDS = 6  # of one name, stop words left out
MAX_NAMESAKES = 8
_CODE = re.compile(CODE, re.IGNORECASE)
# « Saint-Dié » is neither Die nor a commune named Saint.
_CUT_SHORT = frozenset({"saint", "sainte", "st", "ste"})
# The order in which territories of one name are proposed.
_LEVELS = list(TerritoryLevel)


@dataclass(frozen=True)
class Run:
    """Words of a search that follow each other and may name a place: from `start`, before `end`."""

    start: int
    end: int
    words: tuple[str, ...]
    named: Named

    @property
    def code(self) -> str:
        """The Insee code that it may be."""
        single = self.words[0].upper() if len(self.words) == 1 else ""
        return single if _CODE.fullmatch(single) else ""


@dataclass(frozen=True)
class NamedPlace:
    """A territory under one of its names."""

    slug: str
    name: str
    level: str
    code: str
    called: Named

    @property
    def level_label(self) -> str:
        """« département », « PETR »."""
        label = str(TerritoryLevel(self.level).label)
        return label if label.isupper() else label[:1].lower() + label[1:]


class PlaceHints:
    """Two queries: communes, then territories; the longest name at each word wins."""

    def hints(self, request: SearchRequest) -> Iterator[Hint]:
        runs = runs_of(request.query.sequence)
        if not runs:
            return
        communes = list(_communes(runs))
        places = list(_places(runs, communes))
        departements = {
            place.code: place.name for place in places if place.level == TerritoryLevel.DEPARTEMENT
        }
        after = 0
        for _, starting in groupby(runs, key=lambda run: run.start):
            for run in starting:
                if run.start < after:
                    break
                meant = [commune for commune in communes if _means(run, commune)]
                filters = _territories(run, places, meant)
                if meant or filters:
                    yield from (_filter(run, place) for place in filters)
                    yield from _links(run, meant, departements)
                    after = run.end
                    break


def runs_of(words: tuple[str, ...]) -> list[Run]:
    """Every run of words that may be a name, by first word, the longest first. A run starts and
    ends with a word that counts. Ordinary words are no name, unless nothing else is asked."""
    counting = [at for at, word in enumerate(words) if word not in PARTICLES]
    runs = []
    for first, start in enumerate(counting):
        if start and words[start - 1] in _CUT_SHORT:
            continue
        for last in reversed(counting[first : first + MAX_WORDS]):
            run = words[start : last + 1]
            called = named_words(run)
            is_all = start == counting[0] and last == counting[-1]
            if not called.is_ordinary or (is_all and called.core == called.words):
                runs.append(Run(start, last + 1, run, called))
    return runs


def _communes(runs: list[Run]) -> Iterable[Commune]:
    keys = {run.named.key for run in runs}
    codes = {run.code for run in runs if run.code}
    found = Commune.objects.filter(Q(place_key__in=keys) | Q(code__in=codes))
    return found.largest_first()


def _means(run: Run, commune: Commune) -> bool:
    if run.code:
        return run.code == commune.code
    called = named(commune.name)
    return called.key == run.named.key and called.answers(run.named, TerritoryLevel.COMMUNE)


def _places(runs: list[Run], communes: list[Commune]) -> Iterator[NamedPlace]:
    """The territories of these names, the intercommunalities of these communes, which often have
    the name of their town, and the départements that tell namesakes apart; once for each name."""
    keys = {run.named.key for run in runs}
    others = TerritoryName.objects.filter(place_key__in=keys).values("territory")
    found = Territory.objects.filter(
        Q(place_key__in=keys)
        | Q(pk__in=others)
        | Q(level=TerritoryLevel.EPCI, code__in={commune.epci for commune in communes})
        | Q(
            level=TerritoryLevel.DEPARTEMENT,
            code__in={commune.departement for commune in communes},
        )
    )
    rows = found.order_by("name", "slug").values_list(
        "pk", "slug", "name", "level", "code", "other_names__name"
    )
    for _, of_one in groupby(rows, key=lambda row: row[0]):
        for rank, (_, slug, name, level, code, other) in enumerate(of_one):
            if not rank:
                yield NamedPlace(slug, name, level, code, named(name))
            if other:
                yield NamedPlace(slug, name, level, code, named(other))


def _territories(run: Run, places: list[NamedPlace], meant: list[Commune]) -> list[NamedPlace]:
    """The territories that a run names; those of that very name first."""
    found: dict[str, NamedPlace] = {}
    for place in places:
        by_name = place.called.key == run.named.key and place.called.answers(run.named, place.level)
        if by_name or _is_of_the_town(place, run, meant):
            exact = set(place.called.words) == set(run.named.words)
            if exact or place.slug not in found:
                found[place.slug] = place
    return sorted(
        found.values(),
        key=lambda place: (
            set(place.called.words) != set(run.named.words),
            _LEVELS.index(TerritoryLevel(place.level)),
            title_key(place.name),
        ),
    )


def _is_of_the_town(place: NamedPlace, run: Run, meant: list[Commune]) -> bool:
    """« Grenoble » also means Grenoble-Alpes Métropole, which has Grenoble in it and in its name."""
    return (
        place.level == TerritoryLevel.EPCI
        and not run.code
        and TerritoryLevel.COMMUNE not in run.named.levels
        and set(run.named.core) <= set(place.called.words)
        and any(commune.epci == place.code for commune in meant)
    )


def _filter(run: Run, place: NamedPlace) -> Hint:
    return Hint(
        label=place.name,
        detail=f"ne garder que ce territoire ({place.level_label})",
        facet="territoire",
        code=place.slug,
        words=run.words,
    )


def _links(run: Run, meant: list[Commune], departements: dict[str, str]) -> Iterator[Hint]:
    for commune in meant[:MAX_NAMESAKES]:
        where = departements.get(commune.departement, commune.departement)
        if where == commune.name:  # Paris
            where = commune.departement
        yield Hint(
            label=f"{commune.name} ({where})",
            detail="page de la commune",
            url=commune.get_absolute_url(),
        )
    if len(meant) > MAX_NAMESAKES:
        name = meant[0].name
        yield Hint(
            label=f"Les {len(meant)} communes nommées {name}",
            url=f"{reverse('commune_list')}?{urlencode({'nom': name})}",
        )


def register() -> None:
    """Let searches propose places; called once, at start."""
    hints.register(PlaceHints())
