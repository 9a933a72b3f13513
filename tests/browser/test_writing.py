"""An editor writes a fiche in a browser: what forbids to publish is told once, beside what it is
about, and nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.editing_site import EDITOR
from tests.browser.staff import log_in, made_on
from tests.running_site import RunningSite

SITE = "tests.browser.editing_site"
# The admin takes the first state of a form, to which it compares, two seconds after it is shown.
FORM_IS_READ = 2500


@pytest.fixture(scope="module")
def addresses(running_site: RunningSite) -> Iterator[dict[str, str]]:
    with made_on(running_site, SITE) as made:
        yield made


@pytest.fixture
def editor(visit, addresses) -> Page:
    return log_in(visit("/admin/login/").page, EDITOR)


def begin(page: Page, address: str, title: str) -> None:
    """A draft that was kept by itself."""
    page.goto(address)
    page.wait_for_timeout(FORM_IS_READ)
    page.locator("#id_title").press_sequentially(title)
    page.locator("#id_title").press("Tab")
    page.wait_for_url("**/edit/", wait_until="commit")


def publish(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Plus d.actions")).click()
    page.get_by_role("button", name="Publier").click()


def summary(page: Page) -> Locator:
    return page.locator("[data-errors]")


def seen(page: Page, text: str) -> int:
    """How many times a text is read on the page."""
    return page.locator("main").inner_text().count(text)


def test_what_forbids_to_publish_is_told_at_the_head_and_at_its_field(editor, addresses):
    begin(editor, addresses["expérience"], "Cantine de la vallée")
    editor.locator("#id_start").fill("31 février 2020")
    publish(editor)

    told = summary(editor)
    expect(told).to_be_focused()
    expect(told.get_by_role("heading")).to_have_text(
        "La page n’est pas publiée : 4 points à corriger"
    )
    for field, message in {
        "En une phrase": "Résumez la fiche en une phrase",
        "Source": "Indiquez la source de cette phrase.",
        "Lieux": "Dites où cela se passe : choisissez un territoire.",
        "Début": "Ce jour n’existe pas dans ce mois.",
    }.items():
        expect(told.get_by_role("link", name=re.compile(f"^{field}"))).to_contain_text(message)
        assert seen(editor, message) == 2, message
    assert "ne peut être" not in editor.locator("body").inner_text()
    expect(editor.locator("#id_title")).to_have_value("Cantine de la vallée")
    expect(editor.locator("#id_start")).to_have_value("31 février 2020")

    editor.get_by_role("tab", name="Promotion").click()
    told.get_by_role("link", name=re.compile("^En une phrase")).press("Enter")
    expect(editor.locator("#id_gist")).to_be_focused()
    told.get_by_role("link", name=re.compile("^Source")).press("Enter")
    expect(editor.locator("#id_source-chooser").get_by_role("button").first).to_be_focused()
    told.get_by_role("link", name=re.compile("^Lieux")).press("Enter")
    expect(editor.locator("#id_places-ADD, #id_places-OPEN_MODAL").first).to_be_focused()
