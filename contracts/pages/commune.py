"""The page of a commune: what it lies within, and through which of these a contract concerns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from contracts import kinds
from contracts.models import Commune, ContractPage, Source, Territory
from contracts.pages.comparable.context import ComparableContext
from contracts.pages.comparable.form import LikeMineForm
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import Step, structured_trail
from contracts.pages.parts.citations import Citations, Marks, NumberedSource
from contracts.pages.parts.listings import listings_of
from contracts.places.containment import Containment, parties_of_contracts
from contracts.places.gazetteer import OFFICIAL
from contracts.places.official import SOURCE_KEY
from contracts.values.vocabulary import TerritoryLevel
from search.answers.service import answer
from search.engines.base import SearchUnavailable
from search.query.form import SearchForm
from search.query.results import Hit
from search.text.collation import title_key

MOST_NEAR = 8
MOST_LIKE_IT = 3

_SAYS = {
    TerritoryLevel.DEPARTEMENT: "son département",
    TerritoryLevel.REGION: "sa région",
}
# The closest first.
_FARTHEST: dict[str, int] = {
    TerritoryLevel.COMMUNE: -2,
    TerritoryLevel.EPCI: -1,
    TerritoryLevel.DEPARTEMENT: 1,
    TerritoryLevel.REGION: 2,
}


@dataclass(frozen=True)
class Around:
    """A territory within which a commune lies; `relation` says how: « sa région ». It stands before
    the name, which has no article: « par sa région, Bretagne »."""

    slug: str
    name: str
    level: str
    relation: str

    @property
    def url(self) -> str:
        return reverse("territory", args=[self.slug])

    @property
    def reason(self) -> str:
        return f"{self.relation}, {self.name}"


@dataclass(frozen=True)
class Near:
    """Territories that have fiches, in the département of a commune that has no contract, or in
    its region; `heading` says which."""

    heading: str
    hits: tuple[Hit, ...]


class CommuneContext:
    def __init__(self, commune: Commune, request: HttpRequest) -> None:
        self.commune = commune
        self.request = request
        self.url = request.build_absolute_uri(commune.get_absolute_url())
        self.trail = (
            listings_of(request).step(Territory),
            Step("Communes", reverse("commune_list")),
        )
        containment = self._containment = Containment()
        self._itself = containment.territory(TerritoryLevel.COMMUNE, commune.code)
        self._epci = containment.territory(TerritoryLevel.EPCI, commune.epci)
        inside = containment.around(commune)
        rows = containment.graph.rows
        self.around = sorted(
            (self._around(pk, rows[pk]) for pk in inside),
            key=lambda place: (_FARTHEST.get(place.level, 0), title_key(place.name)),
        )
        concerned_by = list(
            parties_of_contracts()
            .filter(territory__in=inside)
            .values_list("territory__slug", "contract_id")
        )
        parties = {slug for slug, _ in concerned_by}
        self.parties = [place for place in self.around if place.slug in parties]
        self._contracts = {contract for _, contract in concerned_by}
        self.citations = Citations()

    @cached_property
    def marks(self) -> Marks:
        """Of the file of communes."""
        return self.citations.cite(Source.objects.filter(key=SOURCE_KEY).first())

    @property
    def title(self) -> str:
        return f"{self.commune.name} ({self.commune.code})\u00a0: la commune et ses contrats"

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """What lists the contracts whose parties contain the commune, and no others."""
        return {
            "type": (kinds.of(ContractPage).code,),
            "partie": tuple(place.slug for place in self.parties),
        }

    @property
    def reasons_by_party(self) -> dict[str, str]:
        return {place.slug: place.reason for place in self.parties}

    @property
    def is_close_to_contracts(self) -> bool:
        """Whether one concerns it through less than its département or its région."""
        return any(place.level not in OFFICIAL for place in self.parties)

    @property
    def territory(self) -> Around | None:
        """The same place among the territories, when a fiche is about it."""
        return self._first(TerritoryLevel.COMMUNE)

    @property
    def departement(self) -> Around | None:
        return self._first(TerritoryLevel.DEPARTEMENT)

    @property
    def region(self) -> Around | None:
        return self._first(TerritoryLevel.REGION)

    @property
    def epci(self) -> Around | None:
        return self._first(TerritoryLevel.EPCI)

    @property
    def others(self) -> list[Around]:
        """Pays, parks and the like."""
        usual = (self.territory, self.departement, self.region, self.epci)
        return [place for place in self.around if place not in usual]

    @cached_property
    def near(self) -> Near | None:
        """For a commune without contract: who to read about, as close as there is."""
        for same, place in (
            ("Dans le même département", self.departement),
            ("Dans la même région", self.region),
        ):
            if place is None:
                continue
            fixed = {"type": (kinds.of(Territory).code,), "territoire": (place.slug,)}
            form = SearchForm.from_querydict(
                QueryDict(), fixed=fixed, facets=(), page_size=MOST_NEAR
            )
            try:
                hits = answer(form).hits
            except SearchUnavailable:
                return None
            if hits:
                return Near(f"{same}\u00a0: {place.name}", hits)
        return None

    @cached_property
    def like(self) -> ComparableContext:
        """For a commune without contract close to it: the other ones, whose parties are like itself,
        and like its intercommunality."""
        return ComparableContext(
            LikeMineForm(commune=self.commune.code),
            self.request,
            citations=self.citations,
            page_size=MOST_LIKE_IT,
            leaving_out=self._contracts,
            commune=self.commune,
            containment=self._containment,
        )

    @property
    def references(self) -> tuple[NumberedSource, ...]:
        """Of what was shown before them."""
        return self.citations.references

    @property
    def structured_data(self) -> structured_data.Thing:
        place = structured_data.place(
            self.commune.name,
            url=self.url,
            kind="AdministrativeArea",
            code=self.commune.code,
            within=[
                structured_data.place(place.name)
                for place in self.around
                if place != self.territory
            ],
        )
        return structured_data.graph(
            place, structured_trail(self.request, self.trail, self.commune.name)
        )

    def _around(self, pk: int, row: dict[str, Any]) -> Around:
        relation = _SAYS.get(row["level"], "un territoire dont elle fait partie")
        if pk == self._itself:
            relation = "la commune elle-même"
        elif pk == self._epci:
            relation = "son intercommunalité"
        return Around(row["slug"], row["name"], row["level"], relation)

    def _first(self, level: TerritoryLevel) -> Around | None:
        return next((place for place in self.around if place.level == level), None)
