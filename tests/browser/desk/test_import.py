"""An editor imports a file in a browser: its faults are read, it is corrected, its drafts opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.desk.editing_site import EDITOR
from tests.browser.desk.staff import FORM_IS_READ, log_in, made_on, resize
from tests.contracts.importing.files import xlsx
from tests.running_site import RunningSite

GIST = "Le bois des forêts du pays alimente les chaufferies de la métropole."
HEADER = ["Identifiant", "Titre", "Résumé", "Début", "Contexte"]
GOOD = ["bois-importe", "Le bois importé", GIST, "septembre 2017", "Les forêts sont grandes."]
BAD = ["l-eau", "L’eau", "Trop court.", "le 32 mars", ""]


@pytest.fixture(scope="module")
def editing(running_site: RunningSite) -> Iterator[Any]:
    with made_on(running_site, "tests.browser.desk.editing_site") as made:
        yield made


@pytest.fixture
def editor(visit, editing) -> Page:
    return log_in(visit("/admin/login/").page, EDITOR)


def check_screen(page: Page) -> None:
    """No barrier for axe in what is ours, and nothing wider than the screen, at both ends."""
    for width in (1280, 375):
        resize(page, width, 812)
        assert barriers(page, within="main") == ""
        beyond = page.evaluate(
            "document.querySelector('main').scrollWidth > document.documentElement.clientWidth"
        )
        assert not beyond, f"{page.url} is wider than {width} px"


def send(page: Page, file: Path) -> None:
    page.get_by_label("Genre des fiches").select_option(label="Expériences")
    page.get_by_label("Fichier").set_input_files(file)
    page.get_by_role("button", name="Envoyer et vérifier").press("Enter")


def test_an_import_with_faults_then_right(editor, tmp_path):
    page = editor
    file = tmp_path / "expériences.xlsx"
    file.write_bytes(xlsx({"Expériences": [HEADER, GOOD, BAD]}))
    page.get_by_role("link", name="Importer", exact=True).click()
    expect(page.get_by_role("heading", name="Envoyer le fichier")).to_be_visible()
    check_screen(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Expériences : modèle à télécharger").click()
    assert download.value.suggested_filename == "modele-experiences.xlsx"

    send(page, file)
    faults = page.locator("[data-part=faults]")
    expect(faults).to_contain_text("ligne 3, colonne « Résumé » (C3)")
    expect(faults).to_contain_text("ligne 3, colonne « Début » (D3)")
    check_screen(page)
    page.get_by_role("button", name="Importer en brouillon 1 fiche sans faute").press("Enter")
    report = page.locator("[data-part=report]")
    expect(report).to_contain_text("Le bois importé : créée")
    expect(report).to_contain_text("L’eau : non importée")
    check_screen(page)

    corrected = [BAD[0], BAD[1], GIST, "mars 2018", ""]
    changed = [*GOOD[:3], "2018", GOOD[4]]
    file.write_bytes(xlsx({"Expériences": [HEADER, changed, corrected]}))
    page.get_by_role("link", name="Envoyer un autre fichier").click()
    send(page, file)
    expect(page.locator("[data-part=counts]")).to_contain_text("À mettre à jour : 1")
    check_screen(page)
    page.get_by_role("button", name="Importer en brouillon 2 fiches").press("Enter")
    report.get_by_role("link", name="L’eau").click()
    expect(page.locator("#id_title")).to_have_value("L’eau")

    # What is typed by hand is shown beside what a later file says.
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(FORM_IS_READ)
    with page.expect_response(lambda one: one.request.method == "POST" and "/edit/" in one.url):
        page.get_by_label("En une phrase").fill("Une phrase que l’éditrice a récrite, ici même.")
        page.keyboard.press("Tab")
    corrected[2] = f"{GIST} Et l’eau aussi."
    file.write_bytes(xlsx({"Expériences": [HEADER, changed, corrected]}))
    page.goto(page.url.partition("/pages/")[0] + "/importer/")
    send(page, file)
    conflict = page.locator("[data-part=conflict]")
    expect(conflict).to_contain_text("Une phrase que l’éditrice a récrite")
    expect(conflict).to_contain_text("Et l’eau aussi.")
    check_screen(page)
    conflict.get_by_label("Prendre le fichier").check()
    page.get_by_role("button", name="Importer en brouillon 1 fiche").press("Enter")
    expect(page.locator("[data-part=report]")).to_contain_text("L’eau : remplacée par le fichier")
