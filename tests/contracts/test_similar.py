"""The fiches that a page says are like it, with the reason in words."""

import datetime as dt

import pytest
from django.db import transaction
from wagtail.models import PageViewRestriction

from contracts.index.keys import page_key
from contracts.models import PageLink, Party, ToolPage
from contracts.values.territory_kinds import (
    PartyKind,
    TerritoryKind,
    kind_of,
    pair_codes,
    pair_label,
)
from contracts.values.vocabulary import LinkType, Side, TerritoryLevel
from search.index.documents import Document
from search.index.indexing import put_many
from search.index.integrity import differences
from tests import factories
from tests.contracts.reading import ReadPage


@pytest.fixture
def catalogue_of_others():
    """A hundred fiches about something else: half of them about food, a tenth about short
    supply chains."""
    factories.home_page()
    with transaction.atomic():
        put_many(
            Document(
                key=page_key(100_000 + number),
                kind="outil",
                title=f"Autre {number}",
                url=f"/autre-{number}/",
                updated=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                facets={
                    "theme": ("alimentation",) if number % 2 else (f"theme-{number}",),
                    "etiquette": ("circuit-court",) if number % 10 == 1 else (f"mot-{number}",),
                },
            )
            for number in range(100)
        )


@pytest.fixture
def food():
    return factories.theme(slug="alimentation", label="Alimentation")


@pytest.fixture
def wood():
    return factories.theme(slug="bois", label="Forêt et filière bois")


def pair(number: int) -> dict[str, object]:
    return {
        "city": factories.territory(name=f"Métropole {number}", level=TerritoryLevel.EPCI),
        "country": factories.territory(name=f"Pays {number}", level=TerritoryLevel.PAYS),
    }


def similar(client, page) -> dict[str, str]:
    """What stands under « Fiches proches »: title → reason."""
    read = ReadPage(client, page.url)
    titles = read.texts("#proches li a")
    lines = read.texts("#proches li")
    return {
        title: line.removeprefix(title).strip() for title, line in zip(titles, lines, strict=True)
    }


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("catalogue_of_others"),
    pytest.mark.any_engine,
]


def test_fiches_of_any_kind_that_share_a_rare_tag_and_a_theme_are_similar(client, wood):
    contract = factories.contract(title="Ys et les Landes", themes=[wood], tags=["bois énergie"])
    experience = factories.case_study(title="Chaufferie", themes=[wood], tags=["bois énergie"])
    tool = factories.tool(title="Plan", themes=[wood], tags=["bois énergie"])

    reason = "étiquette commune : bois énergie ; même thème : « Forêt et filière bois »"
    assert similar(client, contract) == {
        "Chaufferie": f"Expérience · {reason}",
        "Plan": f"Outil · {reason}",
    }
    assert set(similar(client, experience)) == {"Ys et les Landes", "Plan"}
    assert set(similar(client, tool)) == {"Ys et les Landes", "Chaufferie"}


def test_a_theme_and_a_tag_that_many_fiches_have_are_not_enough(client, food):
    one, _ = (factories.tool(themes=[food], tags=["circuit court"]) for _ in range(2))
    assert similar(client, one) == {}
    assert not ReadPage(client, one.url).soup.select("#proches, a[href='#proches']")


def test_the_kind_of_the_pair_counts_with_the_rest_and_not_alone(client):
    one = factories.contract(title="Un", tags=["cantine"], **pair(1))
    factories.contract(title="Deux", tags=["cantine"], **pair(2))
    factories.contract(title="Trois", **pair(3))

    assert similar(client, one) == {
        "Deux": "Contrat · étiquette commune : cantine ; "
        "même type de paire : métropole et pays ou PETR"
    }


def test_fiches_that_use_the_same_tool_are_similar(client):
    tool = factories.tool(title="Réaliser un portrait croisé")
    first, _ = (factories.case_study(title=f"Expérience {n}", tools=[tool]) for n in (1, 2))
    contract = factories.contract(title="Contrat", publish=False)
    contract.outgoing_links = [PageLink(target=tool, type=LinkType.USES, reason="Avant")]
    contract.save_revision().publish()

    reason = "utilise le même outil : « Réaliser un portrait croisé »"
    assert similar(client, first) == {
        "Expérience 2": f"Expérience · {reason}",
        "Contrat": f"Contrat · {reason}",
    }


def test_a_fiche_that_is_about_everything_is_not_similar_to_those_about_one_thing(client, wood):
    one = factories.tool(title="Un", themes=[wood], tags=["bois énergie"])
    themes = [wood, *(factories.theme() for _ in range(20))]
    factories.tool(title="Tout", themes=themes, tags=["bois énergie", "eau", "train", "santé"])
    factories.tool(title="Deux", themes=[wood], tags=["bois énergie"])
    assert list(similar(client, one)) == ["Deux"]


def test_what_is_linked_already_is_not_said_twice(client, wood):
    told = {"themes": [wood], "tags": ["bois énergie"]}
    linked, linking, born = (factories.tool(title=f"Outil {n}", **told) for n in range(3))
    contract = factories.contract(publish=False, **told)
    contract.outgoing_links = [PageLink(target=linked, reason="Lien")]
    contract.save_revision().publish()
    linking.outgoing_links = [PageLink(target=contract, reason="Lien")]
    linking.save_revision().publish()

    assert list(similar(client, contract)) == [born.title]


