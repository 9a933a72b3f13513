"""Each page of the help shows a screen that the site still has: the test goes there as its text says.
`make help-pictures` writes what it sees in the tree."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from contracts.admin.help.pages import PAGES
from tests.browser.desk.helped_site import HELPED, PROPOSED, SESSION
from tests.browser.desk.staff import FORM_IS_READ, log_in, made_on
from tests.running_site import RunningSite

FOLDER = Path(__file__).parents[3] / "kb/static"
LARGEST = 40_000


@pytest.fixture(scope="module")
def made(running_site: RunningSite) -> Iterator[dict[str, Any]]:
    with made_on(running_site, "tests.browser.desk.helped_site") as made:
        yield made


@pytest.fixture
def desk(made, visit) -> Page:
    return log_in(visit("/admin/login/", width=960, height=640).page, HELPED)


def new_experience(page: Page, made: dict[str, Any]) -> None:
    page.goto(made["new"])
    page.wait_for_timeout(FORM_IS_READ)
    page.locator("#id_title").press_sequentially("Une cantine servie par les fermes voisines")
    page.locator("#id_title").press("Tab")
    expect(page.get_by_text("Avant de publier").first).to_be_visible()
    expect(page.locator("#desk-kept")).to_contain_text("Enregistré à")
    page.evaluate("() => window.scrollTo(0, 0)")


def choose_a_source(page: Page, made: dict[str, Any]) -> None:
    page.goto(made["new"])
    page.locator("#id_source-chooser").get_by_role("button").first.click()
    window = page.get_by_role("dialog")
    expect(window.get_by_role("tab", name="Créer")).to_be_visible()
    window.get_by_role("searchbox").or_(window.locator("#id_q")).first.fill(made["source"])
    expect(window.get_by_role("link", name=made["source"]).first).to_be_visible()


def a_commitment(page: Page, made: dict[str, Any]) -> None:
    page.goto(f"/admin/pages/{made['engaged']}/edit/")
    page.wait_for_timeout(FORM_IS_READ)
    row = page.get_by_role("region", name="Qui donne quoi ?").get_by_role(
        "region", name=re.compile("Engagement")
    )
    row.first.get_by_role("button", name="Afficher/masquer la section").click()
    quantity = row.first.get_by_label("Quantité")
    quantity.scroll_into_view_if_needed()
    expect(quantity).to_be_visible()


def a_divergence(page: Page, made: dict[str, Any]) -> None:
    page.goto(f"/admin/pages/{made['divergent']}/edit/")
    page.wait_for_timeout(FORM_IS_READ)
    retained = page.locator("[id^=id_facts-][id$=-retained]:checked").first
    row = page.locator("[data-inline-panel-child]").filter(has=retained)
    row.first.get_by_role("button", name="Afficher/masquer la section").click()
    retained.scroll_into_view_if_needed()
    expect(retained).to_be_visible()


def what_waits(page: Page, made: dict[str, Any]) -> None:
    page.goto("/admin/")
    expect(page.get_by_role("region", name="À relire et approuver")).to_be_visible()


def the_schedule(page: Page, made: dict[str, Any]) -> None:
    page.goto(f"/admin/pages/{made['sent']}/edit/")
    page.wait_for_timeout(FORM_IS_READ)
    page.get_by_role("button", name="Afficher/masquer le statut").click()
    page.get_by_role("button", name="Programmer").click()
    expect(page.get_by_role("dialog").get_by_text("Heure de Paris.").first).to_be_visible()


def the_import(page: Page, made: dict[str, Any]) -> None:
    page.goto("/admin/importer/")
    expect(page.get_by_role("heading", name="Importer").first).to_be_visible()


def a_proposal(page: Page, made: dict[str, Any]) -> None:
    page.goto("/admin/propositions/")
    page.get_by_role("link", name=PROPOSED).first.click()
    expect(page.get_by_role("button", name="Créer le brouillon")).to_be_visible()
    expect(page.get_by_role("link", name="Refuser…")).to_be_visible()


def a_merge(page: Page, made: dict[str, Any]) -> None:
    page.goto(made["merged"])
    page.get_by_role("button", name=re.compile("Choisir")).click()
    window = page.get_by_role("dialog").filter(has=page.get_by_role("textbox", name="Rechercher"))
    window.get_by_role("textbox", name="Rechercher").press_sequentially(made["kept"])
    window.get_by_role("link", name=made["kept"], exact=True).click()
    page.get_by_role("button", name="Voir ce qui changera").click()
    expect(page.get_by_role("heading", name=re.compile("^Fusion de"))).to_be_visible()
    expect(page.get_by_role("button", name="Fusionner", exact=True)).to_be_visible()


def the_session(page: Page, made: dict[str, Any]) -> None:
    page.goto("/admin/sessions/")
    page.get_by_role("link", name=SESSION).first.click()
    expect(page.get_by_role("heading", name=SESSION).first).to_be_visible()


def the_messages(page: Page, made: dict[str, Any]) -> None:
    page.goto("/admin/snippets/contact/readermessage/")
    expect(page.get_by_role("table")).to_contain_text("Date de signature")


SCENES: dict[str, Callable[[Page, dict[str, Any]], None]] = {
    "creer-une-experience": new_experience,
    "ajouter-une-source": choose_a_source,
    "chiffrer-un-engagement": a_commitment,
    "signaler-une-divergence": a_divergence,
    "proposer-relire-publier": what_waits,
    "programmer": the_schedule,
    "importer-un-tableur": the_import,
    "traiter-une-proposition": a_proposal,
    "fusionner": a_merge,
    "organiser-une-session": the_session,
    "repondre-aux-lecteurs": the_messages,
}


@pytest.mark.parametrize("help_page", PAGES, ids=lambda page: page.slug)
def test_the_screen_that_a_page_of_the_help_shows_is_there(desk, made, help_page):
    SCENES[help_page.slug](desk, made)
    if "HELP_PICTURES" in os.environ:
        keep(desk.screenshot(), FOLDER / help_page.picture)


def keep(screenshot: bytes, file: Path) -> None:
    """As WebP, at the best quality that stays small."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(screenshot)) as picture:
        for quality in range(80, 0, -10):
            picture.convert("RGB").save(file, "WEBP", quality=quality, method=6)
            if file.stat().st_size <= LARGEST:
                return
    raise AssertionError(f"{file.name} is too large.")
