"""The catalogue that portals harvest, in its two writings: what DCAT-AP makes mandatory is there."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pyshacl import validate
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF, SH

from contracts.opendata.archive import versions
from tests import factories
from tests.contracts.opendata.files import content

SHAPES = Path(__file__).parent / "dcat_ap_shapes.ttl"

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"},
    "dcat:Dataset": {"dct:title", "dct:description", "dct:publisher", "dcat:distribution"},
    "dcat:DataService": {"dct:title", "dcat:endpointURL", "dcat:servesDataset"},
    "dcat:Distribution": {"dcat:accessURL", "dct:license", "dct:format"},
    "dct:LicenseDocument": {"dct:title"},
    "dct:PeriodOfTime": {"dcat:startDate"},
    "foaf:Agent": {"foaf:name"},
    "foaf:Document": {"dct:title"},
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
    factories.signed_contract("2016-11")
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


@pytest.fixture
def whole() -> None:
    """A contract signed in a known year, and the archive of today."""
    factories.signed_contract("2016-11")
    versions.keep(timezone.localdate())


def graph(client, ending: str, written: str) -> Graph:
    return Graph().parse(data=client.get(f"/donnees/catalogue.{ending}").content, format=written)


WRITINGS = {"jsonld": "json-ld", "ttl": "turtle"}


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize("ending", WRITINGS)
def test_the_catalogue_keeps_to_the_shapes_of_dcat_ap(client, ending):
    keeps, _, said = validate(
        graph(client, ending, WRITINGS[ending]), shacl_graph=str(SHAPES), advanced=True
    )
    assert keeps, said


@pytest.mark.usefixtures("whole")
def test_the_shapes_see_what_is_missing(client):
    """Each shape is there to refuse: a catalogue without a property that is asked for is refused."""
    asked = Graph().parse(SHAPES)
    required = asked.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?class ?path WHERE { ?shape sh:targetClass ?class ; sh:property ?p .
        ?p sh:path ?path ; sh:minCount ?n . FILTER(isIRI(?path)) }"""
    )
    whole = graph(client, "ttl", "turtle")
    held = {(kind, path) for kind, path in required if (None, None, kind) in whole}
    assert len(held) > 30
    emptied = Graph() + whole
    for kind, path in held:
        for subject in whole.subjects(None, kind):
            emptied.remove((subject, path, None))
    _, refusals, _ = validate(emptied, shacl_graph=asked)
    refused = {
        (kind, path)
        for result, path in refusals.subject_objects(SH.resultPath)
        for kind in whole.objects(refusals.value(result, SH.focusNode), RDF.type)
    }
    assert held == refused


@pytest.mark.usefixtures("whole")
def test_both_writings_are_one_graph(client):
    assert isomorphic(graph(client, "jsonld", "json-ld"), graph(client, "ttl", "turtle"))


@pytest.mark.usefixtures("whole")
def test_what_a_harvester_remembers_is_the_same_the_next_night(client):
    """Nodes keep their names: else each harvest would make a new dataset."""

    def known() -> tuple[set[str], str]:
        told = graph(client, "jsonld", "json-ld")
        [dataset] = told.subjects(None, DCAT.Dataset)
        return set(map(str, told.objects(None, DCTERMS.identifier))), str(dataset)

    before = known()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    versions.keep(tomorrow)
    assert known() == before
    told = graph(client, "jsonld", "json-ld")
    assert str(told.value(URIRef(before[1]), DCTERMS.modified)) == tomorrow.isoformat()


@pytest.mark.usefixtures("whole")
def test_the_years_that_the_base_covers_begin_with_its_first_contract(client):
    factories.signed_contract("2014")
    told = nodes(client)
    [period] = [one for one in told.values() if one["@type"] == "dct:PeriodOfTime"]
    assert period["dcat:startDate"]["@value"] == "2014"
