"""An editor writes what each party gives in two columns, pairs it by letter, copies a row and has
one back, and adds what another source says of a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.barriers import barriers
from tests.browser.desk.ledger_site import CITY, COUNTRYSIDE, EDITOR, HALL, PEER, STUDIES, WOOD
from tests.browser.desk.staff import FORM_IS_READ, log_in, made_on, resize
from tests.running_site import RunningSite

SITE = "tests.browser.desk.ledger_site"
GIVEN_BACK = "Annuler la suppression"


@pytest.fixture(scope="module")
def keys(running_site: RunningSite) -> Iterator[dict[str, int]]:
    with made_on(running_site, SITE) as made:
        yield made


@pytest.fixture
def editor(visit, keys) -> Page:
    return log_in(visit("/admin/login/").page, EDITOR)


def opened(page: Page, key: int) -> Page:
    page.goto(f"/admin/pages/{key}/edit/")
    page.wait_for_timeout(FORM_IS_READ)
    return page


def ledger(page: Page) -> Locator:
    return page.get_by_role("region", name="Qui donne quoi ?")


def row(page: Page, words: str) -> Locator:
    """The row that is said with these words."""
    return ledger(page).get_by_role("region", name=re.compile(re.escape(words)))


def left(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["x"]


def rows(page: Page) -> list[str]:
    """How the rows are said, in the order in which they are read."""
    found = ledger(page).get_by_role("heading", name=re.compile(r"^\s*Engagement"))
    said = (" ".join(name.split()) for name in found.all_text_contents())
    return [re.sub(r"^Engagement \d+ ", "", words) for words in said]


def number(part: Locator) -> str:
    """That of a row in the database, which is in the addresses that readers copy."""
    return part.locator("input[name$='-id']").input_value()


def save(page: Page) -> None:
    page.get_by_role("navigation", name="Actions (pied de page)").get_by_role(
        "button", name="Enregistrer le brouillon"
    ).click()
    expect(page.get_by_text(re.compile("Le brouillon de .* est enregistré"))).to_be_visible()


def test_each_side_has_its_column_and_what_is_done_together_stands_across(editor, keys):
    page = opened(editor, keys["mixed"])
    heads = ledger(page).get_by_role("heading", name=re.compile("donne \\("))
    expect(heads).to_have_text([f"La ville donne ({CITY})", f"La campagne donne ({COUNTRYSIDE})"])
    city, country = heads.all()
    assert left(row(page, STUDIES)) == pytest.approx(left(city), abs=40)
    assert left(row(page, WOOD)) == pytest.approx(left(country), abs=40)
    assert left(row(page, HALL)) == pytest.approx(left(city), abs=40)
    expect(row(page, WOOD)).to_contain_text(f"{COUNTRYSIDE} → {CITY}")
    expect(row(page, HALL)).to_contain_text("Ensemble")
    expect(row(page, WOOD).get_by_label("Objet")).to_be_hidden()

    row(page, WOOD).get_by_role("button", name="Afficher/masquer la section").press("Enter")
    expect(row(page, WOOD).get_by_label("Objet")).to_have_value(WOOD)
    row(page, WOOD).get_by_label("Qui donne").select_option(CITY)
    expect(row(page, WOOD)).to_contain_text(f"{CITY} → {COUNTRYSIDE}")
    row(page, WOOD).get_by_role("button", name="Afficher/masquer la section").press("Enter")
    assert left(row(page, WOOD)) == pytest.approx(left(city), abs=40)

    row(page, WOOD).get_by_role("button", name="Passer de l’autre côté").press("Enter")
    expect(row(page, WOOD)).to_contain_text(f"{COUNTRYSIDE} → {CITY}")
    assert left(row(page, WOOD)) == pytest.approx(left(country), abs=40)


def test_what_a_side_gives_is_added_with_its_parties_its_quantity_and_its_letter(editor, keys):
    page = opened(editor, keys["mixed"])
    ledger(page).get_by_role("button", name="Ajouter ce que la campagne donne").press("Enter")
    page.keyboard.type("Eau des captages")
    added = row(page, "Eau des captages")
    expect(added).to_contain_text(f"{COUNTRYSIDE} → {CITY}")
    added.get_by_label("Quantité").fill("12,5 km")
    expect(added).to_contain_text("Lu : « 12,5 km »")
    added.get_by_label("Quantité").press("Tab")
    expect(added.get_by_label("Quantité")).to_have_value("12,5")
    expect(added.get_by_label("Unité")).to_have_value("km")
    added.get_by_label("Contrepartie", exact=True).focus()
    page.keyboard.type("A")
    expect(added.get_by_label("Contrepartie", exact=True)).to_have_value("A")

    other = row(page, STUDIES)
    other.get_by_role("button", name="Afficher/masquer la section").click()
    other.get_by_label("Contrepartie", exact=True).select_option("A – répond à Eau des captages")
    expect(other).to_contain_text("contrepartie A")
    save(page)
    expect(row(page, "Eau des captages")).to_contain_text("12,5 km · contrepartie A")
    expect(row(page, STUDIES)).to_contain_text("contrepartie A")


def test_a_row_moves_within_its_column_and_its_order_is_kept(editor, keys):
    page = opened(editor, keys["mixed"])
    for words in ("Semences", "Paille"):
        ledger(page).get_by_role("button", name="Ajouter ce que la campagne donne").click()
        page.keyboard.type(words)
    assert [said.split(" · ")[0] for said in rows(page)][-3:] == ["Semences", "Paille", HALL]
    row(page, "Paille").get_by_role("button", name="Monter").press("Enter")
    assert [said.split(" · ")[0] for said in rows(page)][-3:] == ["Paille", "Semences", HALL]
    expect(page.get_by_role("status").filter(has_text="Déplacé : ligne")).to_be_attached()
    save(page)
    expect(row(page, "Paille")).to_be_visible()
    assert [said.split(" · ")[0] for said in rows(page)][-3:] == ["Paille", "Semences", HALL]


def test_a_row_is_copied_taken_away_and_had_back(editor, keys):
    page = opened(editor, keys["mixed"])
    row(page, HALL).get_by_role("button", name="Dupliquer").press("Enter")
    expect(row(page, HALL)).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="Dupliqué : Engagement")).to_be_attached()

    kept = number(row(page, WOOD))
    row(page, WOOD).get_by_role("button", name="Supprimer").press("Enter")
    expect(row(page, WOOD)).to_have_count(0)
    back = ledger(page).get_by_role("button", name=GIVEN_BACK)
    expect(back).to_be_focused()
    expect(page.locator("main")).to_contain_text(re.compile(r"Enregistré à \d\d:\d\d"))
    back.press("Enter")
    expect(row(page, WOOD)).to_have_count(1)
    expect(row(page, WOOD).get_by_role("button", name="Afficher")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Rétabli : Engagement")).to_be_attached()
    save(page)
    expect(row(page, WOOD)).to_have_count(1)
    expect(row(page, HALL)).to_have_count(2)
    assert number(row(page, WOOD)) == kept


def test_between_two_cities_each_column_has_a_name(editor, keys):
    page = opened(editor, keys["peers"])
    ledger(page).get_by_role("button", name=f"Ajouter ce que {PEER} donne").click()
    page.keyboard.type("Ses bus")
    heads = ledger(page).get_by_role("heading", name=re.compile("donne$"))
    expect(heads).to_have_text([f"{CITY} donne", f"{PEER} donne"])
    expect(row(page, "Ses bus")).to_contain_text(f"{PEER} → {CITY}")


def test_another_source_says_another_value_and_one_is_retained(editor, keys):
    page = opened(editor, keys["mixed"])
    facts = page.get_by_role("region", name="Faits et chiffres")
    first = facts.get_by_role("region", name=re.compile("^Fait 1"))
    first.get_by_role("button", name="Afficher/masquer la section").press("Enter")
    first.get_by_role("button", name="Une autre source dit…").press("Enter")
    expect(first.get_by_label("Valeur retenue")).to_be_checked()
    second = facts.get_by_role("region", name=re.compile("^Fait 2"))
    expect(second.get_by_label("Nombre")).to_be_focused()
    page.keyboard.type("43")
    expect(second.get_by_label("Donnée")).to_have_value("communes")
    expect(second.get_by_label("Valeur retenue")).not_to_be_checked()
    second.get_by_label("Valeur retenue").check()
    expect(first.get_by_label("Valeur retenue")).not_to_be_checked()
    expect(second).to_contain_text("Communes · 43 · retenue")


def test_a_row_and_what_few_rows_fill_open_with_the_keyboard(editor, keys):
    page = opened(editor, keys["mixed"])
    facts = page.get_by_role("region", name="Faits et chiffres")
    first = facts.get_by_role("region", name=re.compile("^Fait 1"))
    expect(first.get_by_label("Nombre")).to_be_hidden()
    first.get_by_role("button", name="Afficher/masquer la section").press("Enter")
    expect(first.get_by_label("Nombre")).to_be_visible()
    expect(first.get_by_label("Précision")).to_be_hidden()
    first.get_by_text("Préciser").press("Enter")
    expect(first.get_by_label("Précision")).to_be_visible()

    party = page.get_by_role("region", name=re.compile("^Partie 1"))
    expect(party).to_contain_text(CITY)
    expect(party.get_by_label("Côté")).to_be_hidden()
    page.get_by_role("button", name="Tout replier").first.click()
    page.get_by_role("button", name="Tout déplier").first.click()
    expect(party.get_by_label("Côté")).to_be_visible()


def test_a_number_that_is_none_is_told_on_its_field(editor, keys):
    page = opened(editor, keys["peers"])
    ledger(page).get_by_role("button", name=f"Ajouter ce que {CITY} donne").click()
    page.keyboard.type("Ses musées")
    row(page, "Ses musées").get_by_label("Quantité").fill("douze")
    expect(row(page, "Ses musées")).to_contain_text("« douze » n’est pas un nombre")
    page.get_by_role("navigation", name="Actions (pied de page)").get_by_role(
        "button", name="Enregistrer le brouillon"
    ).click()
    told = page.locator("[data-errors]").get_by_role("link", name=re.compile("quantité"))
    expect(told).to_contain_text("Dans « Quantité », écrivez des chiffres, sans unité : 12,5.")
    told.press("Enter")
    expect(row(page, "Ses musées").get_by_label("Quantité")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 810, 375])
def test_the_ledger_has_no_barrier_and_fits_the_screen(editor, keys, width):
    resize(editor, width, 900)
    page = opened(editor, keys["mixed"])
    row(page, HALL).first.get_by_role("button", name="Afficher/masquer la section").click()
    ledger(page).get_by_role("button", name="Ajouter ce que la ville donne").click()
    page.keyboard.type(f"Une erreur à {width}")
    row(page, f"Une erreur à {width}").get_by_role("button", name="Supprimer").click()
    for colours in ("light", "dark"):
        for part in ("[data-ledger]", "[data-facts]"):
            assert barriers(page, colours, within=part) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
