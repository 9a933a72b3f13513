"""Lists taken away as files: what their page lists, in its order, and nothing that is not public."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from contracts.models import ContractIndexPage, Indicator, Party
from contracts.training.seats import registrations
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import CommitmentState, ContractStatus, Section, Side
from search import engines
from search.engines.base import SearchUnavailable
from tests import factories
from tests.contracts.opendata.files import content, french_csv, json_of, ods_sheets, xlsx_of
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

OFFER = "Télécharger ou suivre cette liste"
EVERY_ENDING = ("csv", "xlsx", "ods", "json", "geojson")
TABLES = ("/engagements/", "/indicateurs/")
LISTS = ("/contrats/", "/experiences/", "/outils/", "/recherche/", *TABLES)


@pytest.fixture
def small():
    """Two contracts, an experience and a tool."""
    wood = factories.theme(slug="bois", label="Bois")
    city = factories.territory(
        slug="ys", name="Ys", level="epci", code="242900314", longitude=-4.5, latitude=48.4
    )
    country = factories.territory(slug="landes", name="Landes", longitude=-3.5, latitude=48.2)
    contract = factories.signed_contract(
        "2016-11",
        title="Ys et Landes",
        slug="ys-landes",
        city=city,
        country=country,
        themes=[wood],
        tags=["forêt", "bois"],
        statements=[
            factories.statement(
                Section.CONTEXT,
                text="Le bois manquait.",
                source=factories.source(title="Convention", url="https://ys.example/convention"),
                locator="p. 12",
            )
        ],
        commitments=[
            factories.commitment(
                country,
                city,
                object="Du bois",
                theme=wood,
                quantity=2500.5,
                unit="tonnes par an",
                state=CommitmentState.DONE,
                start=PartialDate.parse("2016-21"),
            ),
            factories.commitment(None, None, object="Se réunir"),
        ],
    )
    other = factories.contract(
        title="À part",
        slug="a-part",
        parties=[Party(territory=city, side=Side.CITY), Party(territory=country, side=Side.THIRD)],
        status=ContractStatus.UNKNOWN,
    )
    tool = factories.tool(
        title="Une grille", slug="grille", themes=[wood], indicators=[indicator("Haies")]
    )
    study = factories.case_study(
        title="Le bois du pays",
        slug="bois-du-pays",
        places=[country],
        contract=contract,
        tools=[tool],
        start=PartialDate.parse("2017"),
    )
    return {"contract": contract, "other": other, "tool": tool, "study": study}


def test_a_french_spreadsheet_opens_the_contracts(client, small):
    response = client.get("/contrats/export.csv?tri=titre")
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    today = timezone.localdate()
    assert response["Content-Disposition"] == f'attachment; filename="contrats-{today}.csv"'
    assert response.getvalue().startswith(b"\xef\xbb\xbfIdentifiant;Adresse;Titre;")

    first, second = french_csv(client, "/contrats/export.csv?tri=titre")
    assert (first["Titre"], second["Titre"]) == ("À part", "Ys et Landes")
    assert second["Identifiant"] == "ys-landes"
    assert second["Adresse"] == "http://testserver/contrats/ys-landes/"
    assert second["Thèmes"] == "Bois"
    assert second["Étiquettes"] == "forêt; bois"
    assert second["Statut"] == "Signé"
    assert second["Contexte"] == "Le bois manquait. [https://ys.example/convention, p. 12]"
    assert (second["Parties : ville"], second["Parties : campagne"]) == ("Ys", "Landes")
    assert second["Codes des parties"] == "242900314"
    assert (second["La campagne donne"], second["Ensemble"]) == ("1", "1")
    assert second["Licence"] == "Licence Ouverte 2.0"
    assert second["Publiée le"] == f"{today:%d/%m/%Y}"
    # What is not known is empty, and no zero.
    assert (second["La ville donne"], first["Ensemble"], first["Étape atteinte"]) == ("", "", "")
    assert (first["Parties : tiers"], first["Parties : campagne"]) == ("Landes", "")


def test_a_date_that_is_not_whole_keeps_its_text_beside_its_first_and_last_days(client, small):
    [line] = french_csv(client, "/contrats/export.csv?annee=2016")
    dates = [
        line[f"Date de signature{which}"] for which in ("", " : premier jour", " : dernier jour")
    ]
    assert dates == ["2016-11", "01/11/2016", "30/11/2016"]
    [row] = json_of(client, "/engagements/export.json?theme=bois")["lignes"]
    assert [row["debut"], row["debut_premier_jour"], row["debut_dernier_jour"]] == [
        "2016-21",
        "2016-03-01",
        "2016-05-31",
    ]
    assert [row["fin"], row["fin_premier_jour"], row["fin_dernier_jour"]] == [None, None, None]


def test_programs_get_commas_points_and_days_in_order(client, small):
    written = content(client, "/engagements/export.csv?csv=international&theme=bois")
    [line] = csv.DictReader(io.StringIO(written.decode("utf-8"), newline=""))
    assert (line["Quantité"], line["Réciproque"]) == ("2500.5", "false")
    assert line["Début : premier jour"] == "2016-03-01"
    [line] = french_csv(client, "/engagements/export.csv?theme=bois")
    assert (line["Quantité"], line["Réciproque"]) == ("2500,5", "non")


def test_a_workbook_has_typed_cells_links_and_a_sheet_that_says_its_source(client, small):
    workbook = xlsx_of(client, "/contrats/export.xlsx?theme=bois&q=landes")
    assert workbook.sheetnames == ["Contrats", "Source"]
    sheet = workbook["Contrats"]
    assert sheet.freeze_panes == "B2"
    cells = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert cells["Adresse"].hyperlink.target == "http://testserver/contrats/ys-landes/"
    assert cells["Ensemble"].value == 1
    assert cells["Date de signature"].value == "2016-11"
    assert cells["Date de signature : dernier jour"].value == dt.datetime(2016, 11, 30)  # noqa: DTZ001
    said = {line[0].value: line[1].value for line in workbook["Source"]}
    assert said["Licence"] == "Licence Ouverte 2.0"
    assert said["Extrait le"].date() == timezone.localdate()
    assert said["La page en ligne"] == "http://testserver/contrats/?q=landes&theme=bois"
    assert said["Mots cherchés"] == "landes"
    assert said["Filtres"] == "Thème\u00a0: Bois"
    assert said["Lignes"] == 1


def test_an_ods_says_what_the_xlsx_says(client, small):
    sheets = ods_sheets(client, "/contrats/export.ods?theme=bois")
    headings, line = sheets["Contrats"]
    cells = dict(zip(headings, line, strict=True))
    assert cells["Titre"] == "Ys et Landes"
    assert cells["Ensemble"] == 1
    assert cells["Date de signature : premier jour"] == dt.date(2016, 11, 1)
    assert ["Filtres", "Thème\u00a0: Bois"] in sheets["Source"]


def test_a_json_says_what_it_is_and_its_lists_are_lists(client, small):
    told = json_of(client, "/contrats/export.json?theme=bois")
    assert told["titre"] == "Bois — Contrats"
    assert told["licence"] == "Licence Ouverte 2.0"
    assert told["date"] == timezone.localdate().isoformat()
    assert told["adresse"] == "http://testserver/contrats/?theme=bois"
    assert told["filtres"] == ["Thème\u00a0: Bois"]
    assert told["total"] == 1
    [row] = told["lignes"]
    assert row["etiquettes"] == ["forêt", "bois"]
    assert row["date_de_signature_dernier_jour"] == "2016-11-30"
    assert row["la_ville_donne"] is None
    assert row["la_campagne_donne"] == 1


def test_parties_are_points_and_what_ties_them_lines(client, small):
    told = json_of(client, "/contrats/export.geojson?theme=bois")
    assert told["type"] == "FeatureCollection"
    assert told["licence"] == "Licence Ouverte 2.0"
    city, country, line = told["features"]
    assert city["geometry"] == {"type": "Point", "coordinates": [-4.5, 48.4]}
    assert (city["properties"]["territoire"], city["properties"]["cote"]) == ("Ys", "Ville")
    assert country["geometry"] == {"type": "Point", "coordinates": [-3.5, 48.2]}
    assert line["geometry"] == {
        "type": "LineString",
        "coordinates": [[-4.5, 48.4], [-3.5, 48.2]],
    }
    assert (line["properties"]["de"], line["properties"]["vers"]) == ("Ys", "Landes")


def test_what_has_no_place_on_a_map_says_why(client):
    abroad = factories.territory(name="Fribourg", level="etranger")
    contract = factories.contract(
        country=abroad, commitments=[factories.commitment(None, None, object="Se réunir")]
    )
    told = json_of(client, "/contrats/export.geojson")["features"]
    [feature] = [one for one in told if one["properties"].get("territoire") == "Fribourg"]
    assert feature["geometry"] is None
    assert feature["properties"]["hors_carte"] == "à l’étranger"
    [feature] = json_of(client, "/engagements/export.geojson")["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["fiche"] == contract.slug


def test_an_experience_has_points_and_names_its_contract_and_tools(client, small):
    [feature] = json_of(client, "/experiences/export.geojson")["features"]
    assert feature["geometry"]["coordinates"] == [-3.5, 48.2]
    [row] = json_of(client, "/experiences/export.json")["lignes"]
    assert row["contrat"] == "Ys et Landes"
    assert row["outils_utilises"] == ["Une grille"]


def test_an_experience_names_no_contract_nor_tool_that_is_not_public(client, small):
    small["contract"].unpublish()
    PageViewRestriction.objects.create(
        page=small["tool"].page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    [row] = json_of(client, "/experiences/export.json")["lignes"]
    assert (row["contrat"], row["outils_utilises"]) == (None, [])


def test_a_search_takes_every_kind_with_it(client, small):
    lines = french_csv(client, "/recherche/export.csv?q=bois&tri=titre")
    assert {line["Type"] for line in lines} >= {"Contrat", "Expérience"}
    assert {"http://testserver/contrats/ys-landes/"} <= {line["Adresse"] for line in lines}


def read(client, address: str) -> list[str]:
    """The addresses of the rows of a page, and of all its next ones, in order."""
    found: list[str] = []
    while address:
        page = ReadPage(client, address)
        rows = (
            "tbody th > a:first-child"
            if address.startswith(TABLES)
            else "#liste li[data-kind] h3 a"
        )
        found += [link["href"] for link in page.soup.select(rows)]
        following = page.soup.select_one("a[rel=next]")
        address = ""
        if following:
            href = following["href"]
            base = page.response.request["PATH_INFO"]
            address = base + href if href.startswith("?") else href
    return found


def indicator(name: str, **fields: Any) -> Indicator:
    return Indicator(name=name, source=factories.source(), **fields)


def many_contracts() -> None:
    city, country = factories.territory(level="epci"), factories.territory()
    for number in range(14):
        factories.contract(
            title=f"Contrat {number:02}",
            city=city,
            country=country,
            commitments=[
                factories.commitment(None, None, object=f"Objet {number % 7}"),
                factories.commitment(city, country, object=f"Objet {number}"),
            ],
        )
    for title in ("Un outil pour un contrat", "Un autre outil"):
        factories.tool(title=title, indicators=[indicator(f"Mesure {n}") for n in range(12)])


@pytest.mark.usefixtures("small")
def test_a_file_has_the_rows_of_its_page_in_the_same_order(client):
    many_contracts()
    for asked in (
        "/contrats/",
        "/contrats/?tri=titre",
        "/contrats/?q=contrat&completude=ebauche",
        "/experiences/?tri=titre",
        "/outils/",
        # Pages of the site, which may be proposed above the results, are of another kind.
        "/recherche/?q=contrat&type=contrat&type=outil",
        "/engagements/",
        "/engagements/?tri=-engagement&sens=ensemble",
        "/indicateurs/",
        "/indicateurs/?tri=-indicateur",
    ):
        is_as_listed(client, asked)


def is_as_listed(client, asked: str) -> None:
    listed = read(client, asked)
    assert listed
    path, _, query = asked.partition("?")
    exported = json_of(client, f"{path}export.json?{query}")
    addresses = [row["adresse"].removeprefix("http://testserver") for row in exported["lignes"]]
    assert addresses == listed, asked
    assert exported["total"] == len(listed)


def offer_of(client, address: str) -> ReadPage:
    """The page that offers a list, which the page of the list leads to."""
    page = ReadPage(client, address)
    [link] = [one["href"] for one in page.soup.select("main a") if OFFER in one.text]
    return ReadPage(client, link)


def offered(client, address: str) -> list[str]:
    """The addresses of the files of a list."""
    return [link["href"] for link in offer_of(client, address).soup.select("a[download]")]


def test_a_list_offers_its_files_and_each_opens(client, small):
    for address in (
        *LISTS,
        "/themes/bois/",
        "/territoires/landes/",
        "/carte/",
        "/contrats/?theme=bois&tri=titre&page=1",
        "/engagements/?sens=ensemble&tri=-etat",
    ):
        links = offered(client, address)
        endings = {urlsplit(link).path.rpartition(".")[2] for link in links}
        assert {"csv", "xlsx", "ods", "json"} <= endings
        for link in links:
            assert content(client, link)
        asked = urlsplit(address).query.removesuffix("&page=1")
        assert all(asked in link for link in links), address


def test_the_file_of_a_theme_has_what_the_page_of_the_theme_lists(client, small):
    [link] = [one for one in offered(client, "/themes/bois/") if "export.json" in one]
    exported = {row["titre"] for row in json_of(client, link)["lignes"]}
    assert exported == {"Ys et Landes", "Une grille"}


def test_the_offer_says_what_it_holds_and_leads_back_to_the_list(client, small):
    page = offer_of(client, "/contrats/?theme=bois&q=landes&fiche=ys-landes")
    said = page.text("main")
    assert "1 ligne aujourd’hui" in said
    assert "Mots cherchés : landes" in said
    assert "Thème : Bois" in said
    [back] = [one["href"] for one in page.soup.select("main a") if "en ligne" in one.text]
    assert back == "/contrats/?q=landes&theme=bois"
    assert page.one("meta[name=robots]")["content"] == "noindex, follow"
    written = {urlsplit(link).path for link in offered(client, "/contrats/")}
    assert written == {f"/contrats/export.{ending}" for ending in EVERY_ENDING}
    assert "/contrats/export.csv?csv=international" in offered(client, "/contrats/")
    assert "sans aucun filtre" in offer_of(client, "/contrats/").text("main")


def test_the_offer_follows_what_a_reader_filters(client, small):
    part = client.get(
        "/contrats/?theme=bois", headers={"HX-Request": "true", "HX-Target": "resultats"}
    )
    soup = BeautifulSoup(part.content, "html.parser")
    [link] = [one["href"] for one in soup.select("a") if OFFER in one.text]
    assert link == "/contrats/telecharger/?theme=bois"


def test_an_empty_list_offers_no_file(client, small):
    assert OFFER not in ReadPage(client, "/contrats/?q=xylophone").text("main")
    assert french_csv(client, "/contrats/export.csv?q=xylophone") == []
    page = ReadPage(client, "/contrats/telecharger/?q=xylophone")
    assert "Aucune ligne aujourd’hui" in page.text("main")


def test_an_indicator_names_its_tool_and_the_public_fiche_that_used_it(client, small):
    hidden = factories.contract(title="Le secret d’Ys", publish=False)
    study = factories.source(title="L’étude", url="https://ys.example/etude")
    factories.tool(
        title="Mesurer",
        slug="mesurer",
        indicators=[
            indicator("Navettes", unit="%", used_in=small["contract"], used_source=study),
            indicator("Distance", used_in=hidden, used_source=study),
        ],
    )
    distance, commutes = json_of(client, "/indicateurs/export.json?outil=mesurer")["lignes"]
    assert (commutes["nom"], commutes["fiche"], commutes["outil"]) == (
        "Navettes",
        "mesurer",
        "Mesurer",
    )
    assert (commutes["unite"], commutes["dans_quelle_fiche"]) == ("%", "Ys et Landes")
    assert commutes["source_de_cet_usage"] == "https://ys.example/etude"
    assert (distance["nom"], distance["dans_quelle_fiche"]) == ("Distance", None)


# What is not public.


def everything(client) -> dict[str, bytes]:
    """All that every export of every list holds, by its address."""
    return {
        address: response.getvalue()
        for path in LISTS
        for ending in EVERY_ENDING
        for address in [f"{path}export.{ending}"]
        if (response := client.get(address)).status_code == 200
    }


def readable(address: str, written: bytes) -> str:
    """What a file holds, unpacked."""
    if not address.endswith((".xlsx", ".ods")):
        return written.decode()
    with ZipFile(io.BytesIO(written)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


@pytest.mark.parametrize("how", ["a draft", "withdrawn", "private", "under a private listing"])
def test_what_is_not_public_is_in_no_file(client, small, how):
    hidden = factories.contract(
        title="Le secret d’Ys",
        publish=how != "a draft",
        commitments=[factories.commitment(None, None, object="Se cacher au secret")],
    )
    if how == "withdrawn":
        hidden.unpublish()
    elif how == "private":
        PageViewRestriction.objects.create(
            page=hidden.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )
    elif how == "under a private listing":
        PageViewRestriction.objects.create(
            page=ContractIndexPage.objects.get().page_ptr,
            restriction_type=PageViewRestriction.LOGIN,
        )
    files = everything(client)
    assert files
    for address, written in files.items():
        assert "secret" not in readable(address, written).lower(), address
    if how == "under a private listing":
        assert client.get("/contrats/export.csv").status_code == 302


def test_a_draft_of_a_published_fiche_is_in_no_file(client, small):
    small["contract"].title = "Le secret d’Ys"
    small["contract"].save_revision()
    for address, written in everything(client).items():
        assert "secret" not in readable(address, written), address


def test_no_person_is_named_in_a_file(client, small):
    writer = get_user_model().objects.create_user(
        "rozenn", "rozenn@ys.example", first_name="Rozenn", last_name="Kermadec"
    )
    Page.objects.filter(pk=small["contract"].pk).update(owner=writer)
    meeting = session(title="Se rencontrer")
    registrations.register(meeting, person(last_name="Trevidic", email="trevidic@ys.example"))
    files = everything(client)
    assert "Se rencontrer" in files["/recherche/export.csv"].decode()
    for address, written in files.items():
        held = readable(address, written).lower()
        for name in ("rozenn", "kermadec", "trevidic", "ys.example/adm"):
            assert name not in held, address


def test_a_row_that_is_withdrawn_while_a_file_is_made_is_left_out(client, small):
    response = client.get("/contrats/export.json")
    rows = iter(response.streaming_content)
    next(rows)
    small["other"].unpublish()
    rest = b"".join(rows).decode()
    assert "Ys et Landes" in rest
    assert "À part" not in rest


# Addresses typed by hand.


QUERIES = (
    "?page=abc&tri=rien&theme=%00&etat=x'y",
    "?page=99999",
    "?csv=martien&csv=international",
    "?q=%F0%9F%8C%B3&tri=-",
    "?q=%22&type=inconnu",
    "?theme=" + "&theme=".join(map(str, range(200))),
    "?statut=%E2%80%AE&q=" + "a" * 3000,
    "?q=%01%0d%0aSet-Cookie:x&theme=%0d%0a",
)


@pytest.mark.parametrize("path", LISTS)
def test_whatever_is_typed_in_the_address_gets_a_file(client, small, path):
    for query in QUERIES:
        for ending in EVERY_ENDING:
            response = client.get(f"{path}export.{ending}{query}")
            if response.status_code == 200:
                response.getvalue()
                assert "\n" not in response["Content-Disposition"] + response["Link"]
            else:
                assert (response.status_code, ending) == (404, "geojson")


def test_what_does_not_exist_is_not_found(client, small):
    for address in (
        "/contrats/export.exe",
        "/contrats/export.",
        "/contrats/export.csv/",
        "/nulle-part/export.csv",
        "/nulle-part/flux.atom",
        "/sessions/export.csv",
        "/sessions/telecharger/",
        "/nulle-part/telecharger/",
        "/indicateurs/export.geojson",
        "/recherche/export.geojson",
        "/outils/export.geojson",
        "/export.csv",
        "/contrats/ys-landes/export.csv",
        "/donnees/schemas/inconnu.json",
        "/donnees/dictionnaire/inconnu/",
    ):
        assert client.get(address).status_code == 404, address


def test_a_search_that_no_engine_answers_gives_no_empty_file(client, small, monkeypatch):
    def fails(_request):
        raise SearchUnavailable("no index")

    monkeypatch.setattr(engines, "in_database", fails)
    response = client.get("/contrats/export.csv")
    assert response.status_code == 503
    assert "momentanément indisponible" in response.content.decode()


def test_headers_say_the_licence_the_page_and_what_the_columns_are(client, small):
    response = client.get("/outils/export.csv?theme=bois&page=3")
    links = dict(part.split("; ", 1)[::-1] for part in response["Link"].split(", <"))
    assert links['rel="license"'] == "<https://www.etalab.gouv.fr/licence-ouverte-open-licence/>"
    assert links['rel="canonical"'] == "http://testserver/outils/?theme=bois>"
    assert response["X-Robots-Tag"] == "noindex"
    for address in ("/donnees/dictionnaire/outils/", "/donnees/schemas/outils.json"):
        assert address in response["Link"]
        assert client.get(address).status_code == 200
    assert "bois-outils-" in response["Content-Disposition"]


def test_a_json_is_one_object_even_without_a_row(client, small):
    told = json.loads(content(client, "/contrats/export.json?q=xylophone"))
    assert (told["total"], told["lignes"]) == (0, [])


def test_a_commitment_names_those_that_answer_it_when_its_list_has_them_not(client):
    wood, water = factories.theme(slug="bois"), factories.theme(slug="eau")
    factories.contract(
        commitments=[
            factories.commitment(None, None, object="Du bois", theme=wood, exchange="A"),
            factories.commitment(None, None, object="De l’eau", theme=water, exchange="A"),
            factories.commitment(None, None, object="Se réunir", theme=water, exchange="B"),
            factories.commitment(None, None, object="Se dire", theme=wood),
        ]
    )
    factories.contract(
        commitments=[factories.commitment(None, None, object="Ailleurs", exchange="A")]
    )
    lines = french_csv(client, "/engagements/export.csv?theme=bois")
    assert {line["Objet"]: (line["Contrepartie"], line["Répond à"]) for line in lines} == {
        "Du bois": ("A", "De l’eau"),
        "Se dire": ("", ""),
    }
