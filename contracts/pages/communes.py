"""The page where a commune is looked for, and told from its namesakes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from rapidfuzz import process
from rapidfuzz.distance import OSA

from contracts.models import Commune, CommuneAlias, Territory
from contracts.models.commune import CommuneQuerySet
from contracts.pages.comparable.form import LikeMineForm
from contracts.pages.forms import CommuneForm
from contracts.places.gazetteer import OFFICIAL, Gazetteer, NamedPlace, Run, runs_of, whole_run
from contracts.values.place_names import place_key
from contracts.values.vocabulary import TerritoryLevel
from search.query.page_head import PageHead, page_title
from search.text.analysis import terms
from search.words.term_dictionary import CORRECTED_FROM, TWO_ERRORS_FROM

MOST = 60
SUGGESTED, SUGGESTED_GROUPS = 6, 3


@dataclass(frozen=True)
class Namesake:
    """A commune found, with its département, which tells it from others of its name. `detail` says
    what found it, when its name did not: « code postal 29200 »."""

    label: str
    url: str
    population: int | None
    detail: str = ""


class CommuneListContext:
    """`namesakes` are of that very name or code; without any, those whose name starts so.
    `territories` are the régions and the départements of this name; without a commune, all of
    them. `is_close` says that nothing is called so, and that these are written almost so."""

    def __init__(self, form: CommuneForm) -> None:
        self.form = form
        self.head = PageHead(page_title("Communes", [form.name]), form.url(reverse("commune_list")))
        self.namesakes: tuple[Namesake, ...] = ()
        self.territories: tuple[NamedPlace, ...] = ()
        self.is_start = self.is_close = False
        self.more = False
        words = tuple(term.exact for term in terms(form.name))
        if not words:
            return
        run = whole_run(words)
        self._read(run, [run, *runs_of(words)])
        if not self.namesakes and not self.territories:
            self.is_start = True
            key = place_key(form.name)
            self.namesakes = self._listed(Commune.objects.filter(place_key__startswith=key))
        if not self.namesakes and not self.territories:
            self.is_start, self.is_close = False, True
            self.namesakes = self._listed(Commune.objects.filter(place_key__in=_close(key)))

    def _read(self, run: Run, runs: list[Run]) -> None:
        gazetteer = Gazetteer(runs, self.form.name)
        if meaning := gazetteer.meaning(run):
            self.territories = tuple(
                place
                for place in meaning.territories
                if place.level in OFFICIAL or not meaning.communes
            )
            self.more = len(meaning.communes) > MOST
            self.namesakes = tuple(
                Namesake(
                    gazetteer.label(commune),
                    commune.url,
                    commune.population,
                    commune.found_by(run),
                )
                for commune in meaning.communes[:MOST]
            )

    def _listed(self, communes: CommuneQuerySet) -> tuple[Namesake, ...]:
        found = list(communes.largest_first()[: MOST + 1])
        self.more = len(found) > MOST
        names = departement_names(found)
        return tuple(
            Namesake(
                f"{commune.name} ({names.get(commune.departement, commune.departement)})",
                commune.get_absolute_url(),
                commune.population,
            )
            for commune in found[:MOST]
        )


def communes_named(text: str) -> list[str]:
    """The codes of the communes of a name, a postal code or an Insee code, old ones too; without
    any, of those whose name starts so; the largest first."""
    words = tuple(term.exact for term in terms(text))
    if not words:
        return []
    run = whole_run(words)
    meaning = Gazetteer([run, *runs_of(words)], text).meaning(run)
    if meaning and meaning.communes:
        return [commune.code for commune in meaning.communes]
    starting = Commune.objects.filter(place_key__startswith=place_key(text))
    return list(starting.largest_first().values_list("pk", flat=True))


def _close(key: str) -> list[str]:
    """The keys of communes that are written almost so: the same first letter, one error, two in a
    long name."""
    if len(key) < CORRECTED_FROM or not key.isalpha():
        return []
    errors = 1 if len(key) < TWO_ERRORS_FROM else 2
    beginning = Commune.objects.filter(place_key__startswith=key[0]).order_by()
    keys = list(beginning.values_list("place_key", flat=True).distinct())
    found = process.extract(key, keys, scorer=OSA.distance, score_cutoff=errors, limit=None)
    nearest = min((distance for _, distance, _ in found), default=0)
    return [written for written, distance, _ in found if distance == nearest]


@dataclass(frozen=True)
class PlaceNamed:
    """A commune or a territory that a text names: its page, and the address of the contracts whose
    parties are like it. `detail` says what found it, when its name did not."""

    label: str
    url: str
    like_url: str
    detail: str = ""


def places_named(text: str) -> tuple[PlaceNamed, ...]:
    """The communes of a name or a code; without any, the territories of this name."""
    words = tuple(term.exact for term in terms(text))
    if not words:
        return ()
    run = whole_run(words)
    gazetteer = Gazetteer([run, *runs_of(words)], text)
    meaning = gazetteer.meaning(run)
    if meaning is None:
        return ()
    if meaning.communes:
        return tuple(
            PlaceNamed(
                gazetteer.label(one),
                one.url,
                _filled(LikeMineForm(commune=one.code)),
                one.found_by(run),
            )
            for one in meaning.communes
        )
    called = [place for place in meaning.territories if place.is_called(run.named)]
    return tuple(
        PlaceNamed(
            f"{place.name} ({place.level_label})",
            place.url,
            _filled(LikeMineForm(territory=place.slug)),
        )
        for place in called or meaning.territories
    )


def _filled(form: LikeMineForm) -> str:
    """Where the form says what it was filled from."""
    return f"{form.url(reverse('like_mine'))}#rempli"


@dataclass(frozen=True)
class PlaceSuggestion:
    """A name proposed while a reader types; `kind` tells it from its namesakes, and `written` is the
    name that finds it again."""

    label: str
    url: str
    kind: str
    written: str


def suggested_places(text: str) -> tuple[PlaceSuggestion, ...]:
    """Communes whose name or postal code starts so, the largest first, and intercommunalities."""
    key = place_key(text)
    if not key:
        return ()
    if key.isdecimal():
        postal = CommuneAlias.objects.filter(kind=CommuneAlias.Kind.POSTAL, code__startswith=key)
        codes = postal.values("commune")
        communes = list(Commune.objects.filter(pk__in=codes).largest_first()[:SUGGESTED])
    else:
        starting = Commune.objects.filter(place_key__startswith=key)
        communes = list(starting.largest_first()[:SUGGESTED])
    departements = departement_names(communes)
    grouped = Territory.objects.filter(level=TerritoryLevel.EPCI, place_key__contains=key)
    return (
        *(
            PlaceSuggestion(
                commune.name,
                commune.get_absolute_url(),
                departements.get(commune.departement, commune.departement),
                f"{commune.name} {commune.code}",
            )
            for commune in communes
        ),
        *(
            PlaceSuggestion(one.name, one.get_absolute_url(), "intercommunalité", one.name)
            for one in grouped[:SUGGESTED_GROUPS]
        ),
    )


def departement_names(communes: Iterable[Commune]) -> dict[str, str]:
    """The names of the départements of some communes, by code."""
    codes = {commune.departement for commune in communes}
    rows = Territory.objects.filter(level=TerritoryLevel.DEPARTEMENT, code__in=codes)
    return dict(rows.values_list("code", "name"))
