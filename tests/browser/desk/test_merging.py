"""An editor merges two tags, from their list to the page of the fiche."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import barriers
from tests.browser.desk.merging_site import MERGER, TITLE
from tests.browser.desk.staff import log_in, made_on
from tests.running_site import RunningSite

SITE = "tests.browser.desk.merging_site"


@pytest.fixture
def made(running_site: RunningSite) -> Iterator[dict[str, str]]:
    with made_on(running_site, SITE) as found:
        yield found


@pytest.mark.parametrize("width", [1280, 810])
def test_two_tags_are_merged_by_who_types_their_names(visit, made, width):
    page = log_in(visit("/admin/login/", width=width).page, MERGER)
    page.goto("/admin/snippets/contracts/tag/?q=essai")
    page.get_by_role("button", name=re.compile("Essai de vélo")).press("Enter")
    page.get_by_role("link", name="Fusionner avec…").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fusionner « Essai de vélo »")

    page.get_by_role("button", name=re.compile("Choisir")).press("Enter")
    window = page.get_by_role("dialog").filter(has=page.locator("[data-chooser-modal-search]"))
    window.get_by_role("textbox", name="Rechercher").press_sequentially("essai de cycl")
    window.get_by_role("link", name="Essai de cycle").press("Enter")
    expect(window).to_be_hidden()
    expect(page.get_by_role("main")).to_contain_text("Essai de cycle")
    page.get_by_role("button", name="Voir ce qui changera").press("Enter")

    expect(page.get_by_role("heading", name=re.compile("^Fusion de"))).to_be_visible()
    doubled = page.get_by_role("listitem").filter(has_text=TITLE)
    expect(doubled).to_have_count(1)
    expect(page.get_by_role("heading", name=re.compile("Déjà là"))).to_be_visible()
    assert not barriers(page, within="main")
    page.get_by_role("button", name="Fusionner", exact=True).press("Enter")

    expect(page.get_by_text(re.compile("mène désormais à «.Essai de cycle")).first).to_be_visible()
    page.goto(made["fiche"])
    expect(page.get_by_role("link", name="Essai de cycle")).to_be_visible()
    expect(page.get_by_text("Essai de vélo")).to_have_count(0)
    page.goto("/etiquettes/essai-de-velo/")
    assert page.url.endswith("/etiquettes/essai-de-cycle/")
