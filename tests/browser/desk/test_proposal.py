"""Somebody proposes an experience as a person does, on a phone first; an editor makes a draft of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.desk.proposing_site import READER
from tests.browser.desk.staff import log_in, made_on, resize
from tests.running_site import RunningSite

FORM = "/proposer-une-experience/"
# The form believes nobody who sends it in less than three seconds.
READING_TIME = 3200
TITLE = "Des jardins nourrissent les écoles"


@pytest.fixture(scope="module")
def reading(running_site: RunningSite) -> Iterator[Any]:
    with made_on(running_site, "tests.browser.desk.proposing_site") as made:
        yield made


def check_screen(page: Page, *, within: str | None = None) -> None:
    """No barrier for axe, and nothing wider than the screen, from the smallest on."""
    before = page.viewport_size
    for width in (1280, 375, 320):
        resize(page, width, 812)
        assert barriers(page, within=within) == ""
        if within is None:
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page, "dark", within=within) == ""
    resize(page, **before)


def type_answers(page: Page, *, place: str = "Rosporden") -> None:
    page.get_by_label("Titre de l’expérience").press_sequentially(TITLE)
    page.get_by_label("Territoire").press_sequentially(place)
    page.get_by_label("Ce qui a été fait").press_sequentially("La ville loue des terres.")
    page.get_by_label("Ce que cela a donné").press_sequentially("Deux cantines servies.")
    page.get_by_label("Source ou lien").press_sequentially("https://ys.example/jardins")
    page.get_by_label("Votre nom").press_sequentially("Nolwenn Le Guénanff")
    page.get_by_label("Votre courriel").press_sequentially("nolwenn@ys.example")
    page.get_by_label("J’accepte que ce texte").check()
    page.wait_for_timeout(READING_TIME)


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_person_keeps_a_draft_takes_it_up_again_mends_it_and_sends_it(
    visit, reading, tmp_path: Path, width, javascript
):
    file = tmp_path / "Les jardins.pdf"
    file.write_bytes(b"%PDF-1.7 un rapport")
    reader = visit("/experiences/", width=width, height=812, javascript=javascript)
    page = reader.page
    page.get_by_role("main").get_by_role("link", name="Proposer une expérience").click()
    expect(page.locator("h1")).to_have_text("Proposer une expérience")
    page.get_by_label("Titre de l’expérience").press_sequentially(TITLE)
    page.get_by_label("Votre courriel").press_sequentially("nolwenn@ys.example")
    page.wait_for_timeout(READING_TIME)
    page.get_by_role("button", name="Garder et reprendre plus tard").click()
    expect(page.get_by_role("main")).to_contain_text("Votre brouillon est gardé 14 jours")
    link = page.url

    page.goto("/")
    page.goto(link)
    expect(page.get_by_label("Titre de l’expérience")).to_have_value(TITLE)
    page.get_by_label("Titre de l’expérience").fill("")
    page.get_by_label("Votre courriel").fill("")
    type_answers(page, place="Sainte-Colombe")
    page.get_by_text("En dire plus, joindre un fichier").click()
    page.get_by_label("Ce qui a coincé").press_sequentially("Le prix de l’eau.")
    page.get_by_label("Un fichier").set_input_files(file)
    page.get_by_role("button", name="Envoyer la proposition").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Plusieurs lieux répondent à ce nom")
    expect(page.get_by_text("Fichier joint : Les-jardins.pdf")).to_be_visible()
    expect(page.get_by_label("Ce qui a coincé")).to_have_value("Le prix de l’eau.")
    if width == 375 and javascript:
        check_screen(page)
    page.get_by_role("group", name="Lequel ?").get_by_role("radio").first.check()
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.locator("h1")).to_have_text("Votre proposition : reçue")
    expect(page.get_by_role("main")).to_contain_text("Les-jardins.pdf")
    page.reload()  # it is not sent again
    expect(page.locator("h1")).to_have_text("Votre proposition : reçue")
    assert page.url == link
    if width == 375 and javascript:
        check_screen(page)
        page.get_by_role("link", name="Effacer ma proposition").click()
        check_screen(page)
        page.get_by_role("button", name="Effacer").click()
        expect(page.locator("h1")).to_have_text("Votre proposition est effacée")
        check_screen(page)
    assert page.context.cookies() == []
    assert not reader.overflows()
    # The form that came back says in its status that it is to be mended.
    assert [text for text in reader.complaints if "422" not in text] == []


def test_a_place_that_is_proposed_fills_the_field_and_leaves_the_form_open(visit):
    page = visit(FORM, width=375, height=812).page
    page.get_by_label("Titre de l’expérience").press_sequentially(TITLE)
    page.get_by_label("Territoire").press_sequentially("rosporde")
    page.get_by_role("option", name="Rosporden").click()
    expect(page.get_by_label("Territoire")).to_have_value("Rosporden 29241")
    expect(page.get_by_label("Titre de l’expérience")).to_have_value(TITLE)
    assert page.url.endswith(FORM)


def test_an_editor_makes_a_draft_of_a_proposal_and_refuses_another(visit, reading):
    followed = []
    for _ in range(2):
        page = visit(FORM, width=375, height=812).page
        type_answers(page)
        page.get_by_role("button", name="Envoyer la proposition").click()
        expect(page.locator("h1")).to_have_text("Votre proposition : reçue")
        followed.append(page)
    first, second = followed

    desk = log_in(visit("/admin/login/").page, READER)
    expect(desk.get_by_role("main")).to_contain_text("Propositions à relire")
    desk.get_by_role("link", name="Propositions", exact=True).first.click()
    expect(desk.get_by_role("link", name=TITLE).first).to_be_visible()
    assert barriers(desk, within="main") == ""
    desk.get_by_role("link", name=TITLE).first.click()
    expect(desk.get_by_role("button", name="Créer le brouillon")).to_be_visible()
    check_screen(desk, within="main")
    desk.get_by_role("button", name="Créer le brouillon").click()
    expect(desk.locator("#id_title")).to_have_value(TITLE)
    expect(desk.get_by_role("main")).to_contain_text("Le brouillon est créé, à votre nom")

    desk.goto("/admin/propositions/?state=recue")
    desk.get_by_role("link", name=TITLE).first.click()
    desk.get_by_role("link", name="Refuser…").click()
    expect(desk.get_by_label("Raison")).to_be_visible()
    check_screen(desk, within="main")
    desk.get_by_label("Raison").press_sequentially("Une autre fiche le dit déjà.")
    desk.get_by_role("button", name="Refuser et l’écrire à la personne").click()
    expect(desk.get_by_role("main")).to_contain_text("Une autre fiche le dit déjà.")

    first.reload()
    second.reload()
    said = {" ".join(page.locator("h1").inner_text().split()) for page in (first, second)}
    assert said == {"Votre proposition : refusée", "Votre proposition : en relecture"}
    refused = first if "refusée" in first.locator("h1").inner_text() else second
    expect(refused.get_by_role("main")).to_contain_text("Une autre fiche le dit déjà.")
    check_screen(refused)
