"""A dossier for a council, from a list to its frozen state and back: on a phone, at a desk, by the
keyboard alone, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dossiers import CHANGED, OTHER_TITLE
from tests.own_database import run
from tests.running_site import RunningSite, site_environment

READING_TIME = 3200  # milliseconds: a form that is sent sooner is taken for a robot's
PHONE = {"width": 375, "height": 812}
DESK = {"width": 1280, "height": 900}
screens = pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
THREE = f"/dossier/?fiche=rurbance&fiche={CHANGED}&fiche=bordeaux-limoges"


@pytest.fixture
def dossiers(running_site: RunningSite) -> Iterator[dict[str, str]]:
    """The environment of a process that changes a fiche, which is put back."""
    environment = {
        **site_environment(running_site.folder),
        "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
        "SITE_URL": running_site.address,
    }
    yield environment
    run(environment, "-m", "tests.browser.dossiers", "restore")


def titles(page: Page) -> list[str]:
    return page.get_by_role("list").get_by_role("heading", level=3).all_inner_texts()


def act(page: Page, verb: str, title: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{verb} : {re.escape(title)}")).click()


@screens
@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_from_a_list_to_a_frozen_dossier_opened_again_after_a_fiche_changed(
    visit, dossiers, screen, javascript
):
    reader = visit("/experiences/", javascript=javascript, **screen)
    page = reader.page
    for rank in (0, 1):
        page.get_by_role("checkbox", name=re.compile("^Comparer : ")).nth(rank).check()
        if javascript:
            expect(page).to_have_url(re.compile("fiche=.*" * (rank + 1)))
    page.get_by_role("button", name="Ajouter au dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon dossier")
    first, second = titles(page)

    page.get_by_label("Un titre, un territoire, un sujet").fill("fresque interterritorialité")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name=re.compile("^Ajouter : ")).first.click()
    expect(page.get_by_role("heading", name=re.compile("3 fiches"))).to_be_visible()
    third = titles(page)[2]
    act(page, "Monter", third)
    if not javascript:
        page.wait_for_load_state()
    expect(page.get_by_role("heading", level=3).nth(1)).to_have_text(third)
    page.get_by_label("Titre du dossier").fill("Conseil de décembre")
    page.get_by_label("Date du conseil").fill("2026-12-12")
    page.get_by_label(re.compile("^Votre note")).first.fill("À lire avant la commission.")
    page.get_by_role("button", name="Garder ce que j’ai écrit").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conseil de décembre")
    assert titles(page) == [first, third, second]
    kept = page.get_by_role("status").filter(has_text="C’est gardé dans l’adresse de cette page.")
    expect(kept).to_be_in_viewport()
    assert "#" not in page.get_by_text(re.compile(r"^\s*http\S+/dossier/\?d=")).first.inner_text()
    assert not reader.overflows()

    page.get_by_role("button", name="Figer ce dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Figer ce dossier ?")
    page.wait_for_timeout(READING_TIME)
    page.get_by_role("button", name="Figer ce dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre dossier est figé")
    assert not reader.overflows()
    copiers = page.get_by_role("button", name="Copier l’adresse")
    expect(copiers).to_have_count(2 if javascript else 0)
    if javascript:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        for rank, address in enumerate(page.get_by_text(re.compile("^http")).all_inner_texts()):
            copiers.nth(rank).click()
            expect(page.get_by_role("status").nth(rank)).to_have_text("Adresse copiée")
            assert page.evaluate("navigator.clipboard.readText()") == address
    page.get_by_role("link", name="Ouvrir le dossier").click()
    expect(page.get_by_text("Aucune n’a changé depuis.")).to_be_visible()
    assert titles(page) == [first, third, second]
    expect(page.get_by_text("À lire avant la commission.")).to_be_visible()
    frozen = page.url

    run(dossiers, "-m", "tests.browser.dossiers", "change")
    page.goto(frozen)
    expect(page.get_by_text("1 a changé depuis.")).to_be_visible()
    assert titles(page) == [first, third, second]
    page.get_by_role("button", name="Rouvrir pour mettre à jour").click()
    expect(page.get_by_label("Titre du dossier")).to_have_value("Conseil de décembre")
    assert titles(page) == [first, OTHER_TITLE, second]
    assert reader.complaints == []
    assert page.context.cookies() == []


def test_a_dossier_is_ordered_and_saved_by_the_keyboard_alone(visit):
    page = visit(THREE, **DESK).page
    before = titles(page)
    page.get_by_role("button", name=re.compile("^Descendre : ")).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3).nth(1)).to_have_text(before[0])
    expect(page.get_by_role("button", name=re.compile("^Descendre : ")).nth(1)).to_be_focused()
    expect(page.get_by_text(f"{before[0]} : 2 sur 3")).to_be_attached()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3).nth(2)).to_have_text(before[0])
    focused = page.get_by_role("button", name=re.compile("^Monter : ")).last
    expect(focused).to_be_focused()
    page.get_by_label("Titre du dossier").focus()
    page.keyboard.type("CM")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("CM")
    assert titles(page) == [before[1], before[2], before[0]]


@screens
def test_a_fiche_is_dragged_and_the_address_follows(visit, screen):
    page = visit(THREE, width=screen["width"], height=3_200).page
    before = titles(page)
    items = page.get_by_role("list").filter(has=page.get_by_role("heading", level=3)).last
    grip = page.get_by_title("Déplacer cette fiche").first
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    last = items.get_by_role("listitem").last
    below = last.bounding_box()
    page.mouse.move(box["x"] + 10, below["y"] + below["height"] - 5, steps=8)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"/dossier/\?d="))
    assert titles(page)[0] == before[1]
    assert titles(page) != before
    after = titles(page)
    page.reload()
    assert titles(page) == after


def test_a_note_is_in_the_address_as_soon_as_its_field_is_left(visit):
    reader = visit(THREE, **DESK)
    page = reader.page
    page.get_by_label(re.compile("^Votre note")).first.fill("Une note.")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(r"/dossier/\?d="))
    address = page.url.partition("?")[2]
    link = page.get_by_role("link", name=re.compile("^Note de synthèse")).first
    assert address in link.get_attribute("href")
    page.reload()
    expect(page.get_by_label(re.compile("^Votre note")).first).to_have_value("Une note.")
    assert reader.complaints == []


def test_a_paper_asked_while_a_note_is_typed_has_the_note(visit):
    page = visit(THREE, **PHONE).page
    before = page.get_by_role("link", name=re.compile("^Note de synthèse")).first
    old = before.get_attribute("href")
    page.get_by_label(re.compile("^Votre note")).first.fill("Une note pressée.")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    before.click()
    expect(page).to_have_url(re.compile(r"/dossier/\?d="))
    page.wait_for_timeout(1500)
    papers = [url for url in asked if re.search(r"/dossier/[^?]+\?", url)]
    assert papers
    assert not any(url.endswith(old) for url in papers)


def test_another_fiche_joins_the_last_dossier_of_the_tab(visit):
    page = visit(THREE, **PHONE).page
    page.get_by_label("Titre du dossier").fill("Conseil du 12 décembre")
    page.get_by_role("button", name="Garder ce que j’ai écrit").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conseil du 12 décembre")
    page.goto("/outils/migr/")
    page.get_by_role("link", name="Ajouter au dossier").click()
    offer = page.get_by_role("button", name="Ajouter à « Conseil du 12 décembre » (3 fiches)")
    expect(offer).to_be_in_viewport()
    offer.click()
    expect(page.get_by_role("heading", name=re.compile("4 fiches"))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conseil du 12 décembre")


def test_enter_in_the_title_of_a_dossier_that_is_begun_saves_it(visit):
    page = visit("/dossier/?fiche=rurbance", **PHONE).page
    title = page.get_by_label("Titre du dossier")
    title.fill("Conseil de mai")
    title.press("Enter")
    expect(page).to_have_url(re.compile(r"/dossier/\?d="))
    expect(page.get_by_role("heading", level=1)).to_have_text("Conseil de mai")


def test_the_page_of_dossiers_leads_back_to_the_last_one_of_the_tab(visit):
    page = visit(THREE, **PHONE).page
    page.get_by_label("Titre du dossier").fill("Conseil de mai")
    page.get_by_role("button", name="Garder ce que j’ai écrit").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conseil de mai")
    page.goto("/dossier/")
    expect(page.get_by_text("Cet onglet de votre navigateur retient l’adresse")).to_be_visible()
    page.get_by_role("link", name="Reprendre « Conseil de mai » (3 fiches)").click()
    expect(page.get_by_role("heading", name=re.compile("3 fiches"))).to_be_visible()


def test_a_dossier_opened_from_its_address_is_offered_what_is_added_next(visit):
    page = visit(THREE, javascript=False, **PHONE).page
    page.get_by_role("button", name="Garder ce que j’ai écrit").first.click()
    page = visit(f"/dossier/{page.url.partition('/dossier/')[2]}", **PHONE).page
    page.goto("/outils/migr/")
    page.get_by_role("link", name="Ajouter au dossier").click()
    expect(page.get_by_role("button", name="Ajouter à « Mon dossier » (3 fiches)")).to_be_visible()


def test_without_script_another_fiche_joins_a_dossier_by_its_pasted_address(visit):
    page = visit(THREE, javascript=False, **PHONE).page
    page.get_by_role("button", name="Garder ce que j’ai écrit").first.click()
    address = page.url
    page.goto("/outils/migr/")
    page.get_by_role("link", name="Ajouter au dossier").click()
    expect(page.get_by_text("Dans ce nouveau dossier : ")).to_be_in_viewport()
    page.get_by_text("J’ai déjà un dossier").click()
    page.get_by_label("Adresse du dossier").fill(address)
    page.get_by_role("button", name="Ajouter ces fiches à ce dossier").click()
    expect(page.get_by_role("heading", name=re.compile("4 fiches"))).to_be_visible()
