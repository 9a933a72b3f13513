"""« Des contrats comme le mien »: contracts by the closeness of their pair to the one described."""

import math

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Commune, Membership, Party, Territory, TerritoryFigure
from contracts.pages.comparable.form import LikeMineForm
from contracts.places.comparable import PartySize, Wanted, closest
from contracts.places.official import SOURCE_KEY
from contracts.values.territory_kinds import TerritoryKind
from contracts.values.vocabulary import Side, TerritoryLevel
from tests import factories
from tests.contracts.reading import ReadPage

ADDRESS = "/contrats/comme-le-mien/"
WHATEVER = Wanted()


def city(population: int | None, pk: int = 1, kind=TerritoryKind.METROPOLE) -> PartySize:
    return PartySize(pk, Side.CITY, kind, population)


def country(population: int | None, pk: int = 2, kind=TerritoryKind.PAYS) -> PartySize:
    return PartySize(pk, Side.COUNTRYSIDE, kind, population)


def ranked(contracts, side="", mine=WHATEVER, partner=WHATEVER) -> list[int]:
    return [match.contract for match in closest(contracts, side, mine, partner)]


class TestCloseness:
    def test_twice_as_many_inhabitants_are_as_far_as_half_as_many(self):
        contracts = {1: [city(9), country(50)], 2: [city(9), country(200)]}
        [one, other] = closest(contracts, Side.COUNTRYSIDE, Wanted(population=100), WHATEVER)
        assert one.gap == pytest.approx(math.log10(2))
        assert other.gap == pytest.approx(one.gap)

    def test_the_nearest_ratio_comes_first_whatever_the_difference(self):
        contracts = {
            1: [city(1_000_000), country(1_000)],
            2: [city(1_500_000), country(10_000)],
            3: [city(90_000), country(90_000)],
        }
        mine = Wanted(population=1_000_000)
        assert ranked(contracts, Side.CITY, mine) == [1, 2, 3]
        assert ranked(contracts, Side.CITY, mine, Wanted(population=80_000)) == [2, 3, 1]

    def test_another_kind_is_as_far_as_three_times_the_population(self):
        contracts = {
            1: [city(9), country(400)],
            2: [city(9), country(100, kind=TerritoryKind.PNR)],
            3: [city(9), country(300)],
        }
        mine = Wanted(TerritoryKind.PAYS, 100)
        assert ranked(contracts, Side.COUNTRYSIDE, mine) == [3, 2, 1]

    def test_a_population_that_is_not_known_comes_after_all_those_that_are(self):
        contracts = {
            1: [city(None), country(None)],
            2: [city(9), country(None)],
            3: [city(9), country(1_000_000, kind=TerritoryKind.COMMUNE)],
        }
        mine = Wanted(TerritoryKind.PAYS, 100)
        assert ranked(contracts, Side.COUNTRYSIDE, mine, Wanted(population=9)) == [3, 2, 1]
        assert ranked(contracts, Side.COUNTRYSIDE, Wanted(TerritoryKind.PAYS)) == [1, 2, 3]

    def test_a_contract_without_a_party_on_the_side_is_left_out(self):
        contracts = {1: [city(9, pk=1), city(5, pk=2)], 2: [city(9), country(5)]}
        assert ranked(contracts, Side.COUNTRYSIDE, Wanted(population=5)) == [2]
        assert ranked(contracts, Side.CITY, Wanted(population=5)) == [1, 2]

    def test_the_partner_is_on_the_other_side_when_there_is_one(self):
        department = PartySize(3, Side.THIRD, TerritoryKind.DEPARTEMENT, 40)
        [match] = closest(
            {1: [city(9), department, country(7)]}, Side.CITY, WHATEVER, Wanted(population=40)
        )
        assert match.partner.territory == 2
        [match] = closest({1: [city(9), department]}, Side.CITY, WHATEVER, Wanted(population=40))
        assert match.partner.territory == 3

    def test_of_ten_parties_the_closest_are_the_pair(self):
        parties = [city(9), *(country(10**number, pk=10 + number) for number in range(1, 7))]
        [match] = closest({1: parties}, Side.COUNTRYSIDE, Wanted(population=9_000), WHATEVER)
        assert match.mine.population == 10_000

    def test_equal_contracts_stay_in_the_order_given(self):
        contracts = {number: [city(9), country(7)] for number in (5, 3, 4)}
        assert ranked(contracts, Side.CITY, Wanted(population=9)) == [5, 3, 4]


