"""The map, its list and the list of contracts tell the same set, on the real content."""

import re

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.urls import reverse

from contracts.catalogue.communes import load_communes
from contracts.models import ContractPage
from contracts.places.parties import OUTSIDE, public_parties
from contracts.places.points import ABROAD, NOT_KNOWN
from contracts.rules.listed import listed
from contracts.values.vocabulary import Side
from search.answers.service import answer
from search.query.form import SearchForm

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.any_engine]


@pytest.fixture(scope="module", autouse=True)
def communes(real_catalogue, django_db_blocker):
    """With the points of the gazetteer, undone with the catalogue."""
    with django_db_blocker.unblock():
        load_communes()


def read(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def links(soup: BeautifulSoup, within: str) -> set[str]:
    return {
        one["href"] for one in soup.select(f"{within} a") if one["href"].startswith("/contrats")
    }


def groups(soup: BeautifulSoup) -> list[tuple[str, int]]:
    """The addresses and the numbers of contracts of the groups of both drawings."""
    return [
        (one["href"], int(re.match(r"\d+", one.title.text)[0]))
        for one in soup.select("[data-atlas] a")
        if not one["href"].startswith("/contrats")
    ]


def listed_at(soup: BeautifulSoup) -> int:
    told = soup.select_one("#compte").get_text(" ", strip=True)
    return int(match[1]) if (match := re.match(r"(\d+)", told)) else 0


def test_the_map_of_every_filter_has_the_set_of_its_list_and_of_the_list_of_contracts(client):
    contracts = SearchForm.from_querydict(QueryDict(), fixed={"type": ("contrat",)})
    checked = 0
    for count in answer(contracts).facets:
        if not count.facet.shown:
            continue
        for value in count.values:
            soup = read(client, f"{reverse('atlas')}?{count.facet.name}={value.code}")
            rows = soup.select("li[data-contract]")
            assert len(rows) == listed_at(soup) == value.count
            listed_there = links(soup, "li[data-contract]")
            assert len(listed_there) == value.count
            # What is drawn is listed, and what is listed is drawn or says why it is not.
            assert links(soup, "[data-atlas]") <= listed_there
            checked += 1
    assert checked > 30


def test_every_contract_is_drawn_and_a_party_that_is_not_says_why(client):
    public = set(listed(ContractPage.objects).values_list("pk", flat=True))
    soup = read(client, reverse("atlas"))
    rows = {
        int(one["id"].removeprefix("contrat-")): one.get_text(" ", strip=True)
        for one in soup.select("li[data-contract]")
    }
    assert set(rows) == public
    assert listed_at(soup) == len(public)
    parties = public_parties()
    for pk in public:
        sides = [party for party in parties[pk] if party.side != Side.THIRD]
        assert any(party.drawn for party in sides), rows[pk]
        for party in sides:
            assert party.drawn or party.why_not_drawn in {ABROAD, NOT_KNOWN, OUTSIDE}
            assert party.drawn or f": hors carte, {party.why_not_drawn}" in rows[pk]


def test_a_group_opens_a_list_with_all_its_contracts(client):
    told = groups(read(client, reverse("atlas")))
    assert len(told) > 5
    for address, number in told:
        # Its territories are kept as everywhere: with what lies within or around them.
        assert listed_at(read(client, f"{reverse('atlas')}{address}")) >= number > 1


def test_a_region_has_an_address_with_its_contracts_and_another_word_has_none(client):
    soup = read(client, reverse("atlas_region", args=["occitanie"]))
    assert listed_at(soup) == listed_at(read(client, f"{reverse('atlas')}?region=occitanie")) > 5
    assert soup.select_one("link[rel=canonical]")["href"].endswith("/carte/occitanie/")
    assert soup.title.get_text().startswith("Carte des contrats")
    for nowhere in ("nulle-part", "brest-metropole"):
        assert client.get(reverse("atlas_region", args=[nowhere])).status_code == 404
    assert listed_at(read(client, reverse("atlas_region", args=["guadeloupe"]))) == 0


def test_the_map_is_found_from_the_frame_the_plan_and_the_sitemap(client):
    plan = read(client, "/plan-du-site/")
    for part in ("header nav", "footer", "main"):
        assert plan.select_one(f"{part} a[href='/carte/']"), part
    assert plan.select_one("main a[href='/carte/occitanie/']")
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/carte/</loc>" in sitemap
    assert "/carte/occitanie/</loc>" in sitemap
    assert "/carte/guadeloupe/" not in sitemap


def test_brest_shows_how_far_its_parties_are_and_leads_to_the_map(client):
    soup = read(client, "/contrats/brest-metropole-centre-ouest-bretagne/")
    figure = next(one for one in soup.select("figure") if "vol d’oiseau" in one.get_text())
    said = " ".join(figure.get_text(" ", strip=True).split())
    assert re.search(r"\d+\skm à vol d’oiseau entre les parties", said)
    assert "centre de ses 5 membres" in said
    drawing = figure.select_one("svg[role=img]")
    assert "Brest Métropole et Pays Centre Ouest Bretagne" in drawing["aria-label"]
    assert len(str(drawing).encode()) < 24_000
    assert len(links(read(client, figure.select_one("a")["href"]), "li[data-contract]")) >= 1


@pytest.mark.parametrize("slug", ["clermont-saint-flour", "brest-metropole-centre-ouest-bretagne"])
def test_a_contract_leads_to_itself_on_the_map_and_to_no_other(client, slug):
    soup = read(client, f"/contrats/{slug}/")
    [link] = [
        one for one in soup.select("figure a") if one.get_text(strip=True) == "Voir sur la carte"
    ]

    shown = read(client, link["href"])

    assert links(shown, "li[data-contract]") == {f"/contrats/{slug}/"}
    assert shown.select_one(f"#{link['href'].partition('#')[2]} svg")


def test_a_mark_of_several_contracts_opens_as_many_as_it_says(client):
    soup = read(client, reverse("atlas"))
    counted = {}
    for mark in soup.select("[data-atlas] a"):
        several = re.match(r"(\d+) contrats", mark.title.text)
        if several and mark["href"].startswith("?"):
            counted[mark["href"].partition("#")[0]] = int(several.group(1))
    assert len(counted) > 15
    for query, count in counted.items():
        opened = read(client, f"{reverse('atlas')}{query}")
        assert len(opened.select("li[data-contract]")) == count, query


def test_a_contract_without_a_line_leads_to_its_reason_in_the_list(client):
    """Its party that is not on the map is told where the link leads."""
    page = listed(ContractPage.objects).get(slug="dijon-communes-eau")
    shown = read(client, page.url)
    [link] = [one for one in shown.select("figure a[href]") if "carte" in one.get_text()]
    assert link.get_text(strip=True) == "Voir dans la liste de la carte"
    address, _, anchor = link["href"].partition("#")
    row = read(client, address).select_one(f"#{anchor}")
    assert "hors carte, ni ses membres ni son siège ne sont connus" in row.get_text(" ", strip=True)
