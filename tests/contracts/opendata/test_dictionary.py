"""The columns that are published: explained on a page, in a schema, and never renamed."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from contracts.opendata.archive.tables import tables
from contracts.opendata.columns import Type
from contracts.opendata.datasets import ALL, API_ONLY, CASE_STUDIES, CONTRACTS, TOOLS, VERSION
from tests import factories
from tests.contracts.opendata.files import french_csv, json_of
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.any_engine

# « contrats: identifiant = Identifiant »: what files that people keep have. Lines are only added,
# unless the version changes.
PUBLISHED = Path(__file__).with_name("published_columns.txt")
EACH = pytest.mark.parametrize("dataset", ALL, ids=lambda one: one.code)


def test_no_published_column_is_renamed_nor_taken_away():
    assert VERSION == 1
    published = PUBLISHED.read_text(encoding="utf-8").splitlines()
    now = [
        f"{dataset.code}: {column.name} = {column.header}"
        for dataset in (*ALL, *API_ONLY)
        for column in dataset.columns
    ]
    assert len(published) > 100
    assert set(published) - set(now) == set()
    # What is new is published from now on.
    assert set(now) - set(published) == set()


@EACH
def test_each_column_says_what_it_holds(dataset):
    assert dataset.description.endswith(".")
    names = [column.name for column in dataset.columns]
    assert len(names) == len(set(names))
    assert len({column.header for column in dataset.columns}) == len(names)
    for column in dataset.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        assert column.description.endswith(".")
        assert column.example
        if column.codes and column.type is not Type.TEXTS:
            assert column.example in column.codes


@EACH
def test_the_dictionary_tells_every_column(client, db, dataset):
    whole = ReadPage(client, "/donnees/dictionnaire/")
    [address] = [link["href"] for link in whole.soup.select("main a") if link.text == dataset.title]
    page = ReadPage(client, address)
    rows = page.texts("tbody tr")
    assert len(rows) == len(dataset.columns)
    for row, column in zip(rows, dataset.columns, strict=True):
        assert row.startswith(" ".join(column.header.split()))
        assert f"En JSON : {column.name}" in row
        assert column.type.value in row
    assert client.get(page.one("main p a")["href"]).status_code == 200


def conforms(value: Any, schema: dict[str, Any]) -> bool:
    """The part of JSON Schema that ours uses."""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    types = {
        "null": type(None),
        "string": str,
        "array": list,
        "object": dict,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
    }
    if kinds and not any(isinstance(value, types[kind]) for kind in kinds):
        return False
    if isinstance(value, bool) and "boolean" not in kinds:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        if schema.get("format") == "date":
            dt.date.fromisoformat(value)
        if "pattern" in schema and not re.search(schema["pattern"], value):
            return False
    if isinstance(value, list):
        return all(conforms(one, schema.get("items", {})) for one in value)
    if isinstance(value, dict):
        return set(schema.get("required", [])) <= value.keys() and all(
            conforms(value[name], one)
            for name, one in schema.get("properties", {}).items()
            if name in value
        )
    return True


def test_the_checker_of_schemas_refuses_what_is_wrong():
    assert conforms({"a": "2016"}, {"type": "object", "required": ["a"]})
    assert not conforms({}, {"type": "object", "required": ["a"]})
    assert not conforms([1], {"type": "array", "items": {"type": "string"}})
    assert not conforms(True, {"type": ["integer", "null"]})
    assert not conforms("x", {"enum": ["y", None]})


@EACH
def test_the_real_rows_are_as_the_schema_says(client, catalogue, dataset):
    schema = json.loads(client.get(f"/donnees/schemas/{dataset.code}.json").content)
    told = json_of(client, f"/{dataset.code}/export.json")
    assert len(told["lignes"]) > 10
    assert conforms({**told, "lignes": []}, schema)
    for row in told["lignes"]:
        for name, one in schema["properties"]["lignes"]["items"]["properties"].items():
            assert conforms(row[name], one), (name, row[name])


@pytest.mark.django_db
def test_what_no_reader_sees_is_no_column(client):
    names = {column.name for one in (CONTRACTS, CASE_STUDIES, TOOLS) for column in one.columns}
    assert not names & {"a_relire_le", "owner", "proprietaire", "auteur"}
    factories.contract(review_on=dt.date(2031, 2, 3))
    assert "2031" not in client.get("/contrats/export.json").getvalue().decode()


def test_the_page_on_open_data_says_what_exists(client, catalogue):
    page = ReadPage(client, "/donnees-ouvertes/")
    said = page.text("main")
    assert "Télécharger ou suivre cette liste" in said
    assert "CSV" in said
    assert "GeoJSON" in said
    assert "pas encore" not in said
    for link in page.soup.select("main a[href^='/donnees/']"):
        assert client.get(link["href"]).status_code == 200
    led = {link["href"] for link in page.soup.select("main a")}
    assert {"/donnees/", "/donnees/dictionnaire/", "/donnees/api/", "/nouveautes/"} <= led


def test_the_page_on_open_data_is_found_from_every_page(client, catalogue):
    for address in ("/", "/contrats/", "/recherche/?q=eau"):
        page = ReadPage(client, address)
        assert page.text("footer a[href='/donnees-ouvertes/']") == "Données ouvertes", address
        assert page.soup.select("footer a[href^='/contact/']"), address


def test_one_file_tells_every_column_of_every_table(client, db):
    page = ReadPage(client, "/donnees/dictionnaire/")
    [address] = [link["href"] for link in page.soup.select("main a") if "en un seul" in link.text]
    lines = french_csv(client, address)
    told = {(line["Identifiant de la table"], line["Colonne"]) for line in lines}
    [unit] = [
        one for one in lines if (one["Table"], one["Colonne"]) == ("Contrats", "La ville donne")
    ]
    assert (unit["Nom en JSON"], unit["Unité"], unit["Exemple"]) == (
        "la_ville_donne",
        "apports et engagements",
        "3",
    )
    assert told == {
        (dataset.code, column.header)
        for dataset in {
            one.code: one for one in [*ALL, *(t.dataset for t in tables()), *API_ONLY]
        }.values()
        for column in dataset.columns
    }
    assert len(lines) == len(told)