def form(address: str) -> LikeMineForm:
    return LikeMineForm.from_querydict(QueryDict(address))


class TestForm:
    @pytest.mark.parametrize(
        "typed",
        ["24000", "24 000", "24\u202f000", "24.000", "24’000", " 24 000 habitants ", "24000 hab."],
    )
    def test_a_population_is_read_as_it_is_written(self, typed):
        data = QueryDict(mutable=True)
        data["population"] = typed
        read = LikeMineForm.from_querydict(data)
        assert read.mine.population == 24_000
        assert read.faults == ()

    @pytest.mark.parametrize(
        ("typed", "cure"),
        [
            ("beaucoup", "Écrivez un nombre d’habitants en chiffres"),
            ("24,5", "Écrivez un nombre d’habitants en chiffres"),
            ("-3", "Écrivez un nombre d’habitants en chiffres"),
            ("٢٤", "Écrivez un nombre d’habitants en chiffres"),
            ("0", "Vérifiez ce nombre"),
            ("9" * 5_000, "Vérifiez ce nombre"),
        ],
    )
    def test_what_is_no_population_is_named_with_the_cure(self, typed, cure):
        read = form(f"population-partenaire={typed}")
        [fault] = read.faults
        assert (fault.name, fault.label) == ("population-partenaire", "Population du partenaire")
        assert fault.message.startswith(cure)

    def test_a_value_that_is_not_listed_is_named(self):
        read = form("cote=tiers&nature=duche&nature-partenaire=pays")
        assert [fault.name for fault in read.faults] == ["cote", "nature"]
        assert read.partner == Wanted(TerritoryKind.PAYS)

    def test_a_side_alone_ranks_nothing(self):
        assert not form("").describes_a_pair
        assert not form("cote=ville").describes_a_pair
        assert form("nature-partenaire=pnr").describes_a_pair

    def test_another_page_keeps_what_was_chosen_and_what_was_emptied(self):
        read = form("cote=ville&nature=pays&population=24+000&territoire=ys&inconnu=1")
        again = form(read.at_page(2).url().removeprefix("?"))
        assert again.page == 2
        assert (again.side, again.kind, again.population, again.territory) == (
            "ville",
            "pays",
            "24 000",
            "ys",
        )
        emptied = form("population=&nature-partenaire=&territoire=ys").at_page(2).url()
        assert emptied == "?population=&territoire=ys&page=2"
        assert form("population=&nature=pays").url() == "?nature=pays"

    @given(st.dictionaries(st.sampled_from([*LikeMineForm.LABELS, "page"]), st.text(max_size=30)))
    def test_whatever_is_typed_is_understood_or_named(self, typed):
        data = QueryDict(mutable=True)
        for name, text in typed.items():
            data[name] = text
        read = LikeMineForm.from_querydict(data)
        assert read.page >= 1
        assert {fault.name for fault in read.faults} <= set(typed)
        assert all(fault.message.endswith(".") for fault in read.faults)


def place(name: str, level: str, population: int | None = None, **fields):
    made = factories.territory(name=name, level=level, **fields)
    if population is not None:
        TerritoryFigure.objects.create(
            territory=made,
            kind=TerritoryFigure.Kind.POPULATION,
            number=population,
            retained=True,
            source=factories.source(title=f"Recensement de {name}"),
        )
    return made


@pytest.fixture
def contracts(db):
    """Three contracts: Ys with the Landes, Is with the Causse, Us with a park that nobody counted."""
    for title, (town, inhabitants), (land, level, number) in (
        ("Ys et les Landes", ("Métropole d’Ys", 400_000), ("Pays des Landes", "pays", 100_000)),
        ("Is et le Causse", ("Agglo d’Is", 200_000), ("Pays du Causse", "pays", 20_000)),
        ("Us et le parc", ("Métropole d’Us", 300_000), ("Parc des Monts", "pnr", None)),
    ):
        factories.contract(
            title=title,
            city=place(town, TerritoryLevel.EPCI, inhabitants),
            country=place(land, level, number),
        )


def read(client, query: str = "") -> ReadPage:
    return ReadPage(client, f"{ADDRESS}?{query}")


