"""A selection of rows as GeoJSON (RFC 7946): territories as points, what ties them as lines.

What stands nowhere on a map has no geometry and says why: nothing is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpResponseBase

from contracts.opendata.columns import Item
from contracts.opendata.datasets import CASE_STUDIES, COMMITMENTS, CONTRACTS, Dataset
from contracts.opendata.files import members, plain, streamed, told_json
from contracts.opendata.forms import ExportForm
from contracts.opendata.selection import Extract
from contracts.places.parties import placed_parties
from contracts.places.points import Nowhere, Place, Point, places
from contracts.values.vocabulary import Side

_DECIMALS = 5  # about a metre
_TOGETHER = "ce que les parties font ensemble n’a pas de direction"
_ONE_END = "un seul des deux territoires est connu et situé"

Feature = dict[str, Any]


def has_map(dataset: Dataset) -> bool:
    return dataset.code in _FEATURES


def geojson(selection: Extract, _form: ExportForm) -> HttpResponseBase:
    head = {"type": "FeatureCollection", **members(selection.about)}
    content = streamed(head, "features", _features(selection))
    return told_json(content, selection.about, "geojson", "application/geo+json")


def _features(selection: Extract) -> Iterator[Feature]:
    make = _FEATURES[selection.dataset.code]
    for chunk in selection.chunks():
        yield from make(chunk)


def _of_contracts(items: list[Item]) -> Iterator[Feature]:
    """A point for each party, then a line from each city to each countryside of its contract."""
    parties = {item.row.pk: list(item.row.parties.all()) for item in items}
    placed = placed_parties(party for group in parties.values() for party in group)
    for item in items:
        around = [placed[party.pk] for party in parties[item.row.pk]]
        contract = {"contrat": item.row.slug, "titre": item.row.title, "adresse": item.address}
        for one, party in zip(around, parties[item.row.pk], strict=True):
            yield _point(
                one.place,
                {
                    "objet": "partie",
                    **contract,
                    "territoire": one.name,
                    "code": party.territory.code or None,
                    "cote": Side(one.side).label,
                },
            )
        for city in around:
            for other in around:
                if (city.side, other.side) == (Side.CITY, Side.COUNTRYSIDE):
                    ends = {"de": city.name, "vers": other.name}
                    yield _line(city.place, other.place, {"objet": "lien", **contract, **ends})


def _of_case_studies(items: list[Item]) -> Iterator[Feature]:
    """A point for each place."""
    territories = {item.row.pk: item.row.territories for item in items}
    found = places(one for group in territories.values() for one in group)
    for item in items:
        for territory in territories[item.row.pk]:
            yield _point(
                found[territory.pk],
                {
                    "objet": "lieu",
                    "experience": item.row.slug,
                    "titre": item.row.title,
                    "adresse": item.address,
                    "territoire": territory.name,
                    "code": territory.code or None,
                },
            )


def _of_commitments(items: list[Item]) -> Iterator[Feature]:
    """A line from who gives to who receives, with all that the table says."""
    ends = [one for item in items for one in (item.row.giver, item.row.receiver) if one]
    found = places(ends)
    for item in items:
        told = {column.name: plain(column.read(item)) for column in COMMITMENTS.columns}
        if item.row.reciprocal:
            yield _feature(None, told, _TOGETHER)
        else:
            giver, receiver = (
                found[pk] if pk else Nowhere(_ONE_END)
                for pk in (item.row.giver_id, item.row.receiver_id)
            )
            yield _line(giver, receiver, told)


def _point(place: Place, properties: dict[str, Any]) -> Feature:
    if isinstance(place, Nowhere):
        return _feature(None, properties, place.reason)
    geometry = {"type": "Point", "coordinates": _coordinates(place)}
    return _feature(geometry, {**properties, "position": place.how or None})


def _line(start: Place, end: Place, properties: dict[str, Any]) -> Feature:
    if not (isinstance(start, Point) and isinstance(end, Point)):
        return _feature(None, properties, _ONE_END)
    ends = [_coordinates(start), _coordinates(end)]
    return _feature({"type": "LineString", "coordinates": ends}, properties)


def _feature(
    geometry: dict[str, Any] | None, properties: dict[str, Any], why_not: str | None = None
) -> Feature:
    told = properties if why_not is None else {**properties, "hors_carte": why_not}
    return {"type": "Feature", "geometry": geometry, "properties": told}


def _coordinates(point: Point) -> list[float]:
    return [round(point.longitude, _DECIMALS), round(point.latitude, _DECIMALS)]


_FEATURES: dict[str, Callable[[list[Item]], Iterable[Feature]]] = {
    CONTRACTS.code: _of_contracts,
    CASE_STUDIES.code: _of_case_studies,
    COMMITMENTS.code: _of_commitments,
}
