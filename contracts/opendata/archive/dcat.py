"""The catalogue of the open data of this site, as portals harvest it (DCAT-AP), in JSON-LD and in
Turtle: the archive of the whole base, and the lists as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from contracts import kinds
from contracts.models import ContractPage
from contracts.models.base import LICENCE
from contracts.opendata.addresses import ListAddress
from contracts.opendata.archive.page import TITLE as PAGE_TITLE
from contracts.opendata.archive.versions import DatedArchive, versions
from contracts.opendata.datasets import COMMITMENTS, INDICATORS, of_kind
from contracts.opendata.formats import formats_of
from contracts.pages.parts.listings import listings_of
from contracts.pages.parts.structured_data import LICENCE_URL, SITE_NAME
from contracts.rules.listed import listed

JSON_LD = "application/ld+json"
TURTLE = "text/turtle"

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_FRENCH = f"{_AUTHORITY}/language/FRA"
_FRANCE = f"{_AUTHORITY}/country/FRA"
_EVERY_DAY = f"{_AUTHORITY}/frequency/DAILY"
_THEMES = f"{_AUTHORITY}/data-theme"
_REGIONS = f"{_THEMES}/REGI"
_OPEN = f"{_AUTHORITY}/access-right/PUBLIC"
_STABLE = f"{_AUTHORITY}/planned-availability/STABLE"
_MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
}
_MEDIA = "https://www.iana.org/assignments/media-types"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_KEYWORDS = ("coopération territoriale", "ville", "campagne", "contrat de réciprocité")
_TITLE = "Contrats, expériences et outils de la réciprocité entre villes et campagnes"
_DESCRIPTION = (
    "Qui donne quoi à qui dans les contrats de réciprocité entre villes et campagnes, ce qu’il en est "
    "advenu, et avec quelles sources : contrats, parties, engagements, faits, expériences, outils, "
    "indicateurs, territoires et sources."
)

# The values of a node, by the name of their property; a node is named by « @id ».
Node = dict[str, Any]


def catalogue(request: HttpRequest) -> list[Node]:
    """The nodes of the catalogue."""
    site = request.build_absolute_uri
    kept = versions()
    last = kept[0] if kept else None
    data, whole = site(reverse("data")), f"{site(reverse('data'))}#base"
    since = _since()
    period: Node = {
        "@id": f"{data}#periode",
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _typed(since, "xsd:gYear"),
    }
    licence: Node = {
        "@id": LICENCE_URL,
        "@type": "dct:LicenseDocument",
        "dct:title": _french(LICENCE),
    }
    page: Node = {"@id": data, "@type": "foaf:Document", "dct:title": _french(PAGE_TITLE)}
    agent: Node = {
        "@id": f"{site('/')}#editeur",
        "@type": "foaf:Agent",
        "foaf:name": _french(SITE_NAME),
        "foaf:homepage": _link(site("/")),
    }
    contact: Node = {
        "@id": f"{site('/')}#contact",
        "@type": "vcard:Organization",
        "vcard:fn": _french(SITE_NAME),
        "vcard:hasURL": _link(site(reverse("contact"))),
    }
    offered = [*_of_archive(site, last), *_of_lists(request)]
    dataset: Node = {
        "@id": whole,
        "@type": "dcat:Dataset",
        "dct:identifier": whole,
        "dct:title": _french(_TITLE),
        "dct:description": _french(_DESCRIPTION),
        "dct:publisher": _link(agent["@id"]),
        "dct:language": _link(_FRENCH),
        "dct:spatial": _link(_FRANCE),
        "dct:accrualPeriodicity": _link(_EVERY_DAY),
        "dct:accessRights": _link(_OPEN),
        "dcat:theme": _link(_REGIONS),
        "dcat:keyword": [_french(word) for word in _KEYWORDS],
        "dcat:contactPoint": _link(contact["@id"]),
        "dcat:landingPage": _link(data),
        "dcat:distribution": [_link(one["@id"]) for one in offered if "dcat:accessURL" in one],
        **({"dct:temporal": _link(period["@id"])} if since else {}),
        **_changed(last),
    }
    service: Node = {
        "@id": f"{site(reverse('api_documentation'))}#service",
        "@type": "dcat:DataService",
        "dct:title": _french(f"API de {SITE_NAME}"),
        "dct:description": _french(
            "Les mêmes tables en JSON, en lecture seule : listes avec leurs filtres, détails, nombres, "
            "et ce qui a changé depuis un jour."
        ),
        "dct:publisher": _link(agent["@id"]),
        "dct:license": _link(LICENCE_URL),
        "dct:accessRights": _link(_OPEN),
        "dcat:contactPoint": _link(contact["@id"]),
        "dcat:endpointURL": _link(site(reverse("api:racine"))),
        "dcat:endpointDescription": _link(site(reverse("api:openapi-json"))),
        "dcat:landingPage": _link(site(reverse("api_documentation"))),
        "dcat:servesDataset": _link(whole),
    }
    whole_catalogue: Node = {
        "@id": f"{data}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _french(f"Données ouvertes de {SITE_NAME}"),
        "dct:description": _french(_DESCRIPTION),
        "dct:publisher": _link(agent["@id"]),
        "dct:language": _link(_FRENCH),
        "dct:license": _link(LICENCE_URL),
        "dct:spatial": _link(_FRANCE),
        "dcat:themeTaxonomy": _link(_THEMES),
        "foaf:homepage": _link(data),
        "dcat:dataset": _link(whole),
        "dcat:service": _link(service["@id"]),
        **_changed(last),
    }
    around = [agent, contact, licence, page, *([period] if since else [])]
    return [whole_catalogue, dataset, service, *offered, *around]


def _since() -> str:
    """The year of the first contract that is known; empty when none is."""
    signed = listed(ContractPage.objects.filter(signature_date__isnull=False))
    dates = signed.order_by("signature_date").values_list("signature_date", flat=True)
    first = next((date.year for date in dates[:1] if date.year), None)
    return f"{first:04}" if first else ""


def _changed(last: DatedArchive | None) -> Node:
    return {"dct:modified": _typed(last.day.isoformat(), "xsd:date")} if last else {}


def _of_archive(site: Callable[[str], str], last: DatedArchive | None) -> Iterator[Node]:
    if last is None:
        return
    address = site(reverse("archive", args=[last.day.isoformat()]))
    checksum = f"{address}#sha256"
    yield {
        **_distribution(
            site,
            "Toute la base (CSV et datapackage.json)",
            "Une table CSV par sujet, leurs clés, la description des colonnes et la licence.",
            address,
            "application/zip",
            "ZIP",
        ),
        "dcat:byteSize": _typed(str(last.size), "xsd:nonNegativeInteger"),
        "spdx:checksum": _link(checksum),
        **_changed(last),
    }
    yield {
        "@id": checksum,
        "@type": "spdx:Checksum",
        "spdx:algorithm": _link(_SHA256),
        "spdx:checksumValue": _typed(last.sha256, "xsd:hexBinary"),
    }


def _of_lists(request: HttpRequest) -> Iterator[Node]:
    """Every list whose rows have a table of their own, in the formats that programs read."""
    listings = listings_of(request)
    paths = {
        COMMITMENTS: reverse("commitments"),
        INDICATORS: reverse("indicators"),
        **{
            dataset: listings[kind.code]
            for kind in kinds.registered()
            if (dataset := of_kind(kind.code))
        },
    }
    for dataset, path in paths.items():
        for one in formats_of(dataset):
            if one.ending in _MEDIA_TYPES:
                title = f"{dataset.title} ({one.label})"
                address = request.build_absolute_uri(ListAddress(path).file(one.ending))
                media_type = _MEDIA_TYPES[one.ending]
                yield _distribution(
                    request.build_absolute_uri,
                    title,
                    dataset.description,
                    address,
                    media_type,
                    one.ending.upper(),
                )


def _distribution(
    site: Callable[[str], str],
    title: str,
    description: str,
    address: str,
    media_type: str,
    file_type: str,
) -> Node:
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _french(title),
        "dct:description": _french(description),
        "dct:license": _link(LICENCE_URL),
        "dcatap:availability": _link(_STABLE),
        "dct:format": _link(f"{_AUTHORITY}/file-type/{file_type}"),
        "dcat:mediaType": _link(f"{_MEDIA}/{media_type}"),
        "dcat:accessURL": _link(site(reverse("data"))),
        "dcat:downloadURL": _link(address),
    }


def _link(address: str) -> Node:
    return {"@id": address}


def _french(text: str) -> Node:
    return {"@value": text, "@language": "fr"}


def _typed(text: str, kind: str) -> Node:
    return {"@value": text, "@type": kind}


def as_json_ld(nodes: Iterable[Node]) -> str:
    return json.dumps({"@context": _PREFIXES, "@graph": list(nodes)}, ensure_ascii=False, indent=2)


def as_turtle(nodes: Iterable[Node]) -> str:
    heads = (f"@prefix {name}: <{address}> .\n" for name, address in _PREFIXES.items())
    return "".join(heads) + "".join(f"\n{_turtle_node(node)}\n" for node in nodes)


def _turtle_node(node: Node) -> str:
    told = [f"a {node['@type']}"]
    for name, value in node.items():
        if not name.startswith("@"):
            values = value if isinstance(value, list) else [value]
            told.append(f"{name} {', '.join(map(_turtle_value, values))}")
    return f"<{node['@id']}> " + " ;\n  ".join(told) + " ."


def _turtle_value(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if "@id" in value:
        return f"<{value['@id']}>"
    text = json.dumps(value["@value"], ensure_ascii=False)
    if "@language" in value:
        return f"{text}@{value['@language']}"
    return f"{text}^^{value['@type']}"
