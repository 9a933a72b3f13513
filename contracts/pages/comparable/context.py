"""« Des contrats comme le mien »: the form, and the contracts whose pair is the closest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format

from contracts import kinds
from contracts.index.keys import pk_of
from contracts.models import Commune, ContractPage, Party, Territory
from contracts.pages.comparable.form import LikeMineForm
from contracts.pages.comparable.wording import names_its_kind, told_gap
from contracts.pages.forms import ComparisonForm
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.pages.parts.citations import Citations, Marks
from contracts.pages.parts.listings import listings_of
from contracts.pages.parts.parties_map import told_distance
from contracts.places.comparable import Closeness, Match, PartySize, Wanted, closest
from contracts.places.containment import Containment
from contracts.places.gazetteer import OFFICIAL
from contracts.places.points import Place, Point, distance, places
from contracts.places.populations import Official, Population, populations
from contracts.values.territory_kinds import TerritoryKind, kind_of
from contracts.values.vocabulary import TerritoryLevel
from search.models import SearchDocument
from search.query.page_head import PageHead, page_title
from search.query.pagination import Pagination
from search.text.collation import title_key

PAGE_SIZE = 12
MOST_COMPARED = 3
# Of the intercommunality, beside those of its commune.
MOST_WIDER = 3
TITLE = "Des contrats comme le mien"
# The heading of each group, and why it stands apart.
_GROUPS = {
    Closeness.NEAR: ("", ""),
    Closeness.FAR: (
        "Plus éloignés",
        "Dix fois plus ou dix fois moins d’habitants, ou autant d’écart en comptant la nature et le "
        "partenaire\u00a0: chaque contrat dit lequel.",
    ),
    Closeness.UNKNOWN: (
        "Proximité inconnue",
        "Une population demandée n’est donnée par aucune source.",
    ),
}


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    selected: bool


@dataclass(frozen=True)
class ChoiceField:
    """A list to choose from; `whatever` is what choosing nothing means."""

    name: str
    label: str
    whatever: str
    choices: tuple[Option, ...]
    message: str


@dataclass(frozen=True)
class PopulationField:
    name: str
    value: str
    message: str


@dataclass(frozen=True)
class FilledFrom:
    """The place from which the form is filled; `known` is what is known of it, in words. `wider`
    leads to the same form, filled from the intercommunality of a commune."""

    name: str
    url: str
    known: str
    wider: str = ""
    wider_url: str = ""


@dataclass(frozen=True)
class OwnContract:
    title: str
    url: str


@dataclass(frozen=True)
class PartyLine:
    """A party: its kind in words unless its name says it, its inhabitants, and where this is
    read; how far it is from the reader's place, when both are known to be somewhere."""

    name: str
    url: str
    side: str
    nature: str
    population: str
    marks: Marks
    distance: str = ""


@dataclass(frozen=True)
class LikeMine:
    """A contract, its two parties and how far they are from what was described."""

    title: str
    url: str
    gist: str
    mine: PartyLine
    partner: PartyLine
    gap: str


@dataclass(frozen=True)
class LikeMineGroup:
    """Contracts of one closeness; `why` says what sets them apart, nothing of those that are
    close."""

    heading: str
    why: str
    results: tuple[LikeMine, ...]


@dataclass(frozen=True)
class _Place:
    name: str
    slug: str
    official: Official

    @property
    def kind(self) -> TerritoryKind:
        return kind_of(self.official.level, self.name)


