"""An editor gives a listing another address: every page of the site follows, old links are led on."""

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import resolve

from contracts import kinds
from contracts.models import ContractIndexPage, ContractPage
from contracts.training.models import SessionDate, SessionIndexPage, TrainingSessionPage
from home.models import EditorialPage
from tests import factories

pytestmark = pytest.mark.django_db

RENAMED = {
    "contrats": "accords",
    "experiences": "recits",
    "outils": "methodes",
    "sessions": "rencontres",
}
HREF = re.compile(r"""href=["']([^"'#]+)""")


def session() -> TrainingSessionPage:
    page = TrainingSessionPage(
        title="Se former", slug="se-former", gist="Se former.", source=factories.source()
    )
    page.dates = [SessionDate(day=dt.date(2016, 12, 6))]
    SessionIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def rename(listing: Any, slug: str) -> None:
    listing.slug = slug
    listing.save_revision().publish()


@pytest.fixture
def addresses(django_capture_on_commit_callbacks) -> list[str]:
    """Those of all sorts of pages, once every listing has another slug than at first."""
    city = factories.territory(slug="ys", longitude=-4.5, latitude=48.4, level="epci")
    contract = factories.contract(city=city, title="Ys et Landes")
    tool = factories.tool()
    fiches = [contract, tool, factories.case_study(contract=contract, tools=[tool]), session()]
    with django_capture_on_commit_callbacks(execute=True):
        for kind in kinds.registered():
            if kind.listing:
                listing = kind.listing.objects.get()
                rename(listing, RENAMED[listing.slug])
    current = [type(page).objects.get(pk=page.pk).url for page in fiches]
    return [
        "/",
        *(f"/{slug}/" for slug in RENAMED.values()),
        *current,
        *(page.url for page in EditorialPage.objects.live()),
        "/recherche/?q=ys",
        "/plan-du-site/",
        "/sitemap.xml",
        "/contrats/comme-le-mien/",
        "/contrats/comme-le-mien/?cote=ville&nature=epci",
        "/contrats/comme-le-mien/?cote=ville",
        "/territoires/ys/",
        "/sessions/se-former/inscription/",
        "/inscriptions/donnees-effacees/",
        "/inscriptions/un-lien-qui-n-ouvre-rien/",
        "/nulle-part/",
    ]


def links(html: str) -> set[str]:
    """Paths of this site that the page leads to, in its links and in what it tells engines."""
    told = {*HREF.findall(html), *re.findall(r"http://testserver(/[^\"<]*)", html)}
    return {address.partition("?")[0] for address in told if address.startswith("/")}


def is_a_former_address(path: str) -> bool:
    """Below a former listing, and a page of the tree: not one of the addresses that never move."""
    return path.split("/")[1] in RENAMED and resolve(path).url_name == "wagtail_serve"


def test_no_page_leads_to_the_former_address_of_a_listing_or_of_what_is_below(client, addresses):
    former = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code in {200, 404}, address
        if found := set(filter(is_a_former_address, links(response.content.decode()))):
            former[address] = found
    assert former == {}


def test_the_navigation_leads_to_the_listings_and_says_which_one_is_shown(client, addresses):
    html = client.get("/accords/").content.decode()
    assert re.search(r'<a href="/accords/"\s+aria-current="page">\s*Contrats\s*</a>', html)
    assert [path for path in HREF.findall(html) if path == "/rencontres/"]
    fiche = client.get(ContractPage.objects.get().url).content.decode()
    assert re.search(r'<a href="/accords/"\s+aria-current="true">\s*Contrats\s*</a>', fiche)


def test_a_former_address_leads_to_the_new_one(client, addresses):
    response = client.get("/contrats/")
    assert (response.status_code, response["Location"]) == (301, "/accords/")


def test_the_home_page_stands_for_a_listing_that_is_not_there(client):
    ContractIndexPage.objects.get().delete()
    html = client.get("/nulle-part/").content.decode()
    assert re.search(r'<a href="/"\s*>\s*Contrats\s*</a>', html)