def titles(page: ReadPage) -> list[str]:
    return page.texts("#resultats h3")


def test_the_empty_form_shows_no_result_and_leads_to_all_contracts(client, contracts):
    page = read(client)
    assert not page.soup.select("#resultats")
    assert page.soup.select("main a[href='/contrats/']")
    assert page.texts("#nature option") == [
        "Toutes",
        "Métropole",
        "Intercommunalité",
        "Pays ou PETR",
        "Parc naturel régional",
    ]
    assert "noindex" not in str(page.soup.head)


def test_contracts_come_by_closeness_with_the_reason_in_words(client, contracts):
    page = read(client, "cote=campagne&nature=pays&population=24000")
    assert titles(page) == ["Is et le Causse", "Ys et les Landes", "Us et le parc"]
    first, _, last = page.texts("#resultats li[data-kind]")
    assert "Comme vous : Pays du Causse , 20 000 habitants" in first
    assert "En face : Agglo d’Is , une intercommunalité de 200 000 habitants" in first
    assert "Par rapport à votre territoire : même nature, 1,2 fois moins peuplé." in first
    assert "un parc naturel régional, population non renseignée" in last
    assert "nature différente, population non renseignée." in last


def test_beyond_ten_times_the_population_contracts_stand_apart_and_none_is_hidden(
    client, contracts
):
    page = read(client, "cote=campagne&nature=pays&population=2500")
    assert page.texts("#resultats h2, #resultats h3") == [
        "Du plus proche au plus éloigné",
        "Is et le Causse",
        "Plus éloignés",
        "Ys et les Landes",
        "Proximité inconnue",
        "Us et le parc",
    ]
    assert "Dix fois plus ou dix fois moins d’habitants" in page.text("#resultats")
    assert "40 fois plus peuplé" in page.texts("#resultats li[data-kind]")[1]


def test_how_far_the_territories_are_is_told_from_the_place_of_the_reader(client, contracts):
    causse = Party.objects.get(territory__name="Pays du Causse").territory
    Territory.objects.filter(pk=causse.pk).update(longitude=1.5, latitude=44.5)
    factories.commune("12145", "Millau", population=21_000, longitude=3.1, latitude=44.1)
    page = read(client, "commune=12145&cote=campagne")
    [told] = page.texts("[data-part=distance]")
    assert told == "135 km à vol d’oiseau"
    assert "Pays du Causse" in page.text("#resultats li:has([data-part=distance])")
    assert read(client, "cote=campagne&population=21000").texts("[data-part=distance]") == []

    own = place("Pays des Monts", TerritoryLevel.PAYS, 30_000, slug="monts")
    Territory.objects.filter(pk=own.pk).update(longitude=1.5, latitude=44.6)
    page = read(client, "territoire=monts&cote=campagne")
    assert page.texts("[data-part=distance]") == ["11 km à vol d’oiseau"]


@pytest.mark.django_db
def test_one_contract_is_told_in_the_singular(client):
    factories.contract(city=place("Métropole d’Ys", TerritoryLevel.EPCI, 400_000))
    factories.commune("29019", "Brest", population=139_000)
    page = read(client, "commune=29019")
    assert page.text("[data-part=filled]").endswith("Voir le contrat")


def test_each_population_leads_to_its_source(client, contracts):
    page = read(client, "cote=ville&population=400000")
    card = page.soup.select("#resultats li[data-kind]")[0]
    assert page.cited_by(card) == [
        "Recensement de Métropole d’Ys",
        "Recensement de Pays des Landes",
    ]


def test_the_partner_counts_as_much(client, contracts):
    assert titles(read(client, "cote=ville&population=250000&population-partenaire=20000")) == [
        "Is et le Causse",
        "Ys et les Landes",
        "Us et le parc",
    ]
    assert titles(read(client, "cote=ville&population=350000&nature-partenaire=pnr"))[0] == (
        "Us et le parc"
    )


