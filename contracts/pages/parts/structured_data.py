"""Structured data (schema.org, JSON-LD) of each kind of page, as plain dictionaries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from contracts.pages.parts.citations import NumberedSource

LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
SITE_NAME = "Réciprocités"

# A thing of schema.org, by its property names.
Thing = dict[str, Any]


def graph(*things: Thing) -> Thing:
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
    places: Iterable[Thing] = (),
) -> Thing:
    """What every fiche says: its title, its licence, its places, its sources."""
    work: Thing = {
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
    return work


def place(
    name: str,
    *,
    url: str = "",
    kind: str = "Place",
    names: Iterable[str] = (),
    code: str = "",
    within: Iterable[Thing] = (),
    point: tuple[float, float] | None = None,
) -> Thing:
    """`point` is (longitude, latitude)."""
    thing: Thing = {"@type": kind, "name": name}
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
) -> Thing:
    """`start` and `end` are ISO dates, or instants when the hours are known. The address to follow
    a `remote` event is not told here: the page of the event stands for it."""
    thing: Thing = {"@type": "EducationEvent", "name": title, "url": url, "inLanguage": "fr"}
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
    if persons := [{"@type": "Person", "name": name} for name in speakers]:
        thing["performer"] = persons
    if capacity:
        thing["maximumAttendeeCapacity"] = capacity
    return thing


def term(name: str, *, definition: str, url: str, set_url: str, names: Iterable[str]) -> Thing:
    thing: Thing = {
        "@type": "DefinedTerm",
        "name": name,
        "description": definition,
        "url": url,
        "inDefinedTermSet": set_url,
    }
    if others := list(names):
        thing["alternateName"] = others
    return thing


def term_set(name: str, *, url: str, terms: Iterable[Thing]) -> Thing:
    return {"@type": "DefinedTermSet", "name": name, "url": url, "hasDefinedTerm": list(terms)}


def breadcrumb(*steps: tuple[str, str]) -> Thing:
    """(label, absolute address) of each step, from the home page to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": label, "item": url}
            for position, (label, url) in enumerate(steps, start=1)
        ],
    }


_AMOUNT = re.compile(r"(?<![\d,.])(\d{1,5})(?:[,.](\d{1,2}))?[ \u00a0\u202f]?(?:€|euros?\b)")


def _offer(price: str, url: str) -> Thing:
    """A price in words, and its number when there is only one to read."""
    offer: Thing = {"@type": "Offer", "url": url, "description": price}
    amounts = set(_AMOUNT.findall(price))
    if price.strip(" .").casefold() in {"gratuit", "gratuite", "entrée gratuite", "sans frais"}:
        amounts = {("0", "")}
    if len(amounts) == 1:
        (whole, cents), *_ = amounts
        offer["price"] = f"{whole}.{cents:0<2}" if cents else whole
        offer["priceCurrency"] = "EUR"
    return offer


def _cited(reference: NumberedSource) -> Thing:
    source = reference.source
    work: Thing = {"@type": "CreativeWork", "name": source.title}
    if source.url:
        work["url"] = source.url
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": source.publisher}
    return work
