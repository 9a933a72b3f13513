"""The whole base as one file: its tables, their keys, what describes them, what is kept."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from contracts.models import Indicator, PageLink
from contracts.opendata.archive import versions
from contracts.opendata.archive.jobs import JOBS
from contracts.opendata.archive.tables import tables
from contracts.training.seats import registrations
from tests import factories
from tests.contracts.opendata.files import content
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

PUBLISHED_TYPES = {
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?",
    "boolean": r"true|false",
    "date": r"\d{4}-\d\d-\d\d",
    "string": r"(?s).*",
}


@pytest.fixture(autouse=True)
def kept(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def turn() -> dict[str, Any]:
    """What a turn of the clock says that it did."""
    return dict(done for _, job in JOBS for done in job())


def last_of(page: ReadPage) -> str:
    """The address of the last archive."""
    return page.soup.select("main a[download]")[0]["href"]


def unpacked(client) -> dict[str, bytes]:
    """The files of the last archive, by their names, as a reader gets it."""
    turn()
    written = content(client, last_of(ReadPage(client, "/donnees/")))
    with ZipFile(io.BytesIO(written)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(files: dict[str, bytes], code: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{code}.csv"].decode(), newline="")))


def some_content() -> dict[str, Any]:
    city = factories.territory(slug="ys", name="Ys", level="epci", code="242900314")
    country = factories.territory(slug="landes", name="Landes")
    factories.territory(slug="nulle-part", name="Nulle part")  # of no fiche
    factories.source(title="De personne")
    contract = factories.signed_contract(
        "2016-11",
        title="Ys et Landes",
        slug="ys-landes",
        city=city,
        country=country,
        statements=[
            factories.statement(
                text="Le bois manquait.",
                source=factories.source(title="La convention", url="https://ys.example/c"),
            )
        ],
        commitments=[factories.commitment(country, city, object="Du bois")],
    )
    tool = factories.tool(
        title="Une grille",
        slug="grille",
        indicators=[Indicator(name="Haies", source=factories.source())],
    )
    study = factories.case_study(title="Le bois", slug="bois", places=[country], contract=contract)
    return {"contract": contract, "tool": tool, "study": study}


def test_an_archive_holds_every_table_with_what_is_public(client):
    some_content()
    session(title="Se rencontrer")
    files = unpacked(client)
    assert {f"{one.dataset.code}.csv" for one in tables()} < files.keys()
    assert [row["titre"] for row in rows_of(files, "contrats")] == ["Ys et Landes"]
    [given] = rows_of(files, "engagements")
    assert (given["fiche"], given["identifiant_de_qui_donne"]) == ("ys-landes", "landes")
    assert [row["nom"] for row in rows_of(files, "indicateurs")] == ["Haies"]
    parties = rows_of(files, "parties")
    assert {row["identifiant_du_territoire"] for row in parties} == {"ys", "landes"}
    assert {(row["type"], row["fiche"]) for row in parties} == {("Contrat", "ys-landes")}
    assert [row["identifiant"] for row in rows_of(files, "territoires")] == ["landes", "ys"]
    assert [row["titre"] for row in rows_of(files, "sessions")] == ["Se rencontrer"]
    assert "Le bois manquait." in [row["texte"] for row in rows_of(files, "enonces")]
    titles = {row["titre"] for row in rows_of(files, "sources")}
    assert "La convention" in titles
    assert "De personne" not in titles
    readme = files["LISEZMOI.txt"].decode()
    assert "Licence Ouverte 2.0" in readme
    assert "- engagements.csv (1) : " in readme
    assert timezone.localdate().isoformat() in files["LICENCE.txt"].decode()


def check_package(files: dict[str, bytes]) -> None:
    """As the specification of Data Packages has it: names, types, keys, digests."""
    package = json.loads(files["datapackage.json"])
    assert package["licenses"][0]["name"] == "etalab-2.0"
    rows = {}
    for resource in package["resources"]:
        written = files[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(written).hexdigest()}"
        assert resource["bytes"] == len(written)
        fields = {one["name"]: one for one in resource["schema"]["fields"]}
        rows[resource["name"]] = lines = rows_of(files, resource["name"])
        heading = next(csv.reader(io.StringIO(written.decode())))
        assert heading == list(fields)
        for line in lines:
            for name, value in line.items():
                kind = PUBLISHED_TYPES[fields[name]["type"]]
                assert not value or re.fullmatch(kind, value), (resource["name"], name, value)
                allowed = fields[name].get("constraints", {}).get("enum")
                assert not value or not allowed or value in allowed, (name, value)
        if key := resource["schema"].get("primaryKey"):
            keys = [line[key] for line in lines]
            assert len(set(keys)) == len(keys)
            assert all(keys)
    for resource in package["resources"]:
        for foreign in resource["schema"].get("foreignKeys", ()):
            there = foreign["reference"]
            known = {line[there["fields"]] for line in rows[there["resource"]]}
            held = {line[foreign["fields"]] for line in rows[resource["name"]]} - {""}
            assert held <= known, (resource["name"], foreign["fields"], held - known)


def test_a_package_describes_its_tables_and_its_keys_hold(client):
    some_content()
    check_package(unpacked(client))


def test_the_real_base_is_a_package_whose_keys_hold(client, catalogue):
    files = unpacked(client)
    check_package(files)
    for code in ("contrats", "experiences", "outils", "engagements", "faits", "sources", "enonces"):
        assert len(rows_of(files, code)) > 20, code


def test_nothing_that_is_not_public_nor_any_person_is_in_an_archive(client):
    public = some_content()
    secret = factories.source(title="Source secrète", url="https://secret.example/")
    place = factories.territory(slug="secrete", name="Ville secrète")
    draft = factories.contract(
        title="Brouillon secret",
        publish=False,
        city=place,
        statements=[factories.statement(text="Un secret.", source=secret)],
    )
    hidden = factories.tool(title="Outil secret")
    PageViewRestriction.objects.create(
        page=hidden.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    PageLink.objects.create(page=public["contract"], target=draft, reason="Le secret.")
    meeting = session(title="Se rencontrer", contact_email="ada@ys.example", contact_name="Ada")
    registrations.register(meeting, person(last_name="Trevidic", email="trevidic@ys.example"))
    for name, written in unpacked(client).items():
        held = written.decode()
        for word in ("secret", "Secret", "Trevidic", "trevidic@", "ada@", "Ada"):
            assert word not in held, (name, word)


def test_what_is_withdrawn_is_gone_from_the_next_archive(client):
    public = some_content()
    assert rows_of(unpacked(client), "contrats")
    public["contract"].unpublish()
    for version in versions.versions():
        assert version.rows["contrats"] == 1
    assert versions.keep(timezone.localdate() + dt.timedelta(days=1))
    newest = versions.versions()[0]
    assert (newest.rows["contrats"], newest.rows["engagements"], newest.rows["parties"]) == (
        0,
        0,
        0,
    )
    assert newest.rows["experiences"] == 1


def test_a_day_has_one_archive_and_its_digest_is_told(client):
    some_content()
    assert turn()["archives de la base"] == 1
    assert turn()["archives de la base"] == 0
    [version] = versions.versions()
    page = ReadPage(client, "/donnees/")
    written = content(client, last_of(page))
    assert hashlib.sha256(written).hexdigest() == version.sha256
    assert version.sha256 in page.text("main")
    assert len(written) == version.size
    response = client.get(f"/donnees/{version.file_name}")
    assert response["Content-Type"] == "application/zip"
    assert len(response.getvalue()) == version.size
    again = client.get(
        f"/donnees/{version.file_name}", headers={"If-None-Match": f'"{version.sha256}"'}
    )
    assert again.status_code == 304
    assert client.get("/donnees/reciprocites-1999-01-01.zip").status_code == 404


def test_the_same_base_gives_the_same_bytes_on_the_same_day(client):
    some_content()
    day = timezone.localdate()
    digests = []
    for _ in range(2):
        versions.keep(day)
        digests.append(versions.versions()[0].sha256)
        versions.forget(day + dt.timedelta(days=400))
        for name in (f"donnees/reciprocites-{day}.{ending}" for ending in ("zip", "json")):
            versions.default_storage.delete(name)
    assert len(set(digests)) == 1


def test_an_old_archive_is_forgotten_but_for_the_first_of_its_month(client):
    for day in ("2026-01-01", "2026-01-02", "2026-02-03", "2026-02-04", "2026-04-09", "2026-04-10"):
        assert versions.keep(dt.date.fromisoformat(day))
    assert versions.forget(dt.date(2026, 4, 20)) == 2
    days = [one.day.isoformat() for one in versions.versions()]
    assert days == ["2026-04-10", "2026-04-09", "2026-02-03", "2026-01-01"]
    said = ReadPage(client, "/donnees/").text("main")
    assert "3 février 2026" in said
    assert "2 janvier 2026" not in said


def test_before_the_first_night_the_page_says_so(client):
    page = ReadPage(client, "/donnees/")
    assert "La première archive sera faite cette nuit." in page.text("main")
    [dataset] = [one for one in page.structured if one["@type"] == "Dataset"]
    assert "distribution" not in dataset


def test_engines_of_data_sets_are_told_where_the_archive_is(client):
    turn()
    page = ReadPage(client, "/donnees/")
    [dataset] = [one for one in page.structured if one["@type"] == "Dataset"]
    [file] = dataset["distribution"]
    assert dataset["license"] == "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    assert file["encodingFormat"] == "application/zip"
    assert content(client, file["contentUrl"].removeprefix("http://testserver"))


def test_each_table_has_a_page_that_explains_its_columns(client):
    page = ReadPage(client, "/donnees/")
    links = [link["href"] for link in page.soup.select("main li a[href^='/donnees/dictionnaire/']")]
    assert len(links) == len(tables())
    for link, table in zip(links, tables(), strict=True):
        assert len(ReadPage(client, link).texts("tbody tr")) == len(table.dataset.columns)
