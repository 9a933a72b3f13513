"""The indicators of tools: what they must satisfy, their page, the table of them all, its address."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse
from wagtail.models import PageViewRestriction

from contracts.models import Indicator
from search.answers.service import answer
from search.models import SearchDocument
from search.query.form import SearchForm
from tests import factories
from tests.contracts.reading import ReadPage

ADDRESS = "/indicateurs/"


def indicator(name: str = "Part de navetteurs", **fields: object) -> Indicator:
    fields.setdefault("source", factories.source())
    return Indicator(name=name, **fields)


def faults(*indicators: Indicator, **fields: object) -> list[tuple[str | None, str]]:
    page = factories.tool(publish=False, indicators=list(indicators), **fields)
    return [(fault.field, fault.message) for fault in page.publication_faults()]


@pytest.fixture
def small(db):
    """Three public indicators of two tools, and one of a draft."""
    mobility = factories.theme(slug="mobilites", label="Mobilités")
    contract = factories.contract(title="Ys et Landes", slug="ys-et-landes")
    factories.tool(
        title="Mesurer les navettes",
        slug="navettes",
        indicators=[
            indicator(
                definition="Personnes qui travaillent dans une autre commune.",
                unit="%",
                theme=mobility,
                data="Recensement",
                data_source=factories.source(title="Le fichier", url="https://exemple.fr/donnees"),
                used_by="L’agence d’urbanisme",
                used_in=contract,
                used_source=factories.source(title="L’étude"),
            ),
            indicator("Distance médiane", unit="km"),
        ],
    )
    factories.tool(title="Compter les arbres", slug="arbres", indicators=[indicator("Haies")])
    factories.tool(title="Brouillon", publish=False, indicators=[indicator("Caché")])


def names(page: ReadPage) -> list[str]:
    return page.texts("tbody th > a:first-child")


@pytest.mark.django_db
def test_an_indicator_is_published_with_its_name_and_its_source():
    assert faults(indicator()) == []
    assert faults(indicator(source=None)) == [
        ("source", "Indiquez la source : rien n’est publié sans source.")
    ]
    assert faults(indicator(" ")) == [("name", "Nommez l’indicateur.")]


@pytest.mark.django_db
def test_two_indicators_of_a_tool_have_two_names():
    told = ("name", "Un autre indicateur de cet outil porte ce nom.")
    assert faults(indicator("Émissions"), indicator("emissions")) == [told]


@pytest.mark.django_db
def test_who_used_it_rests_on_a_source_and_its_data_have_an_address():
    told = ("used_source", "Indiquez la source qui dit qui s’en est servi.")
    assert faults(indicator(used_by="L’agence")) == [told]
    assert faults(indicator(used_in=factories.contract())) == [told]
    assert faults(indicator(used_by="L’agence", used_source=factories.source())) == []

    nowhere = factories.source(url="", reference="rapport n° 3")
    assert faults(indicator(data_source=nowhere)) == [
        ("data_source", "Choisissez une source qui a une adresse.")
    ]


def test_the_page_of_a_tool_shows_its_indicators(client, small):
    page = ReadPage(client, "/outils/navettes/")
    cells = page.texts("#indicateur-part-de-navetteurs > *")

    assert cells[0].startswith("Part de navetteurs")
    assert "Personnes qui travaillent dans une autre commune." in cells[0]
    assert cells[1:3] == ["%", "Recensement"]
    assert cells[3].startswith("L’agence d’urbanisme Ys et Landes")
    links = {link["href"] for link in page.soup.select("#indicateur-part-de-navetteurs a")}
    assert {"https://exemple.fr/donnees", "/contrats/ys-et-landes/"} <= links
    assert page.texts("#indicateur-distance-mediane > *")[2:] == ["non renseigné"] * 2


def test_nobody_is_told_of_a_private_page_that_used_an_indicator(client, small):
    contract = Indicator.objects.exclude(used_in=None).get().used_in
    PageViewRestriction.objects.create(page=contract, restriction_type="login")
    for address in ("/outils/navettes/", ADDRESS):
        assert "Ys et Landes" not in ReadPage(client, address).text("main")


def test_a_row_of_the_table_tells_all_and_leads_to_its_line_in_its_tool(client, small):
    page = ReadPage(client, ADDRESS)

    assert page.text("#compte") == "3 indicateurs dans 2 outils"
    assert names(page) == ["Distance médiane", "Haies", "Part de navetteurs"]
    row = page.texts("tbody tr:nth-child(3) > *")
    assert "Unité : %" in row[0].replace("\u00a0", " ")
    assert row[1:4] == ["Mobilités", "Mesurer les navettes", "Recensement"]
    assert row[4].startswith("L’agence d’urbanisme Ys et Landes")
    for link in page.soup.select("tbody th > a:first-child"):
        path, _, anchor = link["href"].partition("#")
        assert ReadPage(client, path).soup.find(id=anchor), link["href"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?theme=mobilites", ["Part de navetteurs"]),
        ("?theme=non-renseigne", ["Distance médiane", "Haies"]),
        ("?outil=arbres", ["Haies"]),
        ("?q=commune+personnes", ["Part de navetteurs"]),
        ("?q=recensement", ["Part de navetteurs"]),
        ("?tri=-indicateur", ["Part de navetteurs", "Haies", "Distance médiane"]),
        ("?tri=outil", ["Haies", "Distance médiane", "Part de navetteurs"]),
    ],
)
def test_rows_are_narrowed_and_ordered_by_the_address(client, small, query, expected):
    assert names(ReadPage(client, ADDRESS + query)) == expected


def test_an_empty_table_says_what_to_take_off(client, small):
    page = ReadPage(client, f"{ADDRESS}?theme=mobilites&outil=arbres")
    assert page.text("#compte") == "Aucun indicateur"
    ways_out = {words for words in page.texts("main li > a") if words.startswith("Sans")}
    assert ways_out == {
        "Sans le filtre « Thème » : 1 ligne",
        "Sans le filtre « Outil » : 1 ligne",
    }
    assert "pour « xylophone »" in ReadPage(client, f"{ADDRESS}?q=xylophone").text("#compte")


@pytest.mark.parametrize(
    "query",
    [
        "?page=99999",
        "?page=abc&tri=rien&theme=%00",
        "?theme=inconnu&outil=nulle-part",
        "?tri=-&q=%F0%9F%8C%B3",
        "?theme=" + "&theme=".join(map(str, range(200))),
    ],
)
def test_whatever_is_typed_in_the_address_gets_a_page(client, small, query):
    ReadPage(client, ADDRESS + query)


def test_the_head_tells_the_filters_and_where_the_page_stands(client, small):
    page = ReadPage(client, f"{ADDRESS}?theme=mobilites&q=commune&x=1")
    assert page.text("title") == "commune, mobilités — Tous les indicateurs — Réciprocités"
    assert page.one("link[rel=canonical]")["href"].endswith(f"{ADDRESS}?q=commune&theme=mobilites")
    assert "noindex" in page.one("meta[name=robots]")["content"]
    assert page.soup.select_one("nav a[href='/outils/']")


def test_the_table_is_found_from_the_pages_where_it_is_looked_for(client, small):
    for address in ("/", "/outils/", "/outils/navettes/", "/plan-du-site/"):
        assert ReadPage(client, address).soup.select_one(f"a[href='{ADDRESS}']"), address
    assert f"{ADDRESS}</loc>" in client.get("/sitemap.xml").content.decode()
    assert reverse("indicators") == ADDRESS


def test_words_that_ask_for_indicators_find_the_table_first(small):
    for words in ("indicateurs", "indicateur", "indicateur+de+suivi"):
        found = answer(SearchForm.from_querydict(QueryDict(f"q={words}")))
        assert found.hits[0].url == ADDRESS, words


def test_a_tool_is_found_by_the_names_of_its_indicators(client, small):
    document = SearchDocument.objects.get(url="/outils/navettes/")
    assert "Part de navetteurs" in document.body
    assert "/outils/navettes/" in {
        link["href"] for link in ReadPage(client, "/recherche/?q=navetteurs").soup.select("main a")
    }


def test_a_draft_keeps_its_indicators_in_its_revision(small):
    tool = factories.tool(indicators=[indicator("Avant")])
    tool.indicators = [indicator("Après")]
    tool.save_revision()

    assert [one.name for one in Indicator.objects.filter(page=tool)] == ["Avant"]
    assert [one.name for one in tool.get_latest_revision_as_object().indicators.all()] == ["Après"]
