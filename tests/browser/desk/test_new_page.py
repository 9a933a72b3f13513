"""An editor creates a page of each kind in a browser: types its title, and it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.editing_site import EDITOR
from tests.browser.desk.staff import FORM_IS_READ, begin, log_in, made_on
from tests.running_site import RunningSite

SITE = "tests.browser.desk.editing_site"
KINDS = ["contrat", "expérience", "outil", "session", "page éditoriale"]


@pytest.fixture(scope="module")
def addresses(running_site: RunningSite) -> Iterator[dict[str, str]]:
    """Where a page of each kind is created."""
    with made_on(running_site, SITE) as made:
        yield made


@pytest.fixture
def editor(visit, addresses) -> Page:
    return log_in(visit("/admin/login/").page, EDITOR)


def address_end(page: Page):
    """The field of the last part of the address, on the tab of what engines read."""
    page.get_by_role("tab", name="Promotion").click()
    return page.get_by_label("Fin de l’adresse de la page")


def test_every_kind_is_tried(addresses):
    assert sorted(addresses.keys() - {"en ligne"}) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_typed_title_is_kept_with_its_address(editor, addresses, kind):
    begin(editor, addresses[kind], f"Élèves à l’œuvre, {kind}")
    assert editor.locator("#id_title").input_value() == f"Élèves à l’œuvre, {kind}"
    slug = address_end(editor).input_value()
    assert slug.startswith("eleves-a-l-oeuvre-")
    assert slug.isascii()


def test_an_emptied_address_is_made_anew(editor, addresses):
    begin(editor, addresses["outil"], "Charte du covoiturage")
    end = address_end(editor)
    end.fill("")
    end.press("Tab")
    editor.get_by_role("button", name="Enregistrer le brouillon").click()
    told = editor.get_by_role("status").filter(has_text="Charte du covoiturage")
    expect(told).to_be_visible()
    assert address_end(editor).input_value() == "charte-du-covoiturage"


def test_a_text_pasted_from_an_office_program_keeps_no_unseen_mark(editor, addresses):
    editor.goto(addresses["outil"])
    editor.wait_for_timeout(FORM_IS_READ)
    for field, text in (
        ("#id_gist", "\uf0b7\tUne jour\xadnée\x0bpour commencer 👩‍🌾"),
        ("#id_title", "Guide\x0bdes\u200b fê\xadtes\u202e"),
    ):
        editor.locator(field).focus()
        editor.keyboard.insert_text(text)
    editor.locator("#id_title").press("Tab")
    editor.wait_for_url("**/edit/", wait_until="commit")
    editor.reload()

    expect(editor.locator("#id_title")).to_have_value("Guide des fêtes")
    expect(editor.locator("#id_gist")).to_have_value("• Une journée\npour commencer 👩‍🌾")


def test_a_draft_is_found_with_a_letter_wrong_from_the_menu(editor, addresses):
    begin(editor, addresses["outil"], "Charte de Belledonne")
    editor.goto("/admin/")
    editor.get_by_role("textbox", name="Rechercher").press_sequentially("belledone")
    editor.keyboard.press("Enter")
    editor.get_by_role("link", name="Charte de Belledonne").click()
    assert editor.locator("#id_title").input_value() == "Charte de Belledonne"