def test_a_mistake_is_told_beside_its_field_and_nothing_is_to_be_typed_again(client, contracts):
    page = read(client, "cote=campagne&nature=pnr&population=beaucoup&population-partenaire=12+000")
    assert page.text("[role=alert] li") == (
        "Population de votre territoire : Écrivez un nombre d’habitants en chiffres, "
        "par exemple 24 000."
    )
    field = page.one("#population")
    assert (field["value"], field["aria-invalid"]) == ("beaucoup", "true")
    assert "population-faute" in field["aria-describedby"]
    assert page.one("#population-faute").text.startswith("Écrivez")
    assert page.one("#population-partenaire")["value"] == "12 000"
    assert page.texts("#cote option[selected]") == ["Campagne"]
    assert page.texts("#nature option[selected]") == ["Parc naturel régional"]
    assert not page.soup.select("#resultats")


def test_what_is_typed_is_never_markup(client, contracts):
    page = read(client, "population=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.one("#population")["value"] == '"><script>alert(1)</script>'
    assert not page.soup.select("main script")


def test_a_territory_fills_the_form_and_its_own_contracts_are_left_out(client, contracts):
    slug = Party.objects.get(territory__name="Pays du Causse").territory.slug
    page = read(client, f"territoire={slug}")
    assert page.texts("#cote option[selected]") == ["Campagne"]
    assert page.texts("#nature option[selected]") == ["Pays ou PETR"]
    assert page.one("#population")["value"] == "20000"
    assert titles(page) == ["Ys et les Landes", "Us et le parc"]

    emptied = read(client, f"territoire={slug}&population=&nature=pnr&cote=campagne")
    assert emptied.one("#population")["value"] == ""
    assert titles(emptied) == ["Us et le parc", "Ys et les Landes"]


@pytest.mark.django_db
def test_a_commune_is_told_its_own_contracts_and_may_start_from_its_intercommunality(client):
    epci = place("Poher Communauté", TerritoryLevel.EPCI, code="242900744")
    pays = place("Pays COB", TerritoryLevel.PAYS)
    Membership.objects.create(member=epci, container=pays, source=factories.source())
    factories.commune("29205", "Plounévézel", epci="242900744")
    own = factories.contract(title="Ys et le Pays COB", country=pays)
    factories.contract(title="Is et les Landes", country=place("Landes", TerritoryLevel.PAYS))

    page = read(client, "commune=29205")

    # By the commune, then by its intercommunality.
    assert titles(page)[0] == "Par la commune"
    assert titles(page)[2].startswith("Par l’intercommunalité")
    assert titles(page)[1::2] == ["Is et les Landes"] * 2
    told = page.one("#rempli")
    assert "Ses propres contrats ne sont pas repris : Ys et le Pays COB." in " ".join(
        told.text.split()
    )
    assert told.select_one(f"a[href='{own.url}']")
    wider = told.find("a", string=lambda text: text and "Poher" in text)["href"]
    assert titles(read(client, wider.partition("?")[2])) == ["Is et les Landes"]


def test_an_unknown_territory_is_told_with_the_cure(client, contracts):
    page = read(client, "territoire=atlantide")
    assert "Aucun territoire ne porte cet identifiant" in page.text("[role=alert] li")


@pytest.mark.django_db
def test_a_commune_takes_its_population_from_the_official_file_and_its_source(client):
    factories.source(key=SOURCE_KEY, title="Découpage administratif français")
    Commune.objects.create(code="29019", name="Brest", departement="29", population=139_676)
    factories.contract(
        city=place("Ville de Brest", TerritoryLevel.COMMUNE, code="29019"),
        country=place("Pays", TerritoryLevel.PAYS),
    )
    page = read(client, "cote=ville&nature=commune&population=140000")
    [card] = page.soup.select("#resultats li[data-kind]")
    assert "139 676 habitants" in " ".join(card.text.split())
    assert page.cited_by(card) == ["Découpage administratif français"]


@pytest.mark.django_db
def test_populations_that_disagree_and_of_which_none_is_retained_are_not_told(client):
    town = place("Ys", TerritoryLevel.EPCI)
    for number in (1_000, 2_000):
        TerritoryFigure.objects.create(
            territory=town, kind="population", number=number, source=factories.source()
        )
    factories.contract(city=town)
    [card] = read(client, "cote=ville&population=1500").texts("#resultats li[data-kind]")
    assert "population non renseignée" in card


def test_contracts_that_are_not_public_are_not_listed(client, contracts):
    page = Party.objects.get(territory__name="Pays du Causse").contract
    page.unpublish()
    assert titles(read(client, "nature=pays")) == ["Ys et les Landes", "Us et le parc"]


def test_the_thirteenth_contract_is_on_the_second_page(client, contracts):
    for number in range(10):
        factories.contract(
            title=f"Contrat {number:02}",
            city=place(f"Métropole {number}", TerritoryLevel.EPCI, 1_000_000),
            country=place(f"Pays {number}", TerritoryLevel.PAYS, 1_000_000 + number),
        )
    query = "cote=campagne&nature=pays&population=24000"
    assert len(titles(read(client, query))) == 12
    [following] = read(client, query).soup.select("a[rel='next']")
    assert titles(ReadPage(client, f"{ADDRESS}{following['href']}")) == ["Us et le parc"]
    assert titles(read(client, f"{query}&page=99999")) == ["Us et le parc"]


def test_whatever_is_typed_after_the_address_gets_a_page(client, contracts):
    for query in ("page=abc", "page=0", "nature=%00", "cote=%FF", "population=²", "inconnu=1"):
        assert client.get(f"{ADDRESS}?{query}").status_code == 200


def test_the_page_is_reached_from_the_contracts_the_home_page_and_a_territory(client, contracts):
    slug = Party.objects.get(territory__name="Pays du Causse").territory.slug
    for address in ("/", "/contrats/", "/plan-du-site/"):
        assert ReadPage(client, address).soup.select(f"main a[href='{ADDRESS}']"), address
    territory = ReadPage(client, f"/territoires/{slug}/")
    assert territory.soup.select(f"main a[href='{ADDRESS}?territoire={slug}']")


@pytest.mark.django_db
def test_a_commune_or_an_intercommunality_is_filled_in_from_its_name(client):
    factories.home_page()
    factories.commune("29019", "Brest", population=139_000)
    factories.territory(slug="ys", name="Ys Métropole", level="epci")
    for code in ("69189", "77404"):
        factories.commune(code, "Sainte-Colombe")

    def to(typed: str) -> str:
        return str(client.get("/contrats/comme-le-mien/", {"lieu": typed})["Location"])

    assert to("brest") == "/contrats/comme-le-mien/?commune=29019#rempli"
    factories.alias(Commune.objects.get(code="29019"), "postal", "63210")
    factories.commune("63210", "Maringues")
    both = read(client, "lieu=63210").texts("main ul li")
    assert [told.partition(", ")[2] for told in both] == ["code postal 63210", "code Insee 63210"]
    assert to("Ys Métropole") == "/contrats/comme-le-mien/?territoire=ys#rempli"
    namesakes = ReadPage(client, "/contrats/comme-le-mien/?lieu=sainte+colombe")
    assert len(namesakes.texts("main ul li a")) == 2
    unknown = ReadPage(client, "/contrats/comme-le-mien/?lieu=nulle+part")
    assert "Aucune commune ni intercommunalité de ce nom" in unknown.text("[role=alert]")
    assert unknown.one("#lieu")["value"] == "nulle part"


@pytest.mark.django_db
def test_what_is_filled_in_says_from_which_place_and_keeps_its_name(client):
    factories.home_page()
    region = place("Bretagne", TerritoryLevel.REGION, code="53")
    departement = place("Finistère", TerritoryLevel.DEPARTEMENT, code="29")
    factories.within(departement, region)
    factories.commune("29019", "Brest", population=139_000)
    metropole = place("Ys Métropole", TerritoryLevel.EPCI, 400_000, slug="ys")
    factories.within(metropole, departement)

    for typed, told in (
        ("brest", "Rempli d’après la page Brest : population 139 000 habitants, région Bretagne."),
        (
            "ys métropole",
            "Rempli d’après la page Ys Métropole : population 400 000 habitants, région Br",
        ),
    ):
        shown = ReadPage(client, str(client.get(ADDRESS, {"lieu": typed})["Location"]))
        assert shown.text("[data-part=filled]").startswith(told)
        assert shown.one("#lieu")["value"].casefold() == typed
        assert shown.one("#population")["value"] != ""
    # What is changed afterwards is kept, and the place still told.
    changed = read(client, "commune=29019&cote=&nature=commune&population=9000")
    assert changed.one("#population")["value"] == "9000"
    assert changed.one("input[name=commune]")["value"] == "29019"
    assert changed.one("#lieu")["value"] == "Brest"
    unknown = read(client, "commune=00000")
    assert "Aucune commune n’a ce code" in unknown.text("[role=alert]")