def test_at_most_four_fiches_are_shown_those_that_share_the_most_first(client, wood):
    one = factories.contract(themes=[wood], tags=["bois énergie", "chaufferie"])
    for number in range(6):
        factories.tool(title=f"Outil {number}", themes=[wood], tags=["bois énergie"])
    factories.tool(title="Le plus proche", themes=[wood], tags=["bois énergie", "chaufferie"])

    shown = list(similar(client, one))
    assert shown[0] == "Le plus proche"
    assert len(shown) == 4
    assert list(similar(client, one)) == shown


def test_a_reason_names_three_values_and_counts_the_others(client):
    tags = ["abeille", "bergerie", "cidre", "drave", "étang"]
    one, _ = (factories.contract(title=f"Contrat {n}", tags=tags) for n in (1, 2))
    assert similar(client, one)["Contrat 2"].startswith(
        "Contrat · étiquettes communes : abeille, bergerie, cidre et 2 autres ; même type"
    )


def test_an_edit_is_seen_on_the_page_of_the_other_fiche(client, wood):
    one, other = (
        factories.tool(title=f"Outil {n}", themes=[wood], tags=["bois énergie"]) for n in (1, 2)
    )
    assert list(similar(client, one)) == ["Outil 2"]

    other.tags.set(["eau"])
    other.themes = []
    other.save_revision().publish()

    assert similar(client, one) == {}


def test_what_is_not_public_is_not_shown(client, wood):
    one, other = (
        factories.tool(title=f"Outil {n}", themes=[wood], tags=["bois énergie"]) for n in (1, 2)
    )
    restriction = PageViewRestriction.objects.create(page=other, restriction_type="login")
    assert similar(client, one) == {}
    restriction.delete()
    assert list(similar(client, one)) == ["Outil 2"]
    other.unpublish()
    assert similar(client, one) == {}


def test_a_tool_that_is_not_public_is_not_named(client):
    tool = factories.tool(title="Secret")
    one, _ = (factories.case_study(title=f"Expérience {n}", tools=[tool]) for n in (1, 2))
    assert list(similar(client, one)) == ["Expérience 2"]
    PageViewRestriction.objects.create(page=tool, restriction_type="login")
    assert similar(client, one) == {}


def test_a_tool_that_is_deleted_leaves_the_index_as_the_pages_are():
    tool = factories.tool()
    factories.case_study(tools=[tool])
    contract = factories.contract(publish=False)
    contract.outgoing_links = [PageLink(target=tool, type=LinkType.USES, reason="Avant")]
    contract.save_revision().publish()

    ToolPage.objects.get().delete()

    assert [one.message for one in differences() if "« Autre " not in one.message] == []


def test_a_preview_of_a_draft_shows_no_similar_fiche_and_no_error(wood):
    page = factories.contract(publish=False, themes=[wood])
    response = page.make_preview_request()
    assert response.status_code == 200
    assert 'id="proches"' not in response.content.decode()


@pytest.mark.parametrize(
    ("level", "name", "kind"),
    [
        ("epci", "Communauté de communes de Saint-Flour", TerritoryKind.COMMUNES),
        ("epci", "Communauté d'agglomération du Libournais", TerritoryKind.AGGLOMERATION),
        ("epci", "Communauté urbaine Le Mans Métropole", TerritoryKind.URBAN_COMMUNITY),
        ("epci", "Eurométropole de Strasbourg", TerritoryKind.METROPOLE),
        ("epci", "Saint-Flour Communauté", TerritoryKind.INTERCOMMUNAL),
        ("petr", "PETR de l’Ariège", TerritoryKind.PAYS),
        ("pays", "Pays d’Aurillac", TerritoryKind.PAYS),
        ("pnr", "Parc naturel régional du Morvan", TerritoryKind.PNR),
    ],
)
def test_the_kind_of_a_territory_is_read_in_its_level_and_its_name(level, name, kind):
    assert kind_of(level, name) == kind


def test_every_level_has_a_kind():
    assert [kind_of(level, "Nom").label for level in TerritoryLevel]


def test_a_pair_is_a_kind_of_city_with_a_kind_of_countryside():
    city = PartyKind(Side.CITY, TerritoryKind.METROPOLE)
    town = PartyKind(Side.CITY, TerritoryKind.COMMUNE)
    country = PartyKind(Side.COUNTRYSIDE, TerritoryKind.PAYS)
    third = PartyKind(Side.THIRD, TerritoryKind.DEPARTEMENT)
    unknown = PartyKind(Side.COUNTRYSIDE, TerritoryKind.OTHER)

    assert pair_codes([country, third, city, country]) == ("metropole+pays",)
    assert pair_codes([town, city, third]) == ("ville:metropole=commune",)
    assert pair_codes([city, third, unknown]) == ()
    assert pair_label("metropole+pays") == "métropole et pays ou PETR"
    assert pair_label("ville:metropole=commune") == "métropole et commune, du même côté (ville)"


def test_a_contract_is_under_its_pair_after_a_party_is_renamed(client):
    city = factories.territory(name="Ys", level=TerritoryLevel.EPCI)
    country = factories.territory(level=TerritoryLevel.PAYS)
    parties = [
        Party(territory=city, side=Side.CITY),
        Party(territory=country, side=Side.COUNTRYSIDE),
    ]
    one = factories.contract(parties=parties, tags=["cantine", "lentilles"])
    factories.contract(tags=["cantine", "lentilles"], **pair(2))
    assert "paire" not in next(iter(similar(client, one).values()))

    city.name = "Métropole d’Ys"
    city.save()

    assert "même type de paire : métropole et pays" in next(iter(similar(client, one).values()))
