"""The page where a commune is looked for, and told from its namesakes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from contracts.models import Commune, Territory
from contracts.models.commune import CommuneQuerySet
from contracts.pages.forms import CommuneForm
from contracts.values.place_names import place_key
from contracts.values.vocabulary import TerritoryLevel
from search.query.page_head import PageHead, page_title

MOST = 60


@dataclass(frozen=True)
class Namesake:
    """A commune found, with its département, which tells it from others of its name."""

    label: str
    url: str
    population: int | None


class CommuneListContext:
    """`namesakes` are of that very name or code; without any, those whose name starts so."""

    def __init__(self, form: CommuneForm) -> None:
        self.form = form
        self.head = PageHead(page_title("Communes", [form.name]), form.url(reverse("commune_list")))
        self.namesakes: tuple[Namesake, ...] = ()
        self.is_start = False
        self.more = False
        if key := place_key(form.name):
            exact = Commune.objects.filter(Q(place_key=key) | Q(code=form.name.upper()))
            self.namesakes = self._named(exact)
            if not self.namesakes:
                self.is_start = True
                self.namesakes = self._named(Commune.objects.filter(place_key__startswith=key))

    def _named(self, communes: CommuneQuerySet) -> tuple[Namesake, ...]:
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
