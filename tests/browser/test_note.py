"""From a fiche to what one takes away of it, on a phone, by the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CONTRACT
from tests.contracts.deciding.read_paper import ReadPaper

PHONE = {"width": 375, "height": 812}


@pytest.mark.parametrize("javascript", [True, False])
def test_the_note_is_reached_from_the_contract_by_the_keyboard(visit, javascript):
    page = visit(CONTRACT, **PHONE, javascript=javascript).page
    note = page.get_by_role("link", name="Note PDF")
    for _ in range(40):
        page.keyboard.press("Tab")
        if note.evaluate("e => e === document.activeElement"):
            break
    expect(note).to_be_focused()
    expect(note).to_be_in_viewport()
    response = page.request.get(note.evaluate("e => e.href"))

    assert response.status == 200
    assert "Brest Métropole donne" in ReadPaper(response.body()).text


def test_what_is_taken_away_stands_in_two_short_rows_on_a_phone_and_unfolds(visit):
    reader = visit(CONTRACT, **PHONE)
    page, block = reader.page, reader.page.locator("#emporter")
    expect(block.get_by_role("button", name="Copier l’adresse")).to_be_visible()
    assert block.bounding_box()["height"] <= 90
    assert not reader.overflows()

    block.get_by_text("Plus", exact=True).focus()
    page.keyboard.press("Enter")
    code = block.get_by_role("img", name="Code QR : l’adresse de cette fiche")
    expect(code).to_be_visible()
    assert code.bounding_box()["width"] >= 140
    expect(block.get_by_role("button", name="Imprimer")).to_be_visible()
    mail = block.get_by_role("link", name="Envoyer par courriel").get_attribute("href")
    assert mail.startswith("mailto:?subject=Brest%20M%C3%A9tropole")
    assert mail.endswith("brest-metropole-centre-ouest-bretagne%2F")
    assert not reader.overflows()
    assert reader.complaints == []
