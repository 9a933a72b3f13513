"""An editor looks at a draft beside its form, gives it up, and takes an older version back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editing_site import EDITOR, GIST, ONLINE
from tests.browser.staff import FORM_IS_READ, log_in, made_on
from tests.running_site import RunningSite

SITE = "tests.browser.editing_site"
KEPT = re.compile(r"Enregistré à \d\d:\d\d")


@pytest.fixture(scope="module")
def addresses(running_site: RunningSite) -> Iterator[dict[str, str]]:
    with made_on(running_site, SITE) as made:
        yield made


@pytest.fixture
def editor(visit, addresses) -> Page:
    return log_in(visit("/admin/login/").page, EDITOR)


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_timeout(FORM_IS_READ)


def test_the_draft_is_seen_beside_its_form_as_on_a_phone_and_on_a_desk(editor, addresses):
    open_form(editor, addresses["en ligne"])
    editor.get_by_role("button", name="Afficher/cacher la prévisualisation").click()
    for size in ("téléphone", "ordinateur"):
        editor.get_by_role("radio", name=re.compile(size)).check(force=True)
        shown = editor.frame_locator("iframe[title='Prévisualisation']")
        expect(shown.get_by_role("heading", level=1)).to_have_text(ONLINE)


def test_a_draft_is_given_up_once_what_is_lost_has_been_read(editor, addresses):
    address = addresses["en ligne"]
    open_form(editor, address)
    actions = editor.get_by_role("button", name=re.compile("Plus d.actions"))
    actions.click()
    expect(editor.get_by_role("link", name="Publier")).to_be_hidden()
    expect(editor.get_by_role("link", name="Abandonner le brouillon")).to_be_hidden()
    editor.keyboard.press("Escape")

    editor.locator("#id_gist").press_sequentially(" Les clés sont à la mairie.")
    expect(editor.locator("main")).to_contain_text(KEPT)
    actions.click()
    editor.get_by_role("link", name="Abandonner le brouillon").click()
    lost = editor.get_by_role("region", name="En une phrase")
    expect(lost).to_contain_text("Les clés sont à la mairie.")
    editor.get_by_role("button", name="Abandonner ces changements").click()

    expect(
        editor.get_by_text("le formulaire montre de nouveau la version en ligne")
    ).to_be_visible()
    expect(editor.locator("#id_gist")).to_have_value(GIST)

    # What was given up is in the history, and the version that a program published too.
    editor.goto(address.replace("edit", "history"))
    versions = editor.get_by_role("row")
    for said in ("En une phrase", "Publié"):
        row = versions.filter(has_text=said).last
        row.get_by_role("button").first.click()
        expect(row.get_by_role("link", name="Revenir à cette version").first).to_be_visible()
        editor.keyboard.press("Escape")
    versions.filter(has_text="En une phrase").last.get_by_role("button").first.click()
    editor.get_by_role("link", name="Revenir à cette version").first.click()
    expect(editor.locator("#id_gist")).to_have_value(re.compile("Les clés sont à la mairie"))
