"""Alias pages, which scripts can make: what they show is another page's, listed and counted once."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.create_alias import CreatePageAliasAction

from contracts.index.sources import PageSource
from contracts.models import CaseStudyIndexPage, ContractIndexPage, ContractPage
from contracts.training.models import (
    Registration,
    SessionIndexPage,
    SessionState,
    TrainingSessionPage,
)
from contracts.values.vocabulary import Section
from home.groups import EDITORS, ORGANISERS
from search.index.integrity import index_health
from search.models import SearchDocument
from tests import factories
from tests.contracts.reading import ReadPage
from tests.contracts.roles import member_of
from tests.contracts.training import factories as training

pytestmark = pytest.mark.django_db


def alias_of(page, listing=ContractIndexPage):
    action = CreatePageAliasAction(page, parent=listing.objects.get(), update_slug="copie")
    return action.execute(skip_permission_checks=True)


@pytest.fixture
def contract() -> ContractPage:
    city = factories.territory(slug="ys", name="Ys")
    country = factories.territory(slug="landes", name="Landes")
    page = factories.contract(
        title="Ys et Landes",
        city=city,
        country=country,
        themes=[factories.theme(slug="bois", label="Bois")],
        tags=["forêt"],
        statements=[factories.statement(Section.OBSTACLE, text="Un seul frein.")],
    )
    page.commitments = [factories.commitment(country, city)]
    page.save_revision().publish()
    return page


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/contrats/",
        "/recherche/?q=landes",
        "/themes/bois/",
        "/etiquettes/foret/",
        "/territoires/landes/",
        "/conditions/",
        "/plan-du-site/",
    ],
)
def test_an_alias_is_listed_nowhere(client, contract, address):
    before = ReadPage(client, address).texts("main a")
    alias = alias_of(contract)
    shown = ReadPage(client, address)

    assert shown.texts("main a") == before
    assert not shown.soup.select(f"a[href^='{alias.url}']")


def test_an_alias_is_in_no_index_and_the_check_of_the_index_agrees(contract):
    before = set(SearchDocument.objects.values_list("key", flat=True))
    alias_of(contract)
    contract.save_revision().publish()  # Wagtail writes its aliases anew

    assert set(SearchDocument.objects.values_list("key", flat=True)) == before
    assert len([one for one in PageSource().documents() if one.title == "Ys et Landes"]) == 1
    assert index_health().ok


def test_an_alias_is_not_counted_by_the_home_page_nor_in_the_sitemap(client, contract):
    balance = ReadPage(client, "/").response.context["balance"]
    alias = alias_of(contract)

    assert ReadPage(client, "/").response.context["balance"] == balance
    sitemap = client.get("/sitemap.xml").content.decode()
    assert contract.url in sitemap
    assert alias.url not in sitemap


def test_an_alias_of_a_listing_does_not_take_its_place(client, contract):
    listing = ContractIndexPage.objects.get()
    CreatePageAliasAction(
        listing, recursive=True, parent=listing.get_parent(), update_slug="autres"
    ).execute(skip_permission_checks=True)

    shown = ReadPage(client, "/")

    assert shown.soup.select("header a[href='/contrats/']")
    assert not shown.soup.select("a[href^='/autres/']")
    assert "/autres/" not in client.get("/sitemap.xml").content.decode()
    assert ReadPage(client, "/autres/").one("link[rel=canonical]")["href"].endswith("/contrats/")


def test_an_alias_is_shown_with_the_address_of_its_source(client, contract):
    alias = alias_of(contract, CaseStudyIndexPage)

    shown = ReadPage(client, alias.url)

    assert shown.text("h1") == "Ys et Landes"
    assert shown.one("link[rel=canonical]")["href"] == f"http://testserver{contract.url}"
    assert shown.one("meta[property='og:url']")["content"] == f"http://testserver{contract.url}"
    assert not shown.soup.select(f"a[href^='{alias.url}']")


def test_an_alias_made_a_page_of_its_own_is_found_like_any_other(contract):
    alias = alias_of(contract)

    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)

    assert SearchDocument.objects.filter(key=f"page:{alias.pk}").exists()


def test_no_alias_is_offered_nor_accepted_by_the_copy_form(contract):
    publisher: Client = member_of(EDITORS)
    address = reverse("wagtailadmin_pages:copy", args=[contract.pk])
    offered = ReadPage(publisher, address)
    assert offered.soup.select("[name=new_slug]")
    assert not offered.soup.select("[name=alias]")
    values = {
        "new_title": "Copie",
        "new_slug": "copie",
        "new_parent_page": contract.get_parent().pk,
        "alias": "on",
    }

    response = publisher.post(address, values)

    assert response.status_code == 200
    assert "Une page n’a pas d’alias" in response.content.decode()
    assert not ContractPage.objects.filter(slug="copie").exists()
    del values["alias"]
    assert publisher.post(address, values).status_code == 302
    assert ContractPage.objects.get(slug="copie").alias_of_id is None


# --- Sessions ------------------------------------------------------------------------------------


@pytest.fixture
def session() -> TrainingSessionPage:
    return training.session(title="Monter un contrat", slug="monter")


def test_an_alias_of_a_session_has_no_seats_and_leads_to_the_form_of_its_source(client, session):
    alias = alias_of(session, SessionIndexPage)

    shown = ReadPage(client, alias.url)

    assert not SessionState.objects.filter(page=alias).exists()
    box = shown.one("[data-part=registration]")
    assert box.a["href"] == "/sessions/monter/inscription/"
    assert shown.one("link[rel=canonical]")["href"] == f"http://testserver{session.url}"


def test_an_alias_of_a_session_tells_that_its_source_is_cancelled(client, session):
    alias = alias_of(session, SessionIndexPage)
    SessionState.objects.filter(page=session).update(cancelled_at="2026-01-01T00:00:00Z")

    assert "Cette session est annulée" in ReadPage(client, alias.url).text("main")


def test_nobody_registers_to_an_alias(client, session):
    alias = alias_of(session, SessionIndexPage)
    form = reverse("session_registration", args=[alias.slug])

    assert client.get(form).status_code == 404
    assert client.post(form, {"first_name": "Ada"}).status_code == 404
    assert not Registration.objects.exists()


def test_calendars_and_the_desk_know_the_session_once(client, session):
    alias = alias_of(session, SessionIndexPage)

    calendar = client.get("/sessions/sessions.ics").content.decode()
    assert calendar.count("SUMMARY:Monter un contrat") == 1
    assert client.get(f"/sessions/{alias.slug}/session.ics").status_code == 404
    desk = member_of(ORGANISERS)
    listed = ReadPage(desk, reverse("desk:sessions"))
    assert listed.texts("main table tbody tr a").count("Monter un contrat") == 1
    assert desk.get(reverse("desk:session", args=[alias.pk])).status_code == 404


def test_a_session_whose_alias_follows_it_is_published_anew(session):
    alias = alias_of(session, SessionIndexPage)
    session.title = "Monter son contrat"

    session.save_revision().publish()

    alias.refresh_from_db()
    assert alias.title == "Monter son contrat"
    assert not SessionState.objects.filter(page=alias).exists()


def test_an_alias_of_a_session_made_a_page_of_its_own_has_its_own_seats(session):
    alias = alias_of(session, SessionIndexPage)

    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)

    assert SessionState.objects.get(page=alias).capacity is None