class ComparableContext:
    """`citations` are those of the page on which the results stand, its own without any;
    `page_size` is how many contracts it shows, `leaving_out` those that this page shows already,
    by the pk of their page; `commune` and `containment` are what this page has read already. Of a
    commune, `wider` are the first ones whose parties are like its intercommunality."""

    def __init__(
        self,
        form: LikeMineForm,
        request: HttpRequest,
        *,
        citations: Citations | None = None,
        page_size: int = PAGE_SIZE,
        leaving_out: Collection[int] = (),
        commune: Commune | None = None,
        containment: Containment | None = None,
    ):
        self._left_out = leaving_out
        self._containment_read = containment
        self.documents = _public_contracts()
        self.places: dict[int, _Place] = {}
        self.sides: dict[int, list[tuple[int, str]]] = {}
        self._read_parties()
        self.territory = self._territory(form.territory)
        if form.territory and self.territory is None:
            form = form.with_fault(
                "territoire",
                "Aucun territoire ne porte cet identifiant. Partez de la liste des territoires, "
                "ou décrivez le vôtre ci-dessous.",
            )
        self.commune = commune
        if form.commune and commune is None:
            self.commune = Commune.objects.filter(code=form.commune).first()
        if form.commune and self.commune is None:
            form = form.with_fault(
                "commune",
                "Aucune commune n’a ce code. Cherchez la vôtre par son nom ou son code postal.",
            )
        typed = form
        officials = {pk: place.official for pk, place in self.places.items()}
        if self.territory:
            officials[self.territory.pk] = Official(self.territory.level, self.territory.code)
        self.epci = self._intercommunality(form)
        if self.epci:
            officials[self.epci.pk] = Official(self.epci.level, self.epci.code)
        self.populations = populations(officials)
        if self.territory:
            form = self._filled(form, self.territory)
        elif self.commune:
            form = form.filled("", TerritoryKind.COMMUNE, self.commune.population)
        self.form = form
        self.side = self._choice(
            "cote",
            "Côté",
            "Ville ou campagne",
            (Option(side, side.label, side == form.side) for side in form.SIDES),
        )
        self.kind = self._choice("nature", "Nature", "Toutes", self._kinds(form.kind))
        self.population = self._number("population", form.population)
        self.partner_kind = self._choice(
            "nature-partenaire", "Nature", "Toutes", self._kinds(form.partner_kind)
        )
        self.partner_population = self._number("population-partenaire", form.partner_population)
        self.citations = citations or Citations()
        self.asked = form.describes_a_pair and not form.faults
        matches = self._matches(self.form) if self.asked else []
        self.total = len(matches)
        self.pages = Pagination.of(
            form.page,
            size=page_size,
            total=self.total,
            url=lambda page: typed.at_page(page).url(),
        )
        self.head = PageHead(
            page_title(TITLE, self._told(typed), self.pages),
            typed.at_page(self.pages.current).url(reverse("like_mine")),
        )
        shown = matches[self.pages.start : self.pages.end]
        wider, like_epci = self._wider()
        self._distance_to = self._distances([*shown, *wider])
        self.groups = tuple(
            LikeMineGroup(
                *_GROUPS[closeness], tuple(self._result(match, self.form) for match in group)
            )
            for closeness, group in groupby(shown, key=lambda match: match.closeness)
        )
        self.wider = tuple(self._result(match, like_epci) for match in wider)
        self.references = self.citations.references
        self.trail = (listings_of(request).step(ContractPage),)
        self.structured_data = structured_data.graph(structured_trail(request, self.trail, TITLE))

    @property
    def results(self) -> tuple[LikeMine, ...]:
        return tuple(one for group in self.groups for one in group.results)

    @property
    def compare_url(self) -> str:
        """The comparison of the closest ones; empty where there are not two of them."""
        first = self.results[:MOST_COMPARED] if self.pages.current == 1 else ()
        return ComparisonForm.of_pages(one.url for one in first).url if len(first) > 1 else ""

    def _told(self, form: LikeMineForm) -> Iterator[str]:
        """What was asked, in the words of the form."""
        if form.faults:
            return
        if place := self.territory or self.commune:
            yield place.name
        yield form.side
        yield from _pair_words(form.mine)
        yield from (f"partenaire\u00a0: {word}" for word in _pair_words(form.partner))

    def _choice(
        self, name: str, label: str, whatever: str, choices: Iterable[Option]
    ) -> ChoiceField:
        message = self.form.messages.get(name, "")
        return ChoiceField(name, label, whatever, tuple(choices), message)

    def _number(self, name: str, value: str) -> PopulationField:
        return PopulationField(name, value, self.form.messages.get(name, ""))

    def _read_parties(self) -> None:
        """The parties of every public contract, in the order of its page."""
        rows = Party.objects.order_by("contract_id", "sort_order", "pk").values_list(
            "contract_id",
            "side",
            "territory_id",
            "territory__name",
            "territory__slug",
            "territory__level",
            "territory__code",
        )
        for contract, side, territory, name, slug, *official in rows:
            if contract in self.documents:
                self.sides.setdefault(contract, []).append((territory, side))
                self.places[territory] = _Place(name, slug, Official(*official))

    def _territory(self, slug: str) -> Territory | None:
        return Territory.objects.filter(slug=slug).first() if slug else None

    def _intercommunality(self, form: LikeMineForm) -> Territory | None:
        """Of the commune from which the form is filled, as long as a reader changed nothing there."""
        if (
            self.commune is None
            or not self.commune.epci
            or form.FILLED & form.given
            or form.page > 1
        ):
            return None
        epcis = Territory.objects.filter(level=TerritoryLevel.EPCI, code=self.commune.epci)
        return epcis.first()

    def _wider(self) -> tuple[list[Match], LikeMineForm]:
        """The first ones by the intercommunality, as its own address gives them, and what this asks."""
        if self.epci is None:
            return [], self.form
        form = self._filled(LikeMineForm(territory=self.epci.slug), self.epci)
        return (self._matches(form)[:MOST_WIDER] if form.describes_a_pair else []), form

    @property
    def wider_url(self) -> str:
        """All of them by the intercommunality."""
        form = LikeMineForm(territory=self.epci.slug) if self.epci else LikeMineForm()
        return form.url(reverse("like_mine"))

    def _filled(self, form: LikeMineForm, territory: Territory) -> LikeMineForm:
        """The form with what is known of a territory. Its side is its usual one, or the one on
        which it stands in contracts."""
        stood = [
            side for parties in self.sides.values() for pk, side in parties if pk == territory.pk
        ]
        side = next((side for side in (territory.usual_side, *stood) if side in form.SIDES), "")
        known = self.populations.get(territory.pk)
        kind = kind_of(territory.level, territory.name)
        return form.filled(side, kind, known.number if known else None)

    @cached_property
    def origin(self) -> FilledFrom | None:
        if self.territory:
            return self._origin_territory(self.territory)
        return self._origin_commune(self.commune) if self.commune else None

    def _origin_territory(self, territory: Territory) -> FilledFrom:
        rows = self._containment.graph.rows
        regions = self._containment.graph.regions(territory.pk)
        names = sorted((rows[pk]["name"] for pk in regions), key=title_key)
        known = self.populations.get(territory.pk)
        return FilledFrom(
            territory.name,
            territory.get_absolute_url(),
            _known(known.number if known else None, names),
        )

    def _origin_commune(self, commune: Commune) -> FilledFrom:
        containment = self._containment
        rows = containment.graph.rows
        around = containment.around(commune)
        names = [rows[pk]["name"] for pk in around if rows[pk]["level"] == TerritoryLevel.REGION]
        epci = containment.territory(TerritoryLevel.EPCI, commune.epci)
        wider = LikeMineForm(territory=rows[epci]["slug"]) if epci else None
        return FilledFrom(
            commune.name,
            commune.get_absolute_url(),
            _known(commune.population, names),
            wider=rows[epci]["name"] if epci else "",
            wider_url=wider.url() if wider else "",
        )

    @cached_property
    def _containment(self) -> Containment:
        return self._containment_read or Containment()

    @cached_property
    def _own(self) -> frozenset[int]:
        """The contracts of the place: a party is the place itself or, short of a département or a
        région, contains it."""
        containment = self._containment
        rows = containment.graph.rows
        around: set[int] = set()
        if self.territory:
            around = containment.graph.above(self.territory.pk)
        elif self.commune:
            around = containment.around(self.commune)
        own = {pk for pk in around if rows[pk]["level"] not in OFFICIAL}
        if self.territory:
            own.add(self.territory.pk)
        return frozenset(
            contract
            for contract, parties in self.sides.items()
            if own & {territory for territory, _ in parties}
        )

    @property
    def own(self) -> tuple[OwnContract, ...]:
        documents = [self.documents[contract] for contract in self._own]
        return tuple(
            OwnContract(one.title, one.url)
            for one in sorted(documents, key=lambda one: title_key(one.title))
        )

    def _kinds(self, selected: TerritoryKind | None) -> Iterator[Option]:
        """The kinds of the parties, and the one that is selected be it of none."""
        known = {place.kind for place in self.places.values()} | {selected}
        for kind in TerritoryKind:
            if kind in known:
                yield Option(kind, kind.label, kind == selected)

    def _matches(self, form: LikeMineForm) -> list[Match]:
        """Without the contracts of the reader's own territory: those are not like theirs."""
        contracts = {
            contract: [self._size(territory, side) for territory, side in self.sides[contract]]
            for contract in self.documents
            if contract not in self._left_out
            and contract not in self._own
            and contract in self.sides
        }
        return closest(contracts, form.side, form.mine, form.partner)

    def _size(self, territory: int, side: str) -> PartySize:
        known = self.populations.get(territory)
        kind = self.places[territory].kind
        return PartySize(territory, side, kind, known.number if known else None)

    def _result(self, match: Match, form: LikeMineForm) -> LikeMine:
        document = self.documents[match.contract]
        return LikeMine(
            title=document.title,
            url=document.url,
            gist=document.summary,
            mine=replace(
                self._line(match.mine), distance=self._distance_to.get(match.mine.territory, "")
            ),
            partner=self._line(match.partner),
            gap=told_gap(match, form),
        )

    def _distances(self, matches: Iterable[Match]) -> dict[int, str]:
        """From the reader's place to the territories that are compared to it, in words, by pk;
        nothing when it is not known where one of the two is."""
        compared = {match.mine.territory for match in matches}
        own = {self.territory.pk} if self.territory else set()
        start: Place | None = _point(self.commune) if self.commune else None
        if not compared or not (own or start):
            return {}
        found = places(Territory.objects.filter(pk__in=compared | own))
        if self.territory:
            start = found[self.territory.pk]
        if not isinstance(start, Point):
            return {}
        return {
            pk: told_distance(distance(start, end))
            for pk, end in found.items()
            if pk in compared and isinstance(end, Point)
        }

    def _line(self, party: PartySize) -> PartyLine:
        place = self.places[party.territory]
        known = self.populations.get(party.territory)
        return PartyLine(
            name=place.name,
            url=reverse("territory", args=[place.slug]),
            side=party.side,
            nature="" if names_its_kind(place.name, party.kind) else party.kind.with_article,
            population=number_format(known.number, use_l10n=True) if known else "",
            marks=self._cited(known) if known else (),
        )

    def _cited(self, population: Population) -> Marks:
        if population.figure is not None:
            return self.citations.cite_row(population.figure)
        return self.citations.cite(population.source)


def _point(commune: Commune) -> Point | None:
    if commune.longitude is None or commune.latitude is None:
        return None
    return Point(commune.longitude, commune.latitude)


def _known(population: int | None, regions: Sequence[str]) -> str:
    """« population 140 993 habitants, région Bretagne »."""
    number = f"{number_format(population, use_l10n=True)} habitants" if population else ""
    where = f"région{'s' if len(regions) > 1 else ''} {', '.join(regions)}" if regions else ""
    told = [f"population {number or 'non renseignée'}", where or "région non renseignée"]
    return ", ".join(told)


def _pair_words(wanted: Wanted) -> Iterator[str]:
    if wanted.kind is not None:
        yield wanted.kind.word
    if wanted.population is not None:
        yield f"{number_format(wanted.population, use_l10n=True)}\u00a0habitants"


def _public_contracts() -> dict[int, SearchDocument]:
    """Those that the index knows, by the pk of their page, in the order of their titles."""
    rows = SearchDocument.objects.filter(kind=kinds.of(ContractPage).code)
    fields = rows.only("key", "title", "url", "summary", "sort_title")
    by_title = sorted(fields, key=lambda row: (row.sort_title, row.key))
    return {pk_of(row.key): row for row in by_title}
