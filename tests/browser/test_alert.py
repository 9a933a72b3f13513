"""A person asks to be told of a list that they filtered, confirms by mail, and stops."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.running_site import RunningSite

# The form believes nobody who sends it in less than three seconds.
READING_TIME = 3200
LIST = "/contrats/?theme=eau-et-milieux-aquatiques"


def mailed(site: RunningSite, address: str) -> str:
    """The path of the link to confirm in the last mail to this address, on the console of the site."""
    for _ in range(100):
        said = site.said().replace("=\n", "").replace("=3D", "=")
        _, found, mail = said.rpartition(f"To: {address}")
        links = re.findall(r"/alertes/confirmer/[^/\s]+/", mail)
        if found and links:
            return str(links[0])
        time.sleep(0.2)
    raise AssertionError("no mail was sent")


def check_screen(page: Page) -> None:
    """No barrier for axe, which is a script itself, and nothing wider than the screen."""
    assert barriers(page) == ""
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("width", "javascript"),
    [(375, False), (375, True), (1280, True)],
    ids=["phone, without JavaScript", "phone", "desktop"],
)
def test_a_person_follows_a_filtered_list_then_stops(visit, running_site, width, javascript):
    reader = visit(LIST, width=width, height=812, javascript=javascript)
    page, address = reader.page, f"nolwenn{width}{javascript}@ys.example"
    main = page.get_by_role("main")
    main.get_by_role("link", name="Me prévenir", exact=True).click()
    expect(page.locator("h1")).to_have_text("Me prévenir de ce qui est nouveau")
    expect(main).to_contain_text("Thème : Eau et milieux aquatiques")
    page.get_by_role("button", name="Me prévenir").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez votre adresse de courriel.")
    if javascript:
        check_screen(page)
    page.get_by_label("Votre courriel").press_sequentially(address)
    page.get_by_label("Chaque jour").check()
    page.wait_for_timeout(READING_TIME)
    page.get_by_role("button", name="Me prévenir").click()
    expect(page.locator("h1")).to_have_text("Encore un geste : ouvrez votre messagerie")

    page.goto(f"{reader.address}{mailed(running_site, address)}")
    expect(main).to_contain_text("Chaque jour, à sept heures")
    page.get_by_role("button", name="Oui, me prévenir").click()
    expect(page.locator("h1")).to_have_text("Mes alertes")
    page.get_by_role("button", name="Mettre en pause").click()
    expect(main).to_contain_text("En pause depuis")
    page.get_by_role("button", name="Reprendre").click()
    page.get_by_role("link", name="Changer", exact=True).click()
    page.get_by_label("Chaque semaine, le lundi").check()
    page.get_by_label("Mots cherchés").press_sequentially("eau")
    page.get_by_role("button", name="Enregistrer").click()
    expect(main).to_contain_text("Chaque semaine, le lundi")
    if javascript:
        check_screen(page)
    page.get_by_role("button", name="Garder mes alertes").click()
    expect(page.get_by_role("status").first).to_contain_text("C’est gardé jusqu’au")
    page.get_by_role("link", name="Arrêter", exact=True).click()
    expect(page.locator("h1")).to_have_text("Tout arrêter et effacer mon adresse ?")
    page.get_by_role("button", name="Oui, tout effacer").click()
    expect(page.locator("h1")).to_have_text("Vos alertes sont arrêtées")
    assert page.context.cookies() == []
    assert [text for text in reader.complaints if "422" not in text] == []
