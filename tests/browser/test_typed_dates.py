"""Dates typed the French way in the admin: left with Tab, they say what was typed, and that is
what is saved or refused; nothing is put in their place."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.dated_site import ADMINISTRATOR, PASSWORD
from tests.own_database import run
from tests.running_site import RunningSite, site_environment

SITE = "tests.browser.dated_site"
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
    "review_on": ("2032-01-15", "15/01/2032"),
}
OF_ITS_SCHEDULE = {
    "go_live_at": ("6-12-2030 9h30", "06/12/2030 09:30"),
    "expire_at": ("6 décembre 2035 à 14h", "06/12/2035 14:00"),
}


@pytest.fixture(scope="module")
def keys(running_site: RunningSite) -> Iterator[dict[str, int]]:
    environment = {
        **site_environment(running_site.folder),
        "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
    }
    made = run(environment, "-m", SITE, "make").stdout
    yield json.loads(made.splitlines()[-1])
    run(environment, "-m", SITE, "remove")


@pytest.fixture
def admin(visit, keys) -> Page:
    """A browser in which the administrator is logged in."""
    page = visit("/admin/login/").page
    page.locator("#id_username").fill(ADMINISTRATOR)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/admin/")
    return page


def type_and_leave(field: Locator, typed: str) -> None:
    field.click()
    field.press("ControlOrMeta+a")
    field.press_sequentially(typed)
    field.press("Tab")
    expect(field).not_to_be_focused()
    expect(field).to_have_value(typed)


def open_schedule(page: Page) -> None:
    page.get_by_role("button", name="Statut", exact=True).click()
    page.get_by_role("button", name="Définir la planification").click()


def test_each_date_of_a_session_is_saved_as_it_was_typed(admin, keys):
    address = f"/admin/pages/{keys['session']}/edit/"
    admin.goto(address)
    admin.get_by_role("button", name="Ajouter date").click()
    for name, (typed, _) in OF_A_SESSION.items():
        type_and_leave(admin.locator(f"[name={name}]"), typed)
    open_schedule(admin)
    for name, (typed, _) in OF_ITS_SCHEDULE.items():
        type_and_leave(admin.locator(f"[name={name}]"), typed)
    admin.get_by_role("button", name="Enregistrer").first.click()
    admin.goto(address)

    saved = OF_A_SESSION | OF_ITS_SCHEDULE
    shown = {name: admin.locator(f"[name={name}]").input_value() for name in saved}
    assert shown == {name: told for name, (_, told) in saved.items()}
