"""Communes: the page of each, the contracts that concern it, and how it is found."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from contracts.models import Party, Territory
from contracts.places.containment import Containment, communes_with_contracts
from contracts.places.official import SOURCE_KEY
from contracts.values.vocabulary import Side, TerritoryLevel
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db

BREST = "/communes/29019-brest/"


class France:
    """A commune of Finistère within everything that can contain one, and its neighbours."""

    def __init__(self) -> None:
        make = factories.territory
        self.region = make(slug="bretagne", name="Bretagne", level=TerritoryLevel.REGION, code="53")
        self.other_region = make(
            slug="pdl", name="Pays de la Loire", level=TerritoryLevel.REGION, code="52"
        )
        departement = {"level": TerritoryLevel.DEPARTEMENT}
        self.departement = make(slug="finistere", name="Finistère", code="29", **departement)
        self.next_departement = make(slug="morbihan", name="Morbihan", code="56", **departement)
        self.epci = make(
            slug="brest-metropole",
            name="Brest Métropole",
            level=TerritoryLevel.EPCI,
            code="242900314",
        )
        self.pays = make(slug="pays-de-brest", name="Pays de Brest", level=TerritoryLevel.PAYS)
        self.itself = make(
            slug="ville-de-brest", name="Ville de Brest", level=TerritoryLevel.COMMUNE, code="29019"
        )
        self.far = make(slug="lyon", name="Métropole de Lyon", level=TerritoryLevel.EPCI)
        for member, container in [
            (self.departement, self.region),
            (self.next_departement, self.region),
            (self.epci, self.departement),
            (self.epci, self.next_departement),  # it touches two
            (self.epci, self.pays),
            (self.pays, self.departement),
            (self.pays, self.other_region),
            (self.itself, self.departement),
        ]:
            factories.within(member, container)
        self.brest = factories.commune("29019", "Brest", epci="242900314", population=140_993)
        self.plouzane = factories.commune("29212", "Plouzané", epci="242900314")
        self.quimper = factories.commune("29232", "Quimper", epci="200068120")
        self.namesake = factories.commune("01054", "Brest")

    def contract_with(self, party: Territory, **fields: object):
        return factories.contract(city=self.far, country=party, **fields)


@pytest.fixture
def france() -> France:
    return France()


def listed(client, address: str = BREST) -> list[str]:
    return ReadPage(client, address).texts("#resultats h3")


class TestContracts:
    @pytest.mark.parametrize(
        ("party", "reason"),
        [
            ("itself", "Par la commune elle-même, Ville de Brest"),
            ("epci", "Par son intercommunalité, Brest Métropole"),
            ("pays", "Par un territoire dont elle fait partie, Pays de Brest"),
            ("departement", "Par son département, Finistère"),
            ("region", "Par sa région, Bretagne"),
        ],
    )
    def test_one_whose_party_contains_the_commune_is_listed_with_the_reason(
        self, client, france, party: str, reason: str
    ):
        france.contract_with(getattr(france, party), title="Un contrat")
        page = ReadPage(client, BREST)
        assert page.texts("#resultats h3") == ["Un contrat"]
        assert page.texts("[data-part=reasons]") == [reason]

    def test_two_parties_that_contain_it_are_both_given(self, client, france):
        parties = [
            Party(territory=france.epci, side=Side.CITY),
            Party(territory=france.region, side=Side.THIRD),
            Party(territory=france.far, side=Side.COUNTRYSIDE),
        ]
        factories.contract(parties=parties)
        assert ReadPage(client, BREST).texts("[data-part=reasons]") == [
            "Par son intercommunalité, Brest Métropole ; sa région, Bretagne"
        ]

    @pytest.mark.parametrize("party", ["next_departement", "other_region"])
    def test_what_its_intercommunality_or_its_pays_also_touches_does_not_concern_it(
        self, client, france, party: str
    ):
        france.contract_with(getattr(france, party))
        assert listed(client) == []

    def test_one_of_another_territory_of_its_departement_does_not_concern_it(self, client, france):
        other = factories.territory(
            name="Quimper", level=TerritoryLevel.EPCI, code="200068120", slug="quimper"
        )
        factories.within(other, france.departement)
        france.contract_with(other, title="Celui de Quimper")
        assert listed(client) == []
        assert listed(client, "/communes/29232-quimper/") == ["Celui de Quimper"]

    def test_one_of_a_namesake_does_not_concern_it(self, client, france):
        france.contract_with(france.epci)
        assert listed(client, "/communes/01054-brest/") == []
        factories.contract(city=factories.territory(name="Brest"), country=factories.territory())
        assert len(listed(client)) == 1

    def test_one_of_a_commune_does_not_concern_its_neighbour(self, client, france):
        france.contract_with(france.itself)
        assert listed(client, "/communes/29212-plouzane/") == []

    def test_the_list_can_be_searched_and_shows_no_other_contract(self, client, france):
        france.contract_with(france.epci, title="Chaufferies")
        france.contract_with(france.pays, title="Cantines")
        france.contract_with(factories.territory(), title="Cantines ailleurs")
        assert listed(client, f"{BREST}?q=cantines") == ["Cantines"]
        page = ReadPage(client, BREST)
        every_filter = page.soup.find("a", string="Tous les filtres, toutes les valeurs")["href"]
        searched = every_filter.replace("/recherche/filtres/", "/recherche/")
        assert listed(client, searched) == listed(client, BREST) == ["Cantines", "Chaufferies"]

    def test_one_that_becomes_a_draft_or_private_concerns_it_no_longer(self, client, france):
        contract = france.contract_with(france.epci)
        assert len(listed(client)) == 1
        PageViewRestriction.objects.create(
            page=contract, restriction_type=PageViewRestriction.LOGIN
        )
        assert listed(client) == []
        assert list(communes_with_contracts()) == []


class TestThePage:
    def test_tells_where_the_commune_lies_with_the_source(self, client, france):
        factories.source(key="decoupage-administratif", title="Découpage administratif")
        page = ReadPage(client, BREST)
        assert page.text("h1") == "Brest"
        assert page.fact("Code Insee").startswith("29019")
        assert page.fact("Population").startswith("140 993")
        assert page.fact("Intercommunalité").startswith("Brest Métropole")
        assert page.fact("Pays, parcs") == "Pays de Brest"
        assert page.fact("Département") == "Finistère"
        assert page.fact("Région") == "Bretagne"
        assert page.cited_by(page.one("main header dl > div:nth-of-type(2) dd")) == [
            "Découpage administratif"
        ]
        assert page.one('main header p > a[href="/territoires/ville-de-brest/"]')

    def test_without_contract_says_so_is_kept_out_of_engines_and_names_who_is_near(
        self, client, france
    ):
        near = factories.territory(name="Pays de Morlaix", slug="pays-de-morlaix")
        factories.within(near, france.departement)
        france.contract_with(near)
        page = ReadPage(client, BREST)
        assert page.text("#contrats").count("Aucun contrat connu") == 1
        assert page.text("#proches h2") == "Dans le même département : Finistère"
        assert page.texts("#proches li a") == ["Pays de Morlaix"]
        assert page.one("meta[name=robots]")["content"] == "noindex, follow"

    def test_without_contract_nor_near_territory_stays_short(self, client):
        factories.commune("97411", "Saint-Denis")
        page = ReadPage(client, "/communes/97411-saint-denis/")
        assert page.soup.select("#proches") == []
        assert page.fact("Intercommunalité") == "non renseignée"

    def test_with_a_contract_is_open_to_engines_and_in_the_sitemap(self, client, france):
        france.contract_with(france.epci)
        assert ReadPage(client, BREST).soup.select("meta[name=robots]") == []
        sitemap = client.get("/sitemap.xml").content.decode()
        assert "/communes/29019-brest/" in sitemap
        assert "/communes/29212-plouzane/" in sitemap
        assert "/communes/29232-quimper/" not in sitemap
        assert "/communes/01054-brest/" not in sitemap

    def test_the_address_of_a_former_code_leads_to_the_commune_of_today(self, client, france):
        factories.alias(france.brest, "ancienne", "29096", "Lambézellec")
        factories.alias(france.brest, "postal", "29200")
        for address in ("/communes/29096/", "/communes/29096-lambezellec/"):
            answer = client.get(address)
            assert (answer.status_code, answer.headers["Location"]) == (301, BREST)
        assert client.get("/communes/29200/").status_code == 404

    @pytest.mark.parametrize(
        ("address", "right"),
        [
            ("/communes/29019/", BREST),
            ("/communes/29019-brets/", BREST),
            ("/communes/29019-Brest/", BREST),
            ("/communes/2a004/", "/communes/2A004-ajaccio/"),
        ],
    )
    def test_an_address_nearly_right_leads_to_the_right_one(self, client, france, address, right):
        factories.commune("2A004", "Ajaccio")
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, right)

    @pytest.mark.parametrize(
        "address", ["99999/", "99999-brest/", "2901/", "290199/", "brest/", "ﬃﬃﬃ29/", "29019/x/"]
    )
    def test_an_unknown_code_is_a_clear_404(self, client, france, address: str):
        assert client.get(f"/communes/{address}").status_code == 404

    def test_the_territory_of_a_commune_leads_to_it(self, client, france):
        france.contract_with(france.itself)
        page = ReadPage(client, "/territoires/ville-de-brest/")
        assert page.one(f'a[href="{BREST}"]')

    def test_both_pages_of_one_place_say_which_they_are_and_lead_to_each_other(
        self, client, france
    ):
        territory = ReadPage(client, "/territoires/ville-de-brest/")
        assert territory.text("p:has(+ h1)").startswith("Territoire · Commune")
        assert "Cette page est celle du territoire" in territory.text("header:has(h1)")
        assert territory.one(f'a[href="{BREST}"]').text == "la page de la commune"
        commune = ReadPage(client, BREST)
        assert commune.text("p:has(+ h1)") == "Commune"
        assert "Cette page est celle de la commune" in commune.text("header:has(h1)")
        link = commune.one('header:has(h1) a[href="/territoires/ville-de-brest/"]')
        assert link.text == "la page du territoire"

    def test_costs_as_many_queries_for_one_contract_as_for_twelve(self, client, france):
        def asked() -> int:
            client.get(BREST)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(BREST).status_code == 200
            return len(queries)

        france.contract_with(france.epci)
        for_one = asked()
        for _ in range(11):
            france.contract_with(france.epci)
        assert asked() == for_one <= 20


class TestFinding:
    def names(self, client, typed: str) -> list[str]:
        return ReadPage(client, f"/communes/?nom={typed}").texts("main h2 + ul a")

    def test_namesakes_are_told_apart_by_their_departement(self, client, france):
        assert self.names(client, "brest") == [
            "Brest (Finistère) 140 993 hab.",
            "Brest (01) 100 hab.",
        ]

    def test_a_code_finds_its_commune_in_either_case(self, client, france):
        factories.commune("2A004", "Ajaccio")
        assert self.names(client, "2a004") == ["Ajaccio (2A), code Insee 2A004 100 hab."]

    def test_a_postal_code_and_a_former_name_find_it_and_say_how(self, client, france):
        factories.alias(france.brest, "postal", "29200")
        factories.alias(france.brest, "ancienne", "29096", "Lambézellec")
        factories.commune("29200", "Ploujean")
        assert self.names(client, "29200") == [
            "Brest (Finistère), code postal 29200 140 993 hab.",
            "Ploujean (Finistère), code Insee 29200 100 hab.",
        ]
        assert self.names(client, "lambezellec") == [
            "Brest (Finistère), dont fait partie Lambézellec 140 993 hab."
        ]
        assert self.names(client, "29200+Brest") == ["Brest (Finistère) 140 993 hab."]

    def test_one_that_is_almost_so_written_is_proposed_when_there_is_none(self, client, france):
        factories.commune("29024", "Carhaix-Plouguer")
        page = ReadPage(client, "/communes/?nom=carhaix+plougeur")
        assert page.texts("main h2") == ["Aucune commune de ce nom. Vouliez-vous dire… ?"]
        assert page.texts("main h2 + ul a") == ["Carhaix-Plouguer (Finistère) 100 hab."]
        assert self.names(client, "brets") == self.names(client, "brest")
        assert self.names(client, "zzzz") == []

    def test_a_departement_comes_before_its_namesakes(self, client, france):
        factories.commune("88001", "Finistère")
        page = ReadPage(client, "/communes/?nom=finistere")
        assert page.texts("main h2") == [
            "Territoires de ce nom",
            "Communes de ce nom ou de ce code",
        ]
        assert page.texts("main h2 + ul a") == ["Finistère département", "Finistère (88) 100 hab."]
        assert "Aucune" not in ReadPage(client, "/communes/?nom=morbihan").text("main")

    def test_the_beginning_of_a_name_is_enough(self, client, france):
        assert self.names(client, "plouz") == ["Plouzané (Finistère) 100 hab."]
        assert self.names(client, "louz") == []

    @pytest.mark.parametrize("typed", ["", "%00", "%25", "_", "zzz", "x" * 5000, "%F0%9F%8C%8D"])
    def test_whatever_is_typed_gets_a_page(self, client, france, typed: str):
        assert self.names(client, typed) == []


def test_a_cycle_of_memberships_ends(france):
    factories.within(france.pays, france.epci)
    around = Containment().around(france.brest)
    assert around == {
        france.itself.pk,
        france.epci.pk,
        france.pays.pk,
        france.departement.pk,
        france.region.pk,
    }


@pytest.mark.parametrize(
    ("typed", "to"),
    [
        ("Brest", "/communes/29019-brest/"),
        ("29019", "/communes/29019-brest/"),
        ("brest metropole", "/territoires/brest-metropole/"),
        ("Sainte-Colombe", "/communes/?nom=Sainte-Colombe"),
        ("nulle part", "/communes/?nom=nulle+part"),
        ("", "/communes/"),
        ("\x00%", "/communes/?nom=%25"),
    ],
)
def test_a_place_that_is_named_leads_to_its_page_or_to_the_list_of_its_namesakes(client, typed, to):
    factories.home_page()
    factories.commune("29019", "Brest", population=139_000)
    factories.territory(slug="brest-metropole", name="Brest Métropole", level="epci")
    for code in ("69189", "77404"):
        factories.commune(code, "Sainte-Colombe")
    response = client.get("/ma-commune/", {"nom": typed})
    assert (response.status_code, response["Location"]) == (302, to)


def test_names_of_communes_and_intercommunalities_are_proposed(client):
    factories.commune("29019", "Brest", population=139_000)
    factories.commune("71056", "Brest-en-Bresse", population=100)
    factories.territory(slug="brest-metropole", name="Brest Métropole", level="epci")

    def proposed(typed: str) -> list[str]:
        groups = client.get("/ma-commune/noms/", {"q": typed}).json()["groups"]
        return [one["parts"][0] for group in groups for one in group["suggestions"]]

    assert proposed("brest") == ["Brest", "Brest-en-Bresse", "Brest Métropole"]
    assert proposed("zzz") == []
    assert proposed("") == []


def test_a_commune_without_contract_is_shown_the_contracts_of_territories_like_its_own(client):
    factories.home_page()
    other = factories.territory(name="Ailleurs", level="epci")
    page = factories.contract(city=other)
    own = factories.territory(name="Ys", level="epci", code="242900314")
    factories.commune("29019", "Ys", epci="242900314")
    shown = ReadPage(client, "/communes/29019-ys/")
    # As « comme le mien » gives them, by the commune then by its intercommunality, each named.
    assert shown.texts("#comme-vous h3") == [
        "Par la commune",
        page.title,
        "Par l’intercommunalité : Ys",
        page.title,
    ]
    listed = [link["href"] for link in shown.soup.select("#comme-vous > p a")]
    by_commune, by_epci = (
        "/contrats/comme-le-mien/?commune=29019",
        f"/contrats/comme-le-mien/?territoire={own.slug}",
    )
    assert listed == [by_commune, by_epci]
    assert ReadPage(client, by_commune).texts("#resultats h3") == shown.texts("#comme-vous h3")


@pytest.mark.parametrize("party", ["departement", "region"])
def test_so_is_one_that_contracts_concern_only_from_afar(client, france, party):
    factories.contract(city=france.far, country=getattr(france, party), title="De loin")
    other = factories.territory(name="Ailleurs", level="epci")
    factories.contract(city=other, country=factories.territory(), title="Comme elle")
    shown = ReadPage(client, BREST)
    assert shown.texts("#resultats h3") == ["De loin"]
    assert shown.soup.select("#q") == []  # one contract is not searched
    assert "Comme elle" in shown.texts("#comme-vous h3")
    assert "que par son département ou sa région" in shown.text("#comme-vous")
    assert "Par l’intercommunalité : Brest Métropole" in shown.texts("#comme-vous h3")

    france.contract_with(france.epci, title="Le sien")
    assert ReadPage(client, BREST).texts("#comme-vous") == []


@pytest.mark.parametrize("address", [BREST, "/territoires/brest-metropole/"])
def test_a_fault_is_told_with_the_address_of_the_page(client, france, address):
    link = ReadPage(client, address).soup.find("a", string="Dites-le-nous")
    assert link["href"] == f"/contact/?page={address}"


class TestTerritoryThatIsACommune:
    def test_says_how_many_live_there_and_by_which_territories_contracts_concern_it(
        self, client, france
    ):
        source = factories.source(key=SOURCE_KEY, title="Les communes")
        france.contract_with(france.itself, title="Le sien")
        france.contract_with(france.epci, title="Celui de la métropole")
        page = ReadPage(client, "/territoires/ville-de-brest/")
        assert page.fact("Population").startswith("140 993")
        assert page.cited_by(page.one("main header")) == [source.title]
        assert page.text("[data-part=concerned]") == (
            "Des contrats la concernent : par la commune elle-même, Ville de Brest ; "
            "par son intercommunalité, Brest Métropole ."
        )
        assert "Par la commune elle-même, Ville de Brest" in page.texts("[data-part=reasons]")

    def test_says_once_after_its_contracts_that_no_exchange_is_known(self, client, france):
        france.contract_with(france.itself)
        page = ReadPage(client, "/territoires/ville-de-brest/")
        assert page.one("#fiches") in page.one("[data-part=no-exchange]").find_all_previous()
        assert page.texts("#echanges") == []
