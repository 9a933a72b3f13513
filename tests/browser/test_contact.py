"""A reader writes to the site from the page that they read, on a phone and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CONTRACT

# The form believes nobody who sends it in less than three seconds.
READING_TIME = 3200


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_reader_writes_about_the_page_that_they_read(visit, javascript):
    reader = visit(CONTRACT, width=375, height=812, javascript=javascript)
    page = reader.page
    page.get_by_role("contentinfo").get_by_role("link", name="Écrivez-nous").click()
    expect(page.get_by_label("Page concernée (facultatif)")).to_have_value(CONTRACT)
    page.get_by_label("Nom", exact=True).press_sequentially("Nolwenn Le Guénanff")
    page.get_by_label("Courriel").press_sequentially("nolwenn@ys")
    page.get_by_label("Objet").press_sequentially("Une date est fausse")
    page.get_by_label("Message").press_sequentially("Le contrat a été signé en novembre.")
    page.wait_for_timeout(READING_TIME)
    page.get_by_role("button", name="Envoyer le message").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Courriel").click()
    expect(page.locator("#id_email")).to_be_focused()
    expect(page.get_by_label("Message")).to_have_value("Le contrat a été signé en novembre.")
    page.keyboard.press("End")
    page.keyboard.type(".example")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Votre message est enregistré")
    page.reload()  # it is not sent again
    expect(page.locator("h1")).to_have_text("Votre message est enregistré")
    page.get_by_role("link", name="Revenir à la page concernée").click()
    page.wait_for_url(f"**{CONTRACT}")
    assert page.context.cookies() == []
    assert not reader.overflows()
