"""The notes of a theme and of a territory: the facts of their fiches, on two pages at most."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from contracts.deciding.note import paper
from contracts.deciding.note.paper import NotePaper
from contracts.deciding.note.territory import territory_sheet
from contracts.deciding.note.theme import theme_sheet
from contracts.models import ContractPage, Party, TerritoryFigure, Theme
from contracts.pages.territory import TerritoryContext
from contracts.papers import typesetting
from contracts.values.vocabulary import Section, Side
from tests import factories
from tests.contracts.deciding.read_paper import ReadPaper, bare
from tests.contracts.deciding.test_note import HOSTILE, _everywhere
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db


class Catalogue:
    """One theme, two territories, a fiche of each kind."""

    def __init__(self) -> None:
        source = factories.source(title="La définition")
        self.theme = factories.theme(
            slug="bois",
            label="Forêt et bois",
            definition="Ce qui vient de la forêt.",
            source=source,
        )
        self.city = factories.territory(
            slug="ys", name="Ys", level="epci", code="242900314", usual_side="ville"
        )
        self.country = factories.territory(slug="landes", name="Landes")
        TerritoryFigure.objects.create(
            territory=self.city,
            kind=TerritoryFigure.Kind.POPULATION,
            number=210_000,
            source=factories.source(title="Le recensement"),
        )
        self.contract = factories.signed_contract(
            title="Ys et les Landes",
            city=self.city,
            country=self.country,
            themes=[self.theme],
            commitments=[
                factories.commitment(
                    self.country,
                    self.city,
                    theme=self.theme,
                    object="Du bois",
                    quantity=20_000,
                    unit="tonnes par an",
                ),
                factories.commitment(
                    self.city, self.country, theme=self.theme, object="Un technicien"
                ),
                factories.commitment(None, None, theme=self.theme, object="Une fête"),
                factories.commitment(self.city, self.country, object="Sans thème aucun"),
            ],
            statements=[
                factories.statement(Section.CONDITION, text="Un animateur à plein temps."),
                factories.statement(Section.OBSTACLE, text="Le prix a doublé."),
            ],
        )
        factories.case_study(title="Une chaufferie", places=[self.city], themes=[self.theme])
        factories.tool(title="Un guide du bois", themes=[self.theme])

    @property
    def of_theme(self) -> str:
        return "/themes/bois/note.pdf"

    @property
    def of_city(self) -> str:
        return "/territoires/ys/note.pdf"


@pytest.fixture
def made():
    return Catalogue()


def note(client, address: str) -> ReadPaper:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return ReadPaper(response.content)


def data_of(address: str) -> dict:
    request = RequestFactory().get(address)
    if address.startswith("/themes/"):
        return NotePaper(theme_sheet(Theme.objects.get(slug="bois"), request)).data
    view = TerritoryContext.find("ys", request)
    assert view is not None
    return NotePaper(territory_sheet(view)).data


def in_order(text: str, *parts: str) -> bool:
    at = -1
    for part in parts:
        at = text.find(part, at + 1)
        if at < 0:
            return False
    return True


class TestOfATheme:
    def test_it_tells_in_order_what_the_fiches_of_the_theme_say(self, client, made):
        told = note(client, made.of_theme)

        assert in_order(
            told.text,
            "Thème",
            "Forêt et bois",
            "Ce qui vient de la forêt.",
            "Contrats",
            "Ys et les Landes · signé en 2016 · Ys, Landes",
            "Qui donne quoi",
            "Ys et les Landes",
            "Un technicien",
            "Du bois",
            "20 000 tonnes par an",
            "Ensemble : Une fête",
            "Ce qui a aidé",
            "Ys et les Landes : Un animateur à plein temps.",
            "Ce qui a coincé",
            "Le prix a doublé.",
            "Expériences",
            "Une chaufferie",
            "Outils",
            "Un guide du bois",
            "Sources",
            "La définition",
        )
        assert "Sans thème aucun" not in told.text
        assert "http://testserver/themes/bois/" in told.text
        assert "Licence Ouverte 2.0" in told.text

    def test_it_tells_the_balance_in_both_directions_without_a_score(self, client, made):
        told = note(client, made.of_theme).bare

        assert bare("la ville donne 1 fois") in told
        assert bare("la campagne donne 1 fois") in told
        assert bare("Dans les deux sens") in told

    def test_what_goes_one_way_only_is_said_so(self, client, made):
        page = ContractPage.objects.get()
        page.commitments = [
            factories.commitment(made.city, made.country, theme=made.theme, object="Un technicien")
        ]
        page.save_revision().publish()

        told = note(client, made.of_theme).bare
        assert bare("Sens unique : seule la ville donne, 1 fois (sans quantité).") in told

    def test_what_is_given_between_two_cities_says_from_whom_to_whom(self, client, made):
        other = factories.territory(name="Is", level="commune")
        factories.contract(
            title="Ys et Is",
            parties=[Party(territory=one, side=Side.CITY) for one in (made.city, other)],
            commitments=[
                factories.commitment(made.city, other, theme=made.theme, object="Des plants")
            ],
        )
        told = note(client, made.of_theme)

        assert "Ys → Is" in told.text
        assert "Les villes donnent : Des plants" in told.text

    def test_what_nothing_is_known_of_is_said_so(self, client):
        factories.home_page()
        factories.theme(slug="vide", label="Vide")
        told = note(client, "/themes/vide/note.pdf")

        assert len(told.pages) == 1
        assert told.text.count("non renseigné") >= 4
        assert "Aucun engagement recensé" in told.text
        assert "Mise à jour non renseignée" in told.text


class TestOfATerritory:
    def test_it_tells_in_order_what_the_territory_is_gives_and_receives(self, client, made):
        factories.within(made.city, factories.territory(name="Finistère", level="departement"))
        told = note(client, made.of_city)

        assert in_order(
            told.text,
            "ville",
            "Ys",
            "Fait partie de : Finistère",
            "Code officiel",
            "242900314",
            "Population",
            "210 000",
            "Il donne (2)",
            "Un technicien",
            "pour : Landes",
            "Il reçoit (1)",
            "Du bois",
            "20 000 tonnes par an",
            "de : Landes",
            "Avec d’autres (1)",
            "Une fête",
            "Contrats",
            "Ys et les Landes · signé en 2016",
            "Expériences",
            "Une chaufferie",
            "Sources",
            "Le recensement",
        )
        assert "http://testserver/territoires/ys/" in told.text

    def test_the_contracts_of_what_it_lies_within_are_told_apart(self, client, made):
        around = factories.territory(name="Finistère", level="departement")
        factories.within(made.city, around)
        factories.contract(title="Celui du département", city=around)

        told = note(client, made.of_city)

        assert in_order(told.text, "Contrats de territoires qu’il regroupe", "Celui du département")

    def test_what_nothing_is_known_of_is_said_so(self, client):
        factories.home_page()
        factories.territory(slug="vide", name="Vide")
        told = note(client, "/territoires/vide/note.pdf")

        for said in (
            "Fait partie de : non renseigné",
            "non renseignée",
            "Ce que ce territoire donne ou reçoit n’est pas renseigné.",
            "Aucun contrat de la base ne l’a pour partie.",
        ):
            assert said in told.text


class TestBoth:
    @pytest.mark.parametrize("address", ["/themes/bois/note.pdf", "/territoires/ys/note.pdf"])
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_any_text_anywhere_is_set_as_it_is_on_two_pages_at_most(self, made, address, text):
        told = ReadPaper(typesetting.typeset(paper._TEMPLATE, _everywhere(data_of(address), text)))

        assert 1 <= len(told.pages) <= 2
        assert len(told.tagged("/H1")) == 1
        if len(text) < 1_000:
            assert bare(text) in told.bare

    @pytest.mark.parametrize(
        ("address", "title"),
        [("/themes/bois/note.pdf", "Forêt et bois"), ("/territoires/ys/note.pdf", "Ys")],
    )
    def test_it_is_tagged_titled_and_in_french(self, client, made, address, title):
        told = note(client, address)

        assert told.reader.metadata.title == f"Note\u00a0: {title}"
        assert told.root["/Lang"] == "fr-FR"
        assert told.root["/MarkInfo"]["/Marked"]
        assert b"pdfuaid:part" in told.root["/Metadata"].get_data()
        headings = [name for name, _ in told.tags if name in {"/H1", "/H2", "/H3"}]
        assert headings == ["/H1", *["/H2"] * 7][: len(headings)]
        [drawing] = told.tagged("/Figure")
        assert drawing["/Alt"] == "Code QR\u00a0: l’adresse de la page"

    def test_what_does_not_fit_is_counted_and_left_to_its_address(self, client, made):
        for rank in range(60):
            factories.contract(
                title=f"Contrat n{rank}n",
                city=made.city,
                country=made.country,
                themes=[made.theme],
                commitments=[
                    factories.commitment(
                        made.city,
                        made.country,
                        theme=made.theme,
                        object=f"Objet {rank} " + "avec bien des mots " * 8,
                    )
                ],
            )
        of_theme, of_city = note(client, made.of_theme), note(client, made.of_city)

        for told in (of_theme, of_city):
            assert len(told.pages) == 2
            assert "autres, sur le site" in told.text
        assert bare("http://testserver/engagements/?theme=bois") in of_theme.bare
        assert bare("http://testserver/territoires/ys/#echanges") in of_city.bare
        shown = len(re.findall(r"Objet \d+ avec|Un technicien|Sans thème aucun", of_city.text))
        assert bare(f"Et {62 - shown} autres, sur le site") in of_city.bare
        assert "Le prix a doublé." in of_theme.text

    def test_drafts_and_private_fiches_are_not_told(self, client, made):
        factories.contract(title="Un brouillon", city=made.city, themes=[made.theme], publish=False)
        page = ContractPage.objects.live().get()
        PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")

        for address in (made.of_theme, made.of_city):
            told = note(client, address)
            assert "Un brouillon" not in told.text
            assert "Ys et les Landes" not in told.text
            assert "Du bois" not in told.text

    def test_the_date_is_that_of_the_last_change_of_what_it_tells(self, client, made):
        moment = dt.datetime(2031, 3, 1, 12, tzinfo=dt.UTC)
        ContractPage.objects.update(last_published_at=moment)

        for address in (made.of_theme, made.of_city):
            assert "Mise à jour le 1er mars 2031" in note(client, address).text

    def test_their_pages_lead_to_them(self, client, made):
        for address in (made.of_theme, made.of_city):
            shown = ReadPage(client, address.removesuffix("note.pdf"))
            assert shown.soup.select(f"main a[href='{address}']") != []

    @pytest.mark.parametrize(
        "address",
        ["/themes/inconnu/note.pdf", "/territoires/inconnu/note.pdf", "/themes/note.pdf"],
    )
    def test_what_is_not_known_is_not_found(self, client, address):
        factories.home_page()
        assert client.get(address).status_code == 404

    def test_it_is_not_sent_again_until_something_changes(self, client, made):
        first = client.get(made.of_theme)
        kept = client.get(made.of_theme, headers={"If-None-Match": first["ETag"]})
        made.theme.definition = "Autre chose."
        made.theme.save()
        changed = client.get(made.of_theme, headers={"If-None-Match": first["ETag"]})

        assert (kept.status_code, changed.status_code) == (304, 200)
