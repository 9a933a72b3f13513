"""The page of a territory: what it gives and receives, what it lies within and groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.functional import cached_property

from contracts.drawings.map import outline
from contracts.models.commune import Commune
from contracts.models.contract import ContractPage
from contracts.models.rows.commitment import Commitment
from contracts.models.source import Source
from contracts.models.territory import Membership, Territory, TerritoryFigure, TerritoryName
from contracts.pages.commune import CommuneContext
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.pages.parts.citations import SOURCED, Citations, Marks
from contracts.pages.parts.facts import FactLine, Value
from contracts.pages.parts.listings import listings_of
from contracts.places.official import SOURCE_KEY
from contracts.rules.listed import listed
from contracts.values.vocabulary import TerritoryLevel
from search.index.together import Shape, prefetch_together, read_together
from search.text.collation import title_key

# Levels that group nothing: they have no composition to tell.
_WITHOUT_MEMBERS = {TerritoryLevel.COMMUNE, TerritoryLevel.FOREIGN}


@dataclass(frozen=True)
class Exchange:
    """A commitment seen from one of its ends: `others` are the territories at the other one."""

    object: str
    amount: str
    theme: str
    others: str
    contract: str
    url: str
    marks: Marks


@dataclass(frozen=True)
class Members:
    """Territories that one source, or one pair of sources, puts within or around this one."""

    territories: tuple[Territory, ...]
    marks: Marks


@dataclass(frozen=True)
class CommunesOf:
    """The names of the communes of an intercommunality, in alphabetical order."""

    names: tuple[str, ...]
    marks: Marks


class TerritoryContext:
    def __init__(self, territory: Territory, request: HttpRequest):
        self.territory = territory
        self.request = request
        self.url = request.build_absolute_uri(territory.get_absolute_url())
        self.citations = Citations()
        names = territory.other_names.all()
        self.names = tuple(name.name for name in names if name.kind != TerritoryName.Kind.DEMONYM)
        self.demonyms = tuple(
            ", ".join(name.forms) for name in names if name.kind == TerritoryName.Kind.DEMONYM
        )
        self.outline = outline([territory.code]) if territory.level == TerritoryLevel.EPCI else ""
        self.figures = tuple(self._figures())
        self.within = self._members(territory.containers.all(), "container")
        self.communes = self._communes()
        # The official file names every commune: what else says so of some would tell less.
        told = {TerritoryLevel.COMMUNE} if self.communes else set()
        members = [one for one in territory.members.all() if one.member.level not in told]
        self.groups = self._members(members, "member")
        self.may_group = territory.level not in _WITHOUT_MEMBERS
        self.given, self.received, self.together = self._exchanges()
        self.references = self.citations.references
        self.trail = (listings_of(request).step(Territory),)

    @classmethod
    def find(cls, slug: str, request: HttpRequest) -> TerritoryContext | None:
        territory = Territory.objects.filter(slug=slug).first()
        if territory is None:
            return None
        memberships = Membership.objects.select_related(*SOURCED)
        around = (
            "other_names",
            Prefetch("figures", TerritoryFigure.objects.select_related(*SOURCED)),
            Prefetch("containers", memberships.select_related("container")),
            Prefetch("members", memberships.select_related("member")),
        )
        prefetch_together(territory, around, shape=Shape(cls.__name__))
        return cls(territory, request)

    def _communes(self) -> CommunesOf | None:
        """Those of an intercommunality, as the official file has them."""
        territory = self.territory
        if territory.level != TerritoryLevel.EPCI or not territory.code:
            return None
        names = Commune.objects.filter(epci=territory.code).values_list("name", flat=True)
        sources = Source.objects.filter(key=SOURCE_KEY)
        read_together(names, sources)
        if not names:
            return None
        marks = self.citations.cite(*sources)
        return CommunesOf(tuple(sorted(names, key=title_key)), marks)

    @cached_property
    def commune(self) -> CommuneContext | None:
        """The same place among the communes of France: what it lies within, and by which of these
        contracts concern it."""
        if self.territory.level != TerritoryLevel.COMMUNE or not self.territory.code:
            return None
        commune = Commune.objects.filter(code=self.territory.code).first()
        return CommuneContext(commune, self.request) if commune else None

    @property
    def reasons_by_party(self) -> dict[str, str]:
        return self.commune.reasons_by_party if self.commune else {}

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        return (*self.given, *self.received, *self.together)

    @property
    def structured_data(self) -> structured_data.Thing:
        territory = self.territory
        point = None
        if territory.longitude is not None and territory.latitude is not None:
            point = (territory.longitude, territory.latitude)
        official = territory.level in {
            TerritoryLevel.REGION,
            TerritoryLevel.DEPARTEMENT,
            TerritoryLevel.EPCI,
            TerritoryLevel.COMMUNE,
        }
        within = [place.name for members in self.within for place in members.territories]
        place = structured_data.place(
            territory.name,
            url=self.url,
            kind="AdministrativeArea" if official else "Place",
            names=self.names,
            code=territory.code,
            within=[structured_data.place(name) for name in within],
            point=point,
        )
        return structured_data.graph(
            place, structured_trail(self.request, self.trail, territory.name)
        )

    def _figures(self) -> Iterator[FactLine]:
        """Values of different dates stand apart; values of one date disagree."""
        groups: dict[tuple[str, str], list[TerritoryFigure]] = {}
        for figure in self.territory.figures.all():
            as_of = str(figure.as_of) if figure.as_of else ""
            groups.setdefault((figure.get_kind_display(), as_of), []).append(figure)
        yield from self._official_population()
        for (label, as_of), figures in groups.items():
            yield FactLine(
                f"{label} ({as_of})" if as_of else label,
                tuple(
                    Value(
                        shown=number_format(figure.number, use_l10n=True),
                        marks=self.citations.cite_row(figure),
                        notes=(figure.note,) if figure.note else (),
                        retained=figure.retained,
                    )
                    for figure in figures
                ),
            )

    def _official_population(self) -> Iterator[FactLine]:
        """That of the file of communes, for one whose population no editor gave."""
        kinds = {figure.kind for figure in self.territory.figures.all()}
        place = self.commune
        if TerritoryFigure.Kind.POPULATION in kinds or place is None:
            return
        if place.commune.population:
            shown = number_format(place.commune.population, use_l10n=True)
            marks = self.citations.cite(Source.objects.filter(key=SOURCE_KEY).first())
            yield FactLine("Population", (Value(shown, marks),))

    def _members(self, memberships: Iterable[Membership], end: str) -> tuple[Members, ...]:
        """By the sources that say so: one mark serves twenty communes."""
        groups: dict[tuple[int, ...], list[Any]] = {}
        for membership in memberships:
            key = tuple(source.pk for source in membership.sources)
            groups.setdefault(key, []).append(membership)
        return tuple(
            Members(
                territories=tuple(
                    sorted(
                        (getattr(row, end) for row in rows), key=lambda place: title_key(place.name)
                    )
                ),
                marks=self.citations.cite_row(rows[0]),
            )
            for rows in groups.values()
        )

    def _exchanges(self) -> tuple[tuple[Exchange, ...], ...]:
        """What the territory gives, receives, and does together with others, in public contracts.

        An apport that names no receiver is not said to be received by anyone.
        """
        pk = self.territory.pk
        ours = Commitment.objects.filter(
            Q(giver=pk) | Q(receiver=pk) | Q(reciprocal=True, contract__parties__territory=pk)
        )
        commitments = (
            ours.filter(contract__in=listed(ContractPage.objects))
            .select_related("contract", "giver", "receiver", "theme", *SOURCED)
            .order_by("contract_id", "sort_order", "pk")
            .distinct()
        )
        by_title = sorted(commitments, key=lambda one: title_key(one.contract.title))
        given, received, together = [], [], []
        for commitment in by_title:
            if commitment.reciprocal:
                together.append(self._exchange(commitment, None))
            elif commitment.giver_id == pk:
                given.append(self._exchange(commitment, commitment.receiver))
            else:
                received.append(self._exchange(commitment, commitment.giver))
        return tuple(given), tuple(received), tuple(together)

    def _exchange(self, commitment: Commitment, other: Territory | None) -> Exchange:
        contract = commitment.contract
        return Exchange(
            object=commitment.object,
            amount=commitment.amount,
            theme=commitment.theme.label if commitment.theme else "",
            others=other.name if other else "",
            contract=contract.title,
            url=f"{contract.get_url(self.request)}#{commitment.anchor}",
            marks=self.citations.cite_row(commitment),
        )
