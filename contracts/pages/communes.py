"""The page where a commune is looked for, and told from its namesakes."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from contracts.models import Commune, Territory
from contracts.models.commune import CommuneQuerySet
from contracts.pages.forms import CommuneForm
from contracts.places.gazetteer import OFFICIAL, Gazetteer, NamedPlace, Run, runs_of, whole_run
from contracts.values.place_names import place_key
from contracts.values.vocabulary import TerritoryLevel
from search.query.page_head import PageHead, page_title
from search.text.analysis import terms

MOST = 60


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
    `territories` are the régions and the départements of this name."""

    def __init__(self, form: CommuneForm) -> None:
        self.form = form
        self.head = PageHead(page_title("Communes", [form.name]), form.url(reverse("commune_list")))
        self.namesakes: tuple[Namesake, ...] = ()
        self.territories: tuple[NamedPlace, ...] = ()
        self.is_start = False
        self.more = False
        words = tuple(term.exact for term in terms(form.name))
        if not words:
            return
        run = whole_run(words)
        self._read(run, [run, *runs_of(words)])
        if not self.namesakes and not self.territories:
            self.is_start = True
            key = place_key(form.name)
            self.namesakes = self._starting(Commune.objects.filter(place_key__startswith=key))

    def _read(self, run: Run, runs: list[Run]) -> None:
        gazetteer = Gazetteer(runs, self.form.name)
        if meaning := gazetteer.meaning(run):
            self.territories = tuple(
                place for place in meaning.territories if place.level in OFFICIAL
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

    def _starting(self, communes: CommuneQuerySet) -> tuple[Namesake, ...]:
        found = list(communes.largest_first()[: MOST + 1])
        self.more = len(found) > MOST
        codes = {commune.departement for commune in found}
        rows = Territory.objects.filter(level=TerritoryLevel.DEPARTEMENT, code__in=codes)
        names = dict(rows.values_list("code", "name"))
        return tuple(
            Namesake(
                f"{commune.name} ({names.get(commune.departement, commune.departement)})",
                commune.get_absolute_url(),
                commune.population,
            )
            for commune in found[:MOST]
        )
