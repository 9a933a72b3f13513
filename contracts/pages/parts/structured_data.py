"""Structured data (schema.org, JSON-LD) of each kind of page, as plain dictionaries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from contracts.pages.parts.citations import NumberedSource

LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
SITE_NAME = "Réciprocités"
_SIREN = 9  # digits; the codes of Insee have two or five characters

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
    """`point` is (longitude, latitude); `code` is that of Insee, or of SIREN for a group of
    communes."""
    thing: Thing = {"@type": kind, "name": name}
    if url:
        thing["url"] = url
    if others := list(names):
        thing["alternateName"] = others
    if code:
        register = "SIREN" if len(code) == _SIREN else "Insee"
        thing["identifier"] = {"@type": "PropertyValue", "propertyID": register, "value": code}
    if containers := list(within):
        thing["containedInPlace"] = containers
    if point:
        longitude, latitude = point
        thing["geo"] = {"@type": "GeoCoordinates", "longitude": longitude, "latitude": latitude}
    return thing


def term(
    name: str, *, url: str, definition: str = "", set_url: str = "", names: Iterable[str] = ()
) -> Thing:
    """`set_url` is the address of the set, for a term that does not stand in it; there the address
    of the term is enough, and its definition stands on its own page."""
    thing: Thing = {"@type": "DefinedTerm", "name": name, "url": url}
    if definition:
        thing["description"] = definition
    if set_url:
        thing["inDefinedTermSet"] = set_url
    if others := list(names):
        thing["alternateName"] = others
    return thing


def term_set(name: str, *, url: str, terms: Iterable[Thing]) -> Thing:
    return {"@type": "DefinedTermSet", "name": name, "url": url, "hasDefinedTerm": list(terms)}


def question(asked: str, answer: str) -> Thing:
    return {
        "@type": "Question",
        "name": asked,
        "acceptedAnswer": {"@type": "Answer", "text": answer},
    }


def breadcrumb(*steps: tuple[str, str]) -> Thing:
    """(label, absolute address) of each step, from the home page to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": label, "item": url}
            for position, (label, url) in enumerate(steps, start=1)
        ],
    }


def _cited(reference: NumberedSource) -> Thing:
    source = reference.source
    work: Thing = {"@type": "CreativeWork", "name": source.title}
    if source.url:
        work["url"] = source.url
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": source.publisher}
    return work
