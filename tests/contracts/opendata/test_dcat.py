"""The catalogue that portals harvest, in its two writings: what DCAT-AP makes mandatory is there."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.utils import timezone

from contracts.opendata.archive import versions
from tests import factories
from tests.contracts.opendata.files import content

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"},
    "dcat:Dataset": {"dct:title", "dct:description", "dct:publisher", "dcat:distribution"},
    "dcat:DataService": {"dct:title", "dcat:endpointURL", "dcat:servesDataset"},
    "dcat:Distribution": {"dcat:accessURL", "dct:license", "dct:format"},
    "foaf:Agent": {"foaf:name"},
    "spdx:Checksum": {"spdx:algorithm", "spdx:checksumValue"},
    "vcard:Organization": {"vcard:fn", "vcard:hasURL"},
}


@pytest.fixture(autouse=True)
def kept(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def nodes(client) -> dict[str, dict[str, Any]]:
    response = client.get("/donnees/catalogue.jsonld")
    assert response["Content-Type"] == "application/ld+json; charset=utf-8"
    told = json.loads(response.content)
    assert told["@context"]["dcat"] == "http://www.w3.org/ns/dcat#"
    return {node["@id"]: node for node in told["@graph"]}


def links(node: dict[str, Any], name: str) -> list[str]:
    value = node.get(name, [])
    return [one["@id"] for one in (value if isinstance(value, list) else [value])]


def test_each_node_has_what_is_mandatory_and_leads_to_what_is_there(client):
    factories.contract()
    versions.keep(timezone.localdate())
    found = nodes(client)
    assert {node["@type"] for node in found.values()} == set(MANDATORY)
    for node in found.values():
        assert MANDATORY[node["@type"]] <= node.keys()
        for name in (
            "dct:publisher",
            "dcat:dataset",
            "dcat:service",
            "dcat:servesDataset",
            "dcat:distribution",
            "spdx:checksum",
        ):
            assert set(links(node, name)) <= found.keys()
    distributions = [one for one in found.values() if one["@type"] == "dcat:Distribution"]
    assert len(distributions) > 10
    for one in distributions:
        [address] = links(one, "dcat:downloadURL")
        assert content(client, address.removeprefix("http://testserver"))


def test_the_api_is_told_with_its_address_its_document_and_its_page(client):
    [service] = [one for one in nodes(client).values() if one["@type"] == "dcat:DataService"]
    for name in ("dcat:endpointURL", "dcat:endpointDescription", "dcat:landingPage"):
        [address] = links(service, name)
        assert content(client, address.removeprefix("http://testserver"))


def test_the_archive_is_told_with_its_size_its_digest_and_its_day(client):
    versions.keep(timezone.localdate())
    [version] = versions.versions()
    [archive] = [one for one in nodes(client).values() if "dcat:byteSize" in one]
    assert archive["dcat:byteSize"]["@value"] == str(version.size)
    assert archive["dct:modified"]["@value"] == timezone.localdate().isoformat()
    [checksum] = [one for one in nodes(client).values() if one["@type"] == "spdx:Checksum"]
    assert checksum["spdx:checksumValue"]["@value"] == version.sha256


def test_turtle_says_what_json_ld_says(client):
    versions.keep(timezone.localdate())
    found = nodes(client)
    response = client.get("/donnees/catalogue.ttl")
    assert response["Content-Type"] == "text/turtle; charset=utf-8"
    written = response.content.decode()
    subjects = re.findall(r"(?m)^<([^>]+)> a (\S+)", written)
    assert dict(subjects) == {name: node["@type"] for name, node in found.items()}
    for node in found.values():
        for name, told in node.items():
            for one in told if isinstance(told, list) else [told]:
                if not name.startswith("@"):
                    said = one if isinstance(one, str) else one.get("@id") or one["@value"]
                    assert said in written, name


def test_without_an_archive_the_lists_alone_are_told(client):
    assert not [one for one in nodes(client).values() if "dcat:byteSize" in one]
    assert client.get("/donnees/catalogue.rdf").status_code == 404
