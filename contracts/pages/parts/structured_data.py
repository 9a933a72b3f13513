"""Structured data (schema.org, JSON-LD) of each kind of page, as typed values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, TypedDict

from contracts.pages.parts.citations import NumberedSource

LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
SITE_NAME = "Réciprocités"

_Thing = TypedDict(
    "_Thing", {"@type": str, "name": str, "url": str, "description": str}, total=False
)
Graph = TypedDict("Graph", {"@context": str, "@graph": list[_Thing]})


class Work(_Thing, total=False):
    """A fiche, or a document that it cites."""

    headline: str
    inLanguage: str  # noqa: N815 - schema.org's own spelling, here and below
    license: str
    dateModified: str  # noqa: N815
    keywords: str
    citation: list[Work]
    isPartOf: _Thing  # noqa: N815
    publisher: _Thing
    spatialCoverage: list[Place]  # noqa: N815
    temporalCoverage: str  # noqa: N815


class Place(_Thing, total=False):
    alternateName: list[str]  # noqa: N815
    identifier: str
    containedInPlace: list[Place]  # noqa: N815
    geo: Any


class Offer(_Thing, total=False):
    price: str
    priceCurrency: str  # noqa: N815


class Event(_Thing, total=False):
    startDate: str  # noqa: N815
    endDate: str  # noqa: N815
    location: Place | list[Place]
    organizer: _Thing
    performer: list[_Thing]
    maximumAttendeeCapacity: int  # noqa: N815
    eventStatus: str  # noqa: N815
    eventAttendanceMode: str  # noqa: N815
    isAccessibleForFree: bool  # noqa: N815
    offers: Offer
    inLanguage: str  # noqa: N815


class DefinedTerm(_Thing, total=False):
    alternateName: list[str]  # noqa: N815
    inDefinedTermSet: str  # noqa: N815


class DefinedTermSet(_Thing, total=False):
    hasDefinedTerm: list[DefinedTerm]  # noqa: N815


class Breadcrumb(_Thing, total=False):
    itemListElement: list[Any]  # noqa: N815


def graph(*things: _Thing) -> Graph:
    return {"@context": "https://schema.org", "@graph": list(things)}


def fiche(
    kind: str,
    *,
    title: str,
    description: str,
    url: str,
    updated: dt.date | None,
    keywords: Iterable[str],
    references: Iterable[NumberedSource],
    places: Iterable[Place] = (),
    period: str = "",
) -> Work:
    """What every fiche says: its title, its licence, its places, its sources."""
    work: Work = {
        "@type": kind,
        "name": title,
        "headline": title,
        "url": url,
        "inLanguage": "fr",
        "license": LICENCE_URL,
        "isPartOf": {"@type": "WebSite", "name": SITE_NAME},
    }
    if description:
        work["description"] = description
    if updated:
        work["dateModified"] = updated.isoformat()
    if words := ", ".join(keywords):
        work["keywords"] = words
    if cited := [_cited(reference) for reference in references]:
        work["citation"] = cited
    if covered := list(places):
        work["spatialCoverage"] = covered
    if period:
        work["temporalCoverage"] = period
    return work


def place(
    name: str,
    *,
    url: str = "",
    kind: str = "Place",
    names: Iterable[str] = (),
    code: str = "",
    within: Iterable[Place] = (),
    point: tuple[float, float] | None = None,
) -> Place:
    """`point` is (longitude, latitude)."""
    thing: Place = {"@type": kind, "name": name}
    if url:
        thing["url"] = url
    if others := list(names):
        thing["alternateName"] = others
    if code:
        thing["identifier"] = code
    if containers := list(within):
        thing["containedInPlace"] = containers
    if point:
        longitude, latitude = point
        thing["geo"] = {"@type": "GeoCoordinates", "longitude": longitude, "latitude": latitude}
    return thing


def event(
    *,
    title: str,
    description: str,
    url: str,
    start: str,
    end: str,
    place_name: str,
    organiser: str,
    speakers: Iterable[str],
    capacity: int | None,
    cancelled: bool = False,
    remote: bool = False,
    price: str = "",
) -> Event:
    """`start` and `end` are ISO dates, or instants when the hours are known. The address to follow
    a `remote` event is not told here: the page of the event stands for it."""
    thing: Event = {"@type": "EducationEvent", "name": title, "url": url, "inLanguage": "fr"}
    thing["eventStatus"] = f"https://schema.org/Event{'Cancelled' if cancelled else 'Scheduled'}"
    if description:
        thing["description"] = description
    if start:
        thing["startDate"] = start
    if end:
        thing["endDate"] = end
    places = [place(place_name)] if place_name else []
    if remote:
        places.append(place("À distance", kind="VirtualLocation", url=url))
    if places:
        mode = ("Mixed" if place_name else "Online") if remote else "Offline"
        thing["eventAttendanceMode"] = f"https://schema.org/{mode}EventAttendanceMode"
        thing["location"] = places[0] if len(places) == 1 else places
    if price:
        thing["offers"] = _offer(price, url)
        if thing["offers"].get("price") == "0":
            thing["isAccessibleForFree"] = True
    if organiser:
        thing["organizer"] = {"@type": "Organization", "name": organiser}
    if persons := [_Thing({"@type": "Person", "name": name}) for name in speakers]:
        thing["performer"] = persons
    if capacity:
        thing["maximumAttendeeCapacity"] = capacity
    return thing


def term(
    name: str, *, definition: str, url: str, set_url: str, names: Iterable[str]
) -> DefinedTerm:
    thing: DefinedTerm = {
        "@type": "DefinedTerm",
        "name": name,
        "description": definition,
        "url": url,
        "inDefinedTermSet": set_url,
    }
    if others := list(names):
        thing["alternateName"] = others
    return thing


def term_set(name: str, *, url: str, terms: Iterable[DefinedTerm]) -> DefinedTermSet:
    return {"@type": "DefinedTermSet", "name": name, "url": url, "hasDefinedTerm": list(terms)}


def breadcrumb(*steps: tuple[str, str]) -> Breadcrumb:
    """(label, absolute address) of each step, from the home page to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": label, "item": url}
            for position, (label, url) in enumerate(steps, start=1)
        ],
    }


_AMOUNT = re.compile(r"(?<![\d,.])(\d{1,5})(?:[,.](\d{1,2}))?[ \u00a0\u202f]?(?:€|euros?\b)")


def _offer(price: str, url: str) -> Offer:
    """A price in words, and its number when there is only one to read."""
    offer: Offer = {"@type": "Offer", "url": url, "description": price}
    amounts = set(_AMOUNT.findall(price))
    if price.strip(" .").casefold() in {"gratuit", "gratuite", "entrée gratuite", "sans frais"}:
        amounts = {("0", "")}
    if len(amounts) == 1:
        (whole, cents), *_ = amounts
        offer["price"] = f"{whole}.{cents:0<2}" if cents else whole
        offer["priceCurrency"] = "EUR"
    return offer


def _cited(reference: NumberedSource) -> Work:
    source = reference.source
    work: Work = {"@type": "CreativeWork", "name": source.title}
    if source.url:
        work["url"] = source.url
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": source.publisher}
    return work
