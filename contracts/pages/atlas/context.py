"""What the map of contracts shows of the results of its form, and the list that says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.drawings.atlas import LIST, WHOLE, AtlasMark, Spot, atlas, ground, window
from contracts.drawings.outlines import CREDIT
from contracts.drawings.projection import Box
from contracts.index.keys import pk_of
from contracts.models.territory import Membership, Territory
from contracts.pages.parts.parties_map import apart, contract_anchor, notes
from contracts.places.parties import PartyPlace, public_parties
from contracts.values.vocabulary import Side, TerritoryLevel
from search.query.form import SearchForm
from search.query.results import Hit, SearchResponse
from search.text.collation import title_key

# A territory, a party or a region that is chosen is shown from nearer.
_CLOSER = ("territoire", "partie", "region")


@dataclass(frozen=True)
class PlacedContract:
    """A contract of the list: `notes` say how far its parties are from each other, how the place of
    each was found when it is not its own point, and who is not on the map."""

    anchor: str
    title: str
    url: str
    notes: tuple[str, ...]


class Atlas:
    """The contracts of a page of results, drawn and listed: one set, in one order."""

    def __init__(self, form: SearchForm, found: SearchResponse, region: Territory | None = None):
        self._form = form
        self._found = found
        self._region = region
        self.list_id = LIST

    @cached_property
    def _parties(self) -> dict[int, tuple[PartyPlace, ...]]:
        found = {pk_of(hit.key) for hit in self._found.hits}
        return {pk: parties for pk, parties in public_parties().items() if pk in found}

    @cached_property
    def rows(self) -> tuple[PlacedContract, ...]:
        return tuple(self._row(hit, self._of(hit)) for hit in self._found.hits)

    @cached_property
    def _marks(self) -> list[AtlasMark]:
        return [
            AtlasMark(hit.title, hit.url, tuple(_spots(self._of(hit)))) for hit in self._found.hits
        ]

    @cached_property
    def _window(self) -> Box:
        near = self._region or any(name in self._form.request.filters for name in _CLOSER)
        return window(self._marks if near else (), self.departements)

    @property
    def drawing(self) -> SafeString:
        return atlas(self._marks, self._window, self._group_url)

    @property
    def is_whole(self) -> bool:
        """All of France is in sight, overseas too."""
        return self._window == WHOLE

    @property
    def ground(self) -> SafeString:
        """What the drawing lies on, which a change of results leaves as it is."""
        return ground(self.departements)

    @property
    def credit(self) -> str:
        return CREDIT

    @cached_property
    def departements(self) -> tuple[str, ...]:
        """The codes of those of the region that is shown."""
        return departements_of(self._region) if self._region else ()

    @property
    def regions(self) -> tuple[tuple[str, str, int], ...]:
        """The pages of the regions that have some of these contracts, for the same search: name,
        address, number."""
        asked = self._form.without("region").url().partition("?")[2]
        query = f"?{asked}" if asked else ""
        values = (
            value
            for count in self._found.facets
            if count.facet.name == "region"
            for value in count.values
        )
        return tuple(
            (value.label, reverse("atlas_region", args=[value.code]) + query, value.count)
            for value in sorted(values, key=lambda value: title_key(value.label))
        )

    def _of(self, hit: Hit) -> tuple[PartyPlace, ...]:
        return self._parties.get(pk_of(hit.key), ())

    def _row(self, hit: Hit, parties: Sequence[PartyPlace]) -> PlacedContract:
        pk = pk_of(hit.key)
        return PlacedContract(
            contract_anchor(pk),
            hit.title,
            hit.url,
            tuple(filter(None, (apart(parties), *notes(parties)))),
        )

    def _group_url(self, codes: Sequence[str]) -> str:
        """The same search for the contracts of these parties alone, with the map in sight."""
        form = self._form.without("partie")
        for code in codes:
            form = form.toggled("partie", code)
        return f"{form.url()}#carte"


def departements_of(region: Territory) -> tuple[str, ...]:
    rows = Membership.objects.filter(
        container=region, member__level=TerritoryLevel.DEPARTEMENT
    ).order_by("member__code")
    return tuple(rows.values_list("member__code", flat=True))


def _spots(parties: Sequence[PartyPlace]) -> Iterator[Spot]:
    """Third parties, a département or a region most often, are in the list alone."""
    for party in parties:
        if party.side != Side.THIRD and (at := party.drawn):
            yield Spot(party.code, party.name, party.side, at)
