"""An editor chooses a territory and creates a source without leaving the form of a contract."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser.desk.editing_site import EDITOR
from tests.browser.desk.staff import FORM_IS_READ, log_in, made_on
from tests.running_site import RunningSite

SITE = "tests.browser.desk.editing_site"
# A source of the catalogue, as it is pasted from a page that was shared.
KNOWN = "http://letsfoodideas.com/fr/initiative/contrat-de-reciprocite?utm_source=lettre#haut"


@pytest.fixture(scope="module")
def addresses(running_site: RunningSite) -> Iterator[dict[str, str]]:
    with made_on(running_site, SITE) as made:
        yield made


@pytest.fixture
def form(visit, addresses) -> Page:
    page = log_in(visit("/admin/login/").page, EDITOR)
    page.goto(addresses["contrat"])
    page.wait_for_timeout(FORM_IS_READ)
    page.locator("#id_title").press_sequentially("Contrat choisi")
    return page


def open_by_keyboard(page: Page, field: str):
    """The window of the chooser of this field, opened by its button."""
    page.locator(f"#{field}-chooser").get_by_role("button", name=re.compile("Choisir")).press(
        "Enter"
    )
    window = page.get_by_role("dialog").filter(has=page.locator("[data-chooser-modal-search]"))
    expect(window).to_be_visible()
    return window


def test_a_territory_is_typed_and_chosen_and_a_source_created_in_place(form):
    form.get_by_role("button", name=re.compile(r"Ajouter.*partie")).click()
    window = open_by_keyboard(form, "id_parties-0-territory")
    window.get_by_role("textbox", name="Rechercher").press_sequentially("brest metropol")
    choice = window.get_by_role("link", name="Brest Métropole", exact=True)
    expect(choice).to_be_visible()
    expect(window.get_by_role("row", name=re.compile("Brest Métropole"))).to_contain_text(
        "Intercommunalité"
    )
    expect(window.get_by_role("columnheader", name="Niveau")).to_be_visible()
    choice.press("Enter")
    expect(form.locator("#id_parties-0-territory-chooser")).to_contain_text("Brest Métropole")

    window = open_by_keyboard(form, "id_source")
    window.get_by_role("textbox", name="Rechercher").press_sequentially("zzzzzz")
    expect(window.get_by_role("alert")).to_contain_text("Aucun résultat pour « zzzzzz »")
    window.get_by_role("tab", name="Créer").click()
    window.get_by_role("textbox", name="Titre").press_sequentially("Bilan du contrat choisi")
    window.get_by_role("textbox", name="Éditeur").press_sequentially("Commune d’Ys")
    window.get_by_role("textbox", name="Adresse").press_sequentially(
        "https://exemple.fr/bilan-choisi"
    )
    window.get_by_role("combobox", name="Nature").select_option("Étude")
    window.get_by_role("button", name="Créer et choisir").press("Enter")
    expect(form.locator("#id_source-chooser")).to_contain_text("Bilan du contrat choisi")

    # A second citation: the window, and its first row.
    window = open_by_keyboard(form, "id_status_source")
    expect(window.get_by_role("heading", name="Récemment utilisées")).to_be_visible()
    first = window.get_by_role("table").first.get_by_role("link").first
    expect(first).to_have_text("Bilan du contrat choisi")
    first.press("Enter")
    expect(form.locator("#id_status_source-chooser")).to_contain_text("Bilan du contrat choisi")


def test_a_search_that_takes_time_says_that_it_goes_on(form):
    form.get_by_role("button", name=re.compile(r"Ajouter.*partie")).click()
    window = open_by_keyboard(form, "id_parties-0-territory")
    searching = window.get_by_role("status").filter(has_text="Recherche…")
    expect(searching).to_have_count(0)
    held: list[Route] = []
    form.route(re.compile(r"[?&]q=brest"), lambda route: held.append(route))
    window.get_by_role("textbox", name="Rechercher").fill("brest")
    expect(searching).to_be_visible()
    form.wait_for_timeout(1000)
    expect(searching).to_be_visible()
    # What is still listed is no answer, and cannot be taken for one.
    before = window.get_by_role("table").last.locator("tbody a").first
    expect(before).to_be_visible()
    with pytest.raises(Error, match="inert"):
        before.click(timeout=2000)
    for route in held:
        route.continue_()
    found = window.get_by_role("link", name="Brest Métropole", exact=True)
    expect(found).to_be_visible()
    expect(searching).to_have_count(0)
    found.click()
    expect(form.locator("#id_parties-0-territory-chooser")).to_contain_text("Brest Métropole")


def test_a_fiche_is_searched_and_chosen(form):
    form.get_by_role("button", name=re.compile(r"Ajouter.*lien")).click()
    form.locator("#id_outgoing_links-0-target-chooser").get_by_role("button").first.click()
    window = form.get_by_role("dialog")
    window.get_by_role("textbox", name="Terme de recherche").press_sequentially("belledonne")
    window.get_by_role("link", name=re.compile("Belledonne")).first.click()
    expect(form.locator("#id_outgoing_links-0-target-chooser")).to_contain_text("Belledonne")


def test_a_source_is_recognised_by_its_pasted_address_and_found_again(form):
    window = open_by_keyboard(form, "id_source")
    window.get_by_role("tab", name="Créer").click()
    window.get_by_role("textbox", name="Adresse").focus()
    form.keyboard.insert_text(KNOWN)
    told = window.get_by_role("status").filter(has_text="La base a déjà cette source")
    expect(told).to_be_visible()
    told.get_by_role("button").press("Enter")
    choice = window.get_by_role("link", name=re.compile("contrat de réciprocité", re.IGNORECASE))
    expect(choice).to_have_count(1)
    choice.press("Enter")
    expect(form.locator("#id_source-chooser")).to_contain_text(
        re.compile("contrat de réciprocité", re.IGNORECASE)
    )
