"""What this site says in the vocabulary of schema.org: each type with its parents and those of its
properties that are used here, as the definitions of schema.org have them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# A type: the types that it is one of, and properties whose domain it is.
TYPES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Thing": ((), ("alternateName", "description", "identifier", "name", "url")),
    "CreativeWork": (
        ("Thing",),
        (
            "citation",
            "creator",
            "dateModified",
            "encodingFormat",
            "headline",
            "inLanguage",
            "isAccessibleForFree",
            "isPartOf",
            "keywords",
            "license",
            "mainEntity",
            "publisher",
            "spatialCoverage",
            "text",
            "version",
        ),
    ),
    "Article": (("CreativeWork",), ()),
    "WebPage": (("CreativeWork",), ()),
    "FAQPage": (("WebPage",), ()),
    "WebSite": (("CreativeWork",), ()),
    "Comment": (("CreativeWork",), ()),
    "Question": (("Comment",), ("acceptedAnswer",)),
    "Answer": (("Comment",), ()),
    "Dataset": (("CreativeWork",), ("distribution",)),
    "MediaObject": (("CreativeWork",), ("contentSize", "contentUrl", "sha256")),
    "DataDownload": (("MediaObject",), ()),
    "DefinedTermSet": (("CreativeWork",), ("hasDefinedTerm",)),
    "Intangible": (("Thing",), ()),
    "DefinedTerm": (("Intangible",), ("inDefinedTermSet",)),
    "ItemList": (("Intangible",), ("itemListElement",)),
    "BreadcrumbList": (("ItemList",), ()),
    "ListItem": (("Intangible",), ("item", "position")),
    "Offer": (("Intangible",), ("availability", "availabilityEnds", "price", "priceCurrency")),
    "VirtualLocation": (("Intangible",), ()),
    "StructuredValue": (("Intangible",), ()),
    "PropertyValue": (("StructuredValue",), ("propertyID", "value")),
    "GeoCoordinates": (("StructuredValue",), ("latitude", "longitude")),
    "PostalAddress": (
        ("StructuredValue",),
        ("addressCountry", "addressLocality", "addressRegion", "postalCode", "streetAddress"),
    ),
    "Place": (("Thing",), ("address", "containedInPlace", "geo")),
    "AdministrativeArea": (("Place",), ()),
    "Organization": (("Thing",), ()),
    "Person": (("Thing",), ()),
    "Event": (
        ("Thing",),
        (
            "endDate",
            "eventAttendanceMode",
            "eventStatus",
            "inLanguage",
            "isAccessibleForFree",
            "location",
            "maximumAttendeeCapacity",
            "offers",
            "organizer",
            "performer",
            "remainingAttendeeCapacity",
            "startDate",
            "subEvent",
        ),
    ),
    "EducationEvent": (("Event",), ()),
    "EventSeries": (("Event",), ()),
}
# The values of a property, by their types: « Text » and « URL » are texts, « Number » a number.
RANGES: dict[str, tuple[str, ...]] = {
    "acceptedAnswer": ("Answer",),
    "address": ("PostalAddress", "Text"),
    "citation": ("CreativeWork",),
    "containedInPlace": ("Place",),
    "contentUrl": ("URL",),
    "creator": ("Organization",),
    "distribution": ("DataDownload",),
    "geo": ("GeoCoordinates",),
    "hasDefinedTerm": ("DefinedTerm",),
    "identifier": ("PropertyValue",),
    "inDefinedTermSet": ("URL",),
    "isPartOf": ("CreativeWork",),
    "item": ("URL",),
    "itemListElement": ("ListItem",),
    "latitude": ("Number",),
    "license": ("URL",),
    "location": ("Place", "VirtualLocation", "PostalAddress"),
    "longitude": ("Number",),
    "mainEntity": ("Question",),
    "maximumAttendeeCapacity": ("Number",),
    "offers": ("Offer",),
    "organizer": ("Organization",),
    "performer": ("Person",),
    "position": ("Number",),
    "publisher": ("Organization",),
    "remainingAttendeeCapacity": ("Number",),
    "spatialCoverage": ("Place",),
    "subEvent": ("Event",),
    "url": ("URL",),
}
MEMBERS = {
    "availability": ("InStock", "SoldOut"),
    "eventAttendanceMode": tuple(
        f"{mode}EventAttendanceMode" for mode in ("Mixed", "Offline", "Online")
    ),
    "eventStatus": ("EventCancelled", "EventScheduled"),
}
# Without these an engine makes nothing of them.
NEEDED = {
    "Article": ("headline", "url"),
    "BreadcrumbList": ("itemListElement",),
    "Dataset": ("name", "description", "license"),
    "DataDownload": ("contentUrl", "encodingFormat"),
    "DefinedTerm": ("name", "url"),
    "Event": ("name", "eventStatus"),
    "ListItem": ("position", "name", "item"),
    "Question": ("name", "acceptedAnswer"),
}


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Everything that has a type, at any depth."""
    if isinstance(value, list):
        for one in value:
            yield from things(one)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        yield from things(list(value.values()))


def lineage(name: str) -> set[str]:
    """A type and all that it is one of."""
    return {name}.union(*(lineage(parent) for parent in TYPES[name][0]))


def faults_of(thing: dict[str, Any]) -> Iterator[str]:
    """What the definitions do not allow in a thing, without looking into those that it holds."""
    kinds = _listed(thing["@type"])
    unknown = [kind for kind in kinds if kind not in TYPES]
    if unknown:
        yield f"{unknown} is no type"
        return
    ancestors = set().union(*map(lineage, kinds))
    allowed = {name for kind in ancestors for name in TYPES[kind][1]}
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        if name not in allowed:
            yield f"{name} is no property of {kinds}"
        for one in _listed(value):
            if not _is_in_range(name, one):
                yield f"{name} of {kinds} cannot be {one!r}"
    for kind in ancestors & NEEDED.keys():
        for name in NEEDED[kind]:
            if not thing.get(name):
                yield f"{kinds} without {name}"


def _is_in_range(name: str, value: Any) -> bool:
    if value is None or value in ("", [], {}):
        return False
    if name in MEMBERS:
        return value in {f"https://schema.org/{member}" for member in MEMBERS[name]}
    expected = RANGES.get(name, ("Text",))
    if isinstance(value, dict):
        kinds = _listed(value.get("@type", []))
        return any(set(expected) & lineage(kind) for kind in kinds if kind in TYPES)
    if isinstance(value, bool):
        return name == "isAccessibleForFree"
    if isinstance(value, int | float):
        return "Number" in expected
    if "URL" in expected:
        return value.startswith(("https://", "http://"))
    return "Text" in expected


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
