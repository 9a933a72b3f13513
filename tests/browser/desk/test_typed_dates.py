"""Dates typed the French way in the admin: left with Tab, they say what was typed, and that is
what is saved or refused; nothing is put in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk.dated_site import ADMINISTRATOR
from tests.browser.desk.staff import log_in, made_on
from tests.running_site import RunningSite

SITE = "tests.browser.desk.dated_site"
# What is typed, and how the field shows what was saved.
OF_A_SESSION = {
    "dates-0-day": ("6/12/31", "06/12/2031"),
    "dates-0-starts_at": ("9h30", "09:30"),
    "dates-0-ends_at": ("17 h", "17:00"),
    "dates-1-day": ("Dimanche 7 déc. 2031", "07/12/2031"),
    "dates-1-starts_at": ("14h", "14:00"),
    "dates-1-ends_at": ("16 h 05", "16:05"),
    "registration_opens": ("1er janvier 2031", "01/01/2031"),
    "registration_deadline": ("30.11.2031", "30/11/2031"),
}
OF_ITS_SETTINGS = {"review_on": ("2032-01-15", "15/01/2032")}
OF_ITS_SCHEDULE = {
    "go_live_at": ("6-12-2030 9h30", "06/12/2030 09:30"),
    "expire_at": ("6 décembre 2035 à 14h", "06/12/2035 14:00"),
}


@pytest.fixture(scope="module")
def keys(running_site: RunningSite) -> Iterator[dict[str, int]]:
    with made_on(running_site, SITE) as made:
        yield made


@pytest.fixture
def admin(visit, keys) -> Page:
    """A browser in which the administrator is logged in."""
    return log_in(visit("/admin/login/").page, ADMINISTRATOR)


def type_and_leave(field: Locator, typed: str) -> None:
    field.click()
    field.press("ControlOrMeta+a")
    field.press_sequentially(typed)
    field.press("Tab")
    expect(field).not_to_be_focused()
    expect(field).to_have_value(typed)


def type_into_each(page: Page, fields: dict[str, tuple[str, str]]) -> None:
    for name, (typed, _) in fields.items():
        type_and_leave(page.locator(f"[name={name}]"), typed)


def shown(page: Page, fields: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {name: page.locator(f"[name={name}]").input_value() for name in fields}


def test_a_date_that_is_not_understood_is_kept_and_refused_with_its_cure(admin, keys):
    admin.goto(f"/admin/pages/{keys['session']}/edit/")
    kept = {"dates-0-day": "31/02/2031", "dates-0-starts_at": "9h60", "registration_opens": "hier"}
    for name, typed in kept.items():
        type_and_leave(admin.locator(f"[name={name}]"), typed)
    with admin.expect_navigation():
        admin.get_by_role("button", name="Enregistrer le brouillon").click()

    for name, typed in kept.items():
        expect(admin.locator(f"[name={name}]")).to_have_value(typed)
    for cure in (
        "Ce jour n’existe pas dans ce mois. Dans « Jour », écrivez le jour, le mois et l’année",
        "Cette heure n’existe pas : « 9h60 ». Dans « De », écrivez l’heure et les minutes",
        "Date non comprise : « hier ». Dans « Inscription à partir du », écrivez le jour",
    ):
        expect(admin.locator("p.error-message", has_text=cure)).to_be_visible()


def test_each_date_of_the_admin_is_saved_as_it_was_typed(admin, keys):
    """After the test above: a session that is scheduled is locked."""
    address = f"/admin/pages/{keys['session']}/edit/"
    admin.goto(address)
    admin.get_by_role("button", name="Ajouter : date").click()
    type_into_each(admin, OF_A_SESSION)
    admin.get_by_role("tab", name="Paramètres").click()
    type_into_each(admin, OF_ITS_SETTINGS)
    admin.get_by_role("button", name="Afficher/masquer le statut").click()
    admin.get_by_role("button", name="Programmer", exact=True).click()
    type_into_each(admin, OF_ITS_SCHEDULE)
    with admin.expect_navigation():
        admin.get_by_role("dialog").get_by_role("button", name="Programmer").click()
    admin.goto(address)
    saved = OF_A_SESSION | OF_ITS_SETTINGS | OF_ITS_SCHEDULE
    assert shown(admin, saved) == {name: told for name, (_, told) in saved.items()}

    admin.goto(f"/admin/snippets/contracts/source/edit/{keys['source']}/")
    type_and_leave(admin.locator("[name=consulted_on]"), "le 5 mars 2026")
    with admin.expect_navigation():
        admin.get_by_role("button", name="Enregistrer").click()
    admin.goto(f"/admin/snippets/contracts/source/edit/{keys['source']}/")
    expect(admin.locator("[name=consulted_on]")).to_have_value("05/03/2026")


@pytest.mark.parametrize(
    ("address", "menu", "name"),
    [
        ("/admin/reports/recherches/", "Période", "day_from"),
        ("/admin/reports/site-history/", "Date", "timestamp_to"),
        ("/admin/reports/aging-pages/", "Dernière publication avant", "last_published_at"),
    ],
)
def test_a_filter_keeps_the_date_that_was_typed_and_tells_what_it_does_not_read(
    admin, address, menu, name
):
    admin.goto(address)
    admin.get_by_role("button", name="Afficher les filtres").click()
    admin.get_by_role("button", name=menu, exact=True).click()
    refusal = admin.get_by_role("alert").get_by_text("La liste n’est pas filtrée")
    type_and_leave(admin.locator(f"[name={name}]"), "avant-hier")
    expect(refusal).to_be_visible()

    type_and_leave(admin.locator(f"[name={name}]"), "1er nov. 26")
    expect(refusal).to_be_hidden()
    expect(admin.get_by_role("button", name=re.compile("1(er)? novembre 2026"))).to_be_visible()


def test_the_period_of_statistics_keeps_the_days_that_were_typed(admin):
    admin.goto("/admin/sessions/statistiques/")
    type_and_leave(admin.locator("[name=first]"), "1er janvier 2031")
    type_and_leave(admin.locator("[name=last]"), "31.12.31")
    admin.get_by_role("button", name="Compter").click()

    expect(admin.get_by_text("commençant dans la période")).to_be_visible()
    expect(admin.locator("[name=first]")).to_have_value("1er janvier 2031")
