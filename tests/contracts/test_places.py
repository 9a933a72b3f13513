"""Territories and communes named in a search: which are recognised, and which are not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Commune, Territory, TerritoryName
from contracts.places.gazetteer import MAX_WORDS, runs_of
from contracts.places.place_hints import PlaceHints
from contracts.values.place_names import named, place_key
from contracts.values.vocabulary import TerritoryLevel
from search.answers.hints import hints_for
from search.index.cache import current_token
from search.query.form import MAX_QUERY_LENGTH, SearchForm
from search.query.parser import parse
from search.query.request import SearchRequest
from tests import factories
from tests.contracts.reading import ReadPage


def proposed(q: str) -> list[tuple[str, str]]:
    """(label, what is proposed: the filter, or the address of a page), before any count."""
    hints = PlaceHints().hints(SearchRequest(q=q, query=parse(q)))
    return [(hint.label, hint.code or hint.url) for hint in hints]


def labels(q: str) -> list[str]:
    return [label for label, _ in proposed(q)]


@pytest.fixture
def places(db: None) -> None:
    """Some places of France, with the traps of their names."""
    for code, name in [("29", "Finistère"), ("69", "Rhône"), ("42", "Loire"), ("59", "Nord")]:
        factories.territory(
            slug=f"dep-{code}", name=name, level=TerritoryLevel.DEPARTEMENT, code=code
        )
    factories.territory(name="Pays de la Loire", slug="pdl", level=TerritoryLevel.REGION, code="52")
    epci = {"level": TerritoryLevel.EPCI}
    factories.territory(name="Brest Métropole", slug="brest-metropole", code="242900314", **epci)
    factories.territory(name="Grenoble-Alpes-Métropole", slug="gam", code="200040715", **epci)
    factories.territory(
        name="Communauté de communes du Trièves", slug="trieves", code="200030658", **epci
    )
    factories.territory(name="Pays du Mans", slug="pays-du-mans", level=TerritoryLevel.PAYS)
    cob = factories.territory(name="Pays Centre Ouest Bretagne", slug="cob")
    TerritoryName.objects.create(territory=cob, name="COB")
    factories.commune("29019", "Brest", epci="242900314", population=140_993)
    factories.commune("38185", "Grenoble", epci="200040715")
    factories.commune("38226", "Mens", epci="200030658")
    factories.commune("72181", "Le Mans")
    factories.commune("93066", "Saint-Denis", population=148_907)
    factories.commune("11339", "Saint-Denis")
    factories.commune("56201", "Le Saint")
    factories.commune("26113", "Die")
    factories.commune("89387", "Sens")
    factories.commune("24076", "Campagne")
    factories.commune("2A004", "Ajaccio")
    factories.commune("44035", "La Chapelle-sur-Erdre")
    factories.commune("58061", "Château-Chinon (Campagne)")
    factories.commune("53178", "Peuton")
    factories.commune("97403", "Entre-Deux")


@pytest.mark.usefixtures("places")
class TestRecognised:
    @pytest.mark.parametrize(
        "q",
        ["brest", "BREST", "contrat de réciprocité Brest", "à Brest", "« brest »", "l’eau, Brest"],
    )
    def test_a_town_is_its_metropole_and_its_commune(self, q: str):
        assert proposed(q) == [
            ("Brest Métropole", "brest-metropole"),
            ("Brest (Finistère)", "/communes/29019-brest/"),
        ]

    @pytest.mark.parametrize("q", ["Brest métropole", "métropole de Brest", "agglo de Brest"])
    def test_the_nature_that_is_said_leaves_the_commune_out(self, q: str):
        assert labels(q) == ["Brest Métropole"]

    @pytest.mark.parametrize("q", ["ville de Brest", "mairie de brest", "commune Brest"])
    def test_a_commune_that_is_said_to_be_one_leaves_the_metropole_out(self, q: str):
        assert labels(q) == ["Brest (Finistère)"]

    def test_a_town_also_means_the_metropole_that_has_it_in_its_name(self):
        assert labels("grenoble") == ["Grenoble-Alpes-Métropole", "Grenoble (38)"]

    def test_a_village_does_not_mean_its_intercommunality_of_another_name(self):
        assert labels("mens") == ["Mens (38)"]

    @pytest.mark.parametrize("q", ["COB", "pays cob", "le Pays COB", "centre ouest bretagne"])
    def test_another_name_and_an_acronym_are_recognised(self, q: str):
        assert labels(q) == ["Pays Centre Ouest Bretagne"]

    @pytest.mark.parametrize(
        "q", ["trièves", "cc du trieves", "communauté de communes du Trièves", "le Trièves"]
    )
    def test_an_intercommunality_is_recognised_by_its_own_name_and_in_short(self, q: str):
        assert labels(q) == ["Communauté de communes du Trièves"]

    @pytest.mark.parametrize("q", ["29019", "code 29019"])
    def test_a_commune_is_recognised_by_its_code(self, q: str):
        assert labels(q) == ["Brest (Finistère)"]

    @pytest.mark.parametrize("q", ["2a004", "2A004"])
    def test_a_code_of_corsica_is_recognised_in_either_case(self, q: str):
        assert labels(q) == ["Ajaccio (2A)"]

    @pytest.mark.parametrize("q", ["le mans", "Le-Mans", "au Mans", "mans"])
    def test_an_article_counts_for_nothing(self, q: str):
        assert labels(q) == ["Pays du Mans", "Le Mans (72)"]

    @pytest.mark.parametrize("q", ["saint denis", "St-Denis", "SAINT DENIS", "st denis"])
    def test_namesakes_are_listed_with_their_departement_the_largest_first(self, q: str):
        assert proposed(q) == [
            ("Saint-Denis (93)", "/communes/93066-saint-denis/"),
            ("Saint-Denis (11)", "/communes/11339-saint-denis/"),
        ]

    def test_the_small_words_of_a_name_may_be_forgotten(self):
        assert labels("la chapelle erdre") == ["La Chapelle-sur-Erdre (44)"]

    def test_what_stands_in_brackets_is_no_part_of_a_name(self):
        assert labels("château-chinon") == ["Château-Chinon (Campagne) (58)"]

    def test_several_places_are_recognised_the_longest_name_first_at_each_word(self):
        assert labels("brest centre ouest bretagne") == [
            "Brest Métropole",
            "Brest (Finistère)",
            "Pays Centre Ouest Bretagne",
        ]

    def test_a_departement_is_recognised_and_no_region_of_a_longer_name(self):
        assert labels("loire") == ["Loire"]

    def test_a_region_is_recognised_by_its_whole_name(self):
        assert labels("pays de la loire") == ["Pays de la Loire"]

    @pytest.mark.parametrize(
        "q", ["nord", "département du nord", "eau dans le département du Nord"]
    )
    def test_an_ordinary_word_is_a_place_alone_or_when_its_nature_is_said(self, q: str):
        assert labels(q) == ["Nord"]

    def test_a_word_that_asks_may_begin_a_name(self):
        factories.territory(name="Pas-de-Calais", level=TerritoryLevel.DEPARTEMENT, code="62")
        factories.commune("62193", "Calais")
        assert labels("pas de calais") == ["Pas-de-Calais"]


@pytest.mark.usefixtures("places")
class TestCodes:
    @pytest.fixture(autouse=True)
    def codes(self, places: None) -> None:
        lyon = factories.commune("69123", "Lyon", population=520_774)
        factories.alias(lyon, "arrondissement", "69383", "Lyon 3e arrondissement")
        factories.alias(lyon, "postal", "69003", "Lyon 3e arrondissement")
        factories.commune("69003", "Albigny-sur-Saône")
        factories.alias(Commune.objects.get(code="29019"), "postal", "29200")
        morlaix = factories.commune("29151", "Morlaix")
        factories.alias(morlaix, "ancienne", "29200", "Ploujean")
        factories.alias(morlaix, "postal", "29600")
        factories.alias(morlaix, "ancienne", "29199", "Plouhinec")
        factories.territory(slug="reunion", name="La Réunion", level="departement", code="974")
        factories.commune("97411", "Saint-Denis", population=156_149)

    def told(self, q: str) -> list[tuple[str, str]]:
        hints = PlaceHints().hints(SearchRequest(q=q, query=parse(q)))
        return [(hint.label, hint.detail) for hint in hints]

    def test_a_postal_code_comes_before_an_insee_code_and_both_are_named(self):
        assert self.told("69003") == [
            (
                "Lyon (Rhône)",
                "page de la commune, code postal 69003, dont fait partie Lyon 3e arrondissement",
            ),
            ("Albigny-sur-Saône (Rhône)", "page de la commune, code Insee 69003"),
        ]

    def test_a_code_in_use_hides_a_former_one(self):
        assert self.told("29200") == [
            ("Brest (Finistère)", "page de la commune, code postal 29200")
        ]
        assert self.told("29199") == [
            (
                "Morlaix (Finistère)",
                "page de la commune, ancien code Insee 29199, dont fait partie Plouhinec",
            )
        ]

    def test_a_commune_whose_insee_code_was_typed_is_not_hidden_by_those_of_a_postal_code(self):
        for number in range(12):
            commune = factories.commune(f"{73201 + number}", f"Aix-{number}")
            factories.alias(commune, "postal", "73100")
        factories.commune("73100", "Domessin")
        found = labels("73100")
        assert found[7:] == ["Domessin (73)", "Les 13 communes de code 73100"]

    @pytest.mark.parametrize(
        "q",
        [
            "lyon 3",
            "Lyon 3e",
            "LYON 3ème",
            "lyon 03",
            "3e arrondissement de Lyon",
            "lyon 3ᵉ",
            "69383",
        ],
    )
    def test_an_arrondissement_is_recognised_by_its_number(self, q: str):
        assert labels(q) == ["Lyon (Rhône)"]

    @pytest.mark.parametrize(
        ("q", "label"),
        [
            ("Saint-Denis 974", "Saint-Denis (La Réunion)"),
            ("saint denis réunion", "Saint-Denis (La Réunion)"),
            ("Saint-Denis (11)", "Saint-Denis (11)"),
            ("93066 saint-denis", "Saint-Denis (93)"),
            ("29200 Brest", "Brest Métropole"),
            ("brest finistère", "Brest Métropole"),
            ("Brest (29)", "Brest Métropole"),
            ("lyon 69003", "Lyon (Rhône)"),
            ("sens 89", "Sens (89)"),
            ("Finistère 29", "Finistère"),
            ("dept 29", "Finistère"),
        ],
    )
    def test_what_stands_beside_a_name_tells_it_from_its_namesakes(self, q: str, label: str):
        found = labels(q)
        assert found[0] == label
        assert len(found) <= 2

    def test_what_stands_beside_a_name_goes_with_it(self):
        hints = PlaceHints().hints(SearchRequest(q="", query=parse("bois Brest (29), cantines")))
        assert [hint.words for hint in hints] == [("brest", "29")] * 2

    def test_the_wrong_departement_tells_nothing(self):
        assert labels("brest 974") == ["Brest Métropole", "Brest (Finistère)"]


@pytest.mark.usefixtures("places")
class TestSpellings:
    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("L’Haÿ-les-Roses", ["lhay les roses", "l hay les roses", "hay-les-roses"]),
            ("Mesnil-Roc’h", ["mesnil roch", "mesnil roc h", "mesnilroch"]),
            ("Penmarc’h", ["penmarch", "penmarc h"]),
            ("L’Île-d’Yeu", ["ile dyeu", "lile dyeu", "l'ile dyeu", "île d yeu"]),
            ("M’Tsangamouji", ["mtsangamouji", "m tsangamouji", "m'tsangamouji"]),
            ("Chalon-sur-Saône", ["chalon s/ saone", "chalon s/saône"]),
            ("Saint-Rémy-sous-Barbuise", ["St Rémy s/s Barbuise", "saint remy s/s barbuise"]),
            (
                "Notre-Dame-de-Bliquetuit",
                ["N.D. de Bliquetuit", "n.-d. de bliquetuit", "nd bliquetuit"],
            ),
            ("Villeneuve-d’Ascq", ["villeneuve dascq", "ville neuve d'ascq"]),
            ("Les Saintes-Maries", ["stes maries", "Stes-Maries"]),
            ("Presqu’île-en-Mer", ["presqu'île en mer", "presquile en mer"]),
        ],
    )
    def test_joined_parted_and_shortened_names_are_recognised(self, name: str, typed: list[str]):
        factories.commune("99100", name)
        assert {one: labels(one) for one in typed} == {one: [f"{name} (99)"] for one in typed}

    @pytest.mark.parametrize("q", ["cotes darmor", "côtes d’armor", "COTES D ARMOR"])
    def test_a_territory_too(self, q: str):
        factories.territory(name="Côtes-d’Armor", level=TerritoryLevel.DEPARTEMENT, code="22")
        assert labels(q) == ["Côtes-d’Armor"]

    @pytest.mark.parametrize(
        "q", ["cc du trièves", "comcom du Trièves", "com com du trièves", "interco Trièves"]
    )
    def test_an_intercommunality_in_the_words_of_every_day(self, q: str):
        assert labels(q) == ["Communauté de communes du Trièves"]

    @pytest.mark.parametrize("q", ["métro de Grenoble", "agglo grenoble", "la métro de grenoble"])
    def test_a_metropole_in_the_words_of_every_day(self, q: str):
        assert labels(q) == ["Grenoble-Alpes-Métropole"]

    @pytest.mark.parametrize("q", ["dépt du Finistère", "dept finistere", "dpt finistère"])
    def test_a_departement_in_short(self, q: str):
        assert labels(q) == ["Finistère"]


@pytest.mark.usefixtures("places")
class TestFormerNames:
    def test_a_part_of_a_commune_means_it_and_its_territory_which_are_one_place(self, client):
        factories.territory(
            name="Val d’Oingt", slug="val-d-oingt", level=TerritoryLevel.COMMUNE, code="69024"
        )
        val = factories.commune("69024", "Val d’Oingt")
        factories.alias(val, "deleguee", "69024", "Le Bois-d’Oingt")
        assert proposed("le bois doingt") == [("Val d’Oingt (Rhône)", "val-d-oingt")]
        assert ReadPage(client, "/recherche/?q=le+bois+doingt").texts(
            "section[aria-label=Pistes] li a"
        ) == ["Val d’Oingt (Rhône)"]

    def test_a_commune_of_this_name_comes_before_those_that_had_it(self):
        big = factories.commune("42218", "Saint-Étienne", population=170_000)
        factories.alias(big, "ancienne", "42999", "Rochetaillée")
        factories.commune("52425", "Rochetaillée", population=159)
        assert labels("rochetaillee") == ["Rochetaillée (52)", "Saint-Étienne (Loire)"]


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    "q",
    [
        "ville campagne",
        "contrat de réciprocité ville campagne",
        "le sens de la réciprocité",
        "lait du nord",
        "saint-dié",
        "saint die des vosges",
        "brestois",
        "-brest",
        "cantine -« brest »",
        "petr brestois",
        "290190",
        "2901",
        "communauté de communes",
        "métropoles et campagnes",
        "peut-on servir du bio",
        "compter entre deux territoires",
    ],
)
def test_what_names_no_place_proposes_none(q: str):
    assert proposed(q) == []


def test_more_than_eight_namesakes_lead_to_the_page_of_all(db: None):
    for number in range(12):
        factories.commune(f"{number + 10}100", "Sainte-Colombe", population=number)
    found = proposed("sainte colombe")
    assert len(found) == 9
    assert found[0] == ("Sainte-Colombe (21)", "/communes/21100-sainte-colombe/")
    assert found[-1] == (
        "Les 12 communes nommées Sainte-Colombe",
        "/communes/?nom=Sainte-Colombe",
    )


def test_a_town_that_has_the_name_of_its_departement_shows_its_number(db: None):
    factories.territory(name="Paris", level=TerritoryLevel.DEPARTEMENT, code="75")
    factories.commune("75056", "Paris")
    assert labels("paris") == ["Paris", "Paris (75)"]


@pytest.mark.usefixtures("places")
class TestOnResults:
    """With documents: only what has results is proposed."""

    def shown(self, address: str) -> list[tuple[str, str, int | None]]:
        form = SearchForm.from_querydict(QueryDict(address), path="/recherche/")
        return [(one.label, one.url, one.count) for one in hints_for(form)]

    def test_only_territories_with_results_are_proposed_as_a_filter(self):
        assert self.shown("q=brest") == [("Brest (Finistère)", "/communes/29019-brest/", None)]
        factories.contract(
            city=Territory.objects.get(slug="brest-metropole"), title="Cantines bretonnes"
        )
        assert self.shown("q=cantines+brest") == [
            ("Brest Métropole", "/recherche/?q=cantines&territoire=brest-metropole", 1),
            ("Brest (Finistère)", "/communes/29019-brest/", None),
        ]
        assert self.shown("q=forêt+brest")[:-1] == []

    def test_a_departement_without_any_result_comes_before_a_namesake_and_says_so(self, client):
        factories.territory(slug="marne", name="Marne", level=TerritoryLevel.DEPARTEMENT, code="51")
        factories.commune("44090", "La Marne")
        assert self.shown("q=la+marne") == [
            ("Marne", "/territoires/marne/", None),
            ("La Marne (44)", "/communes/44090-la-marne/", None),
        ]
        page = ReadPage(client, "/recherche/?q=la+marne")
        assert page.text("#compte").startswith("Marne : aucun contrat n’y est recensé")
        assert "département, aucun contrat n’y est recensé" in page.text("main")
        assert "ucun résultat" not in page.text("main")

    def test_no_contract_is_not_what_is_told_first_where_a_namesake_has_one(self, client):
        factories.territory(slug="marne", name="Marne", level=TerritoryLevel.DEPARTEMENT, code="51")
        factories.commune("29998", "La Marne", epci="242900314")
        factories.contract(city=Territory.objects.get(slug="brest-metropole"), title="Cantines")
        page = ReadPage(client, "/recherche/?q=la+marne")
        assert page.text("#compte").startswith("« Marne » répond à ces mots")
        assert "département, aucun contrat n’y est recensé" in page.text("main")
        assert "concernée par 1 contrat" in page.text("main")

    def test_a_departement_that_has_contracts_but_no_result_is_not_said_to_have_none(self, client):
        factories.contract(city=Territory.objects.get(slug="dep-29"), title="Cantines")
        page = ReadPage(client, "/recherche/?q=forêt+finistère")
        assert page.text("#compte").startswith("Aucun résultat")
        assert "page du territoire (département)" in page.text("main")
        assert "n’y est recensé" not in page.text("main")

    def test_a_commune_says_how_many_contracts_concern_it_and_leads_to_them(self, client):
        brest = Territory.objects.get(slug="brest-metropole")
        for number in range(2):
            factories.contract(city=brest, title=f"Cantines {number}")
        page = ReadPage(client, "/recherche/?q=brest")
        assert "page de la commune, concernée par 2 contrats" in page.text("main")
        assert "/communes/29019-brest/#contrats" in client.get("/recherche/?q=brest").text
        assert "concernée" not in ReadPage(client, "/recherche/?q=ajaccio").text("main")

    def test_a_commune_without_result_is_no_dead_end(self, client):
        page = ReadPage(client, "/recherche/?q=ajaccio")
        assert page.text("#compte") == (
            "« Ajaccio (2A) » répond à ces mots ; aucune fiche ne les reprend tels quels"
        )

    def test_a_commune_that_is_a_territory_is_proposed_once(self, client):
        factories.territory(
            slug="grenoble", name="Grenoble", level=TerritoryLevel.COMMUNE, code="38185"
        )
        # Without any result, then with one.
        page = "/communes/38185-grenoble/"
        assert self.shown("q=grenoble") == [("Grenoble (38)", page, None)]
        town = Territory.objects.get(slug="grenoble")
        factories.contract(city=town, title="Cantines")
        [shown] = hints_for(SearchForm.from_querydict(QueryDict("q=cantines+grenoble")))
        assert (shown.label, shown.code, shown.count) == ("Grenoble (38)", "grenoble", 1)
        assert (shown.more, shown.more_url) == (
            "page de la commune, concernée par 1 contrat",
            page,
        )
        read = ReadPage(client, "/recherche/?q=forêt+grenoble")
        assert read.texts("section[aria-label=Pistes] li") == [
            "Grenoble (38) : page de la commune, concernée par 1 contrat"
        ]

    def test_that_nothing_was_found_is_said_once(self, client):
        factories.contract(city=Territory.objects.get(slug="brest-metropole"), title="Cantines")
        page = ReadPage(client, "/recherche/?q=cantines+zzz+brest")
        assert page.text("#compte").startswith("Aucun résultat pour « cantines zzz brest »")
        below = page.text("#resultats")
        assert "Elles contiennent une partie de ces mots." in below
        assert "Rien ne" not in below
        assert "Essayez un mot plus court" not in below

    def test_the_beginning_of_a_name_leads_to_the_communes_that_have_it(self, client):
        factories.commune("69189", "Sainte-Colombe")
        [hint] = PlaceHints().hints(SearchRequest(q="ste", query=parse("ste")))
        assert hint.label == "Les communes dont le nom commence par Sainte"
        assert "Sainte-Colombe" in ReadPage(client, hint.url).text("main")
        factories.commune("17415", "Saintes")
        assert labels("saintes") == ["Saintes (17)"]

    def test_what_tells_of_a_place_comes_before_the_territories_around_it(self, client):
        region = Territory.objects.get(slug="pdl")
        factories.within(Territory.objects.get(slug="brest-metropole"), region)
        factories.contract(
            city=factories.territory(name="Ys"),
            country=region,
            title="Zones",
            commitments=[factories.commitment(None, None, object="Du bois")],
        )
        shown = ReadPage(client, "/recherche/?q=brest").texts("#resultats li[data-kind] h3")
        assert shown[-2:] == ["Zones", "Pays de la Loire"]  # after what holds the word

    def test_naming_places_costs_two_queries_whatever_their_number(self):
        request = SearchRequest(query=parse("brest grenoble mens cob trièves le mans saint denis"))
        token = current_token()
        list(PlaceHints().hints(request, token))
        with CaptureQueriesContext(connection) as queries:
            assert len(list(PlaceHints().hints(request, token))) >= 9
        assert len(queries) == 2

    def test_a_query_without_words_asks_nothing(self):
        with CaptureQueriesContext(connection) as queries:
            assert list(PlaceHints().hints(SearchRequest(query=parse("l’ -eau")))) == []
        assert len(queries) == 0

    def test_the_results_page_shows_them(self, client):
        page = client.get("/recherche/?q=Brest").content.decode()
        assert "/communes/29019-brest/" in page
        assert "Un lieu dans ces mots" in page
        assert "Un lieu dans ces mots" not in client.get("/recherche/?q=eau").content.decode()


def test_a_renamed_territory_is_found_by_its_new_name_at_once(db: None):
    place = factories.territory(name="Pays de Trégor", slug="tregor")
    assert labels("trégor") == ["Pays de Trégor"]
    place.name = "Pays de Goëlo"
    place.save()
    TerritoryName.objects.bulk_create([TerritoryName(territory=place, name="Côte de granit rose")])
    assert labels("trégor") == []
    assert labels("goelo") == labels("cote granit rose") == ["Pays de Goëlo"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Brest Métropole", "brest"),
        ("Métropole de Lyon", "lyon"),
        ("Eurométropole de Strasbourg", "strasbourg"),
        ("Grenoble-Alpes-Métropole", "grenoblealpes"),
        ("Communauté d’agglomération Mont de Marsan Agglomération", "montmarsan"),
        ("Communauté urbaine Le Creusot Montceau-les-Mines", "creusotmontceaumines"),
        ("PETR du Pays Centre Ouest Bretagne", "centreouestbretagne"),
        ("Pôle d’équilibre territorial et rural de l’Ariège", "ariege"),
        ("Parc naturel régional des Vosges du Nord", "vosgesnord"),
        ("Ville d’Angoulême", "angouleme"),
        ("Ville-d’Avray", "avray"),
        ("L’Île-d’Yeu", "ileyeu"),
        ("Sainte-Œnne", "sainteoenne"),
        ("Ste-Colombe", "saintecolombe"),
        ("Métropole", "metropole"),
        ("Les Pays", "pays"),
        ("La Celle-sur-Loire", "celleloire"),
        ("Y", "y"),
        ("Le", "le"),
        ("Bors (Canton de Charente-Sud)", "bors"),
        ("", ""),
    ],
)
def test_a_name_is_kept_under_the_words_that_are_its_own(name: str, key: str):
    assert place_key(name) == key


@given(st.text(max_size=40))
def test_a_text_has_a_key_as_soon_as_it_has_a_word(text: str):
    assert len(named(text).core) <= len(named(text).words)
    assert bool(named(text).key) == bool(named(text).words)


@given(st.text(alphabet="abelmnrstu d-'29AB", max_size=MAX_QUERY_LENGTH))
def test_runs_of_a_search_stay_few_and_within_it(text: str):
    words = parse(text).sequence
    runs = runs_of(words)
    assert len(runs) <= MAX_WORDS * len(words)
    assert all(run.words == words[run.start : run.end] and run.words for run in runs)
