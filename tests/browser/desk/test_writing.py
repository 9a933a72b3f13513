"""An editor writes a fiche in a browser: what forbids to publish is told once, beside what it is
about, and nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.barriers import barriers
from tests.browser.desk.editing_site import EDITOR
from tests.browser.desk.staff import begin, log_in, made_on, resize
from tests.running_site import RunningSite

SITE = "tests.browser.desk.editing_site"


@pytest.fixture(scope="module")
def addresses(running_site: RunningSite) -> Iterator[dict[str, str]]:
    with made_on(running_site, SITE) as made:
        yield made


@pytest.fixture
def editor(visit, addresses) -> Page:
    return log_in(visit("/admin/login/").page, EDITOR)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publier").click()


def save(page: Page) -> None:
    """Through the window in which Wagtail says that the network failed, if it opens."""
    actions = page.get_by_role("navigation", name="Actions (pied de page)")
    actions.get_by_role("button", name="Enregistrer le brouillon").click()
    window = page.get_by_role("dialog").get_by_role("button", name="Enregistrer le brouillon")
    if window.is_visible():
        window.click()


def summary(page: Page) -> Locator:
    return page.locator("[data-errors]")


def seen(page: Page, text: str) -> int:
    """How many times a text is read on the page, whatever its spaces."""
    return " ".join(page.locator("main").inner_text().split()).count(text)


def test_what_forbids_to_publish_is_told_at_the_head_and_at_its_field(editor, addresses):
    begin(editor, addresses["expérience"], "Cantine de la vallée")
    editor.locator("#id_start").fill("31 février 2020")
    publish(editor)

    told = summary(editor)
    expect(told).to_be_focused()
    expect(told.get_by_role("heading")).to_have_text(
        "La page n’est pas publiée : 4 points à régler"
    )
    for field, message in {
        "En une phrase": "Résumez la fiche en une phrase",
        "Source": "Indiquez la source de cette phrase.",
        "Lieux": "Dites où cela se passe : choisissez un territoire.",
        "Début": "Ce jour n’existe pas dans ce mois.",
    }.items():
        expect(told.get_by_role("link", name=re.compile(f"^{field}"))).to_contain_text(message)
        assert seen(editor, message) == 2, message
    assert "ne peut être" not in editor.locator("body").inner_text()
    expect(editor.locator("#id_title")).to_have_value("Cantine de la vallée")
    expect(editor.locator("#id_start")).to_have_value("31 février 2020")

    editor.get_by_role("tab", name="Promotion").click()
    told.get_by_role("link", name=re.compile("^En une phrase")).press("Enter")
    expect(editor.locator("#id_gist")).to_be_focused()
    told.get_by_role("link", name=re.compile("^Source")).press("Enter")
    expect(editor.locator("#id_source-chooser").get_by_role("button").first).to_be_focused()
    told.get_by_role("link", name=re.compile("^Lieux")).press("Enter")
    expect(editor.locator("#id_places-ADD, #id_places-OPEN_MODAL").first).to_be_focused()


GIST = (
    "La ville et les communes de la vallée servent ensemble des repas faits de produits des "
    "fermes voisines."
)


def guide(page: Page) -> Locator:
    return page.locator("[data-guide]")


def test_the_points_to_settle_turn_green_while_one_types(editor, addresses):
    begin(editor, addresses["expérience"], "Repas des fermes voisines")
    told = guide(editor)
    expect(told).to_contain_text("Avant de publier : 3 points à régler")
    expect(editor.locator("main")).to_contain_text(re.compile(r"Enregistré à \d\d:\d\d"))
    expect(editor.locator("[data-example]").first).to_contain_text("Exemple, dans «")

    told.get_by_role("link", name="Une phrase dit l’essentiel.").press("Enter")
    expect(editor.locator("#id_gist")).to_be_focused()
    editor.keyboard.type("Des repas.")
    expect(told).to_contain_text("Avant de publier : 2 points à régler")
    expect(told.get_by_role("listitem").filter(has_text="Une phrase dit")).to_contain_text("Réglé")
    expect(told).to_contain_text("Cette phrase a 10 caractères")
    editor.locator("#id_gist").fill(GIST)
    expect(told).not_to_contain_text("caractères")


def test_what_was_typed_outlives_a_lost_connection_and_a_session_that_ends(editor, addresses):
    begin(editor, addresses["expérience"], "Four à pain du hameau")
    kept = editor.locator("main").get_by_text(re.compile(r"Enregistré à \d\d:\d\d"))
    expect(kept).to_be_visible()
    context = editor.context
    context.set_offline(True)
    editor.locator("#id_gist").fill("Écrit sans connexion.")
    expect(editor.get_by_role("alert").filter(has_text="La connexion est perdue")).to_be_visible()
    save(editor)
    expect(editor.locator("#id_gist")).to_have_value("Écrit sans connexion.")
    context.set_offline(False)
    expect(editor.get_by_role("alert").filter(has_text="La connexion")).to_be_hidden()

    context.clear_cookies()
    editor.locator("#id_gist").fill("Écrit après la fin de la session.")
    ended = editor.get_by_role("alert").filter(has_text="Votre session est terminée")
    expect(ended).to_be_visible()
    save(editor)
    expect(editor.locator("#id_gist")).to_have_value("Écrit après la fin de la session.")
    with context.expect_page() as opened:
        ended.get_by_role("link").click()
    log_in(opened.value, EDITOR)
    expect(ended).to_be_hidden()
    save(editor)
    expect(editor.get_by_text(re.compile("Le brouillon de .* est enregistré"))).to_be_visible()
    expect(editor.locator("#id_gist")).to_have_value("Écrit après la fin de la session.")


def test_what_is_typed_while_a_draft_is_being_kept_is_kept_after_it(editor, addresses):
    begin(editor, addresses["outil"], "Charte des jardins")
    expect(editor.locator("main")).to_contain_text(re.compile(r"Enregistré à \d\d:\d\d"))
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    def says_all(request: Request) -> bool:
        return "jardins partagés" in (request.post_data_buffer or b"").decode(errors="ignore")

    editor.route("**/edit/", hold_first)
    with editor.expect_request("**/edit/"):
        editor.locator("#id_gist").fill("Des jardins.")
    editor.locator("#id_gist").fill("Des jardins partagés.")
    with editor.expect_request(says_all):
        held[0].continue_()


def test_a_title_that_the_base_has_is_told_while_it_is_typed(editor, addresses):
    begin(editor, addresses["contrat"], "Brest métropole et Centre-Ouest Bretagne")
    told = guide(editor).locator("[data-close]")
    expect(told).to_contain_text("titre proche")
    expect(told.get_by_role("link").first).to_have_attribute("href", re.compile("/edit/$"))


def test_a_figure_in_words_is_told_on_its_field_when_one_publishes(editor, addresses):
    begin(editor, addresses["expérience"], "Repas de la plaine")
    editor.locator("#id_gist").fill(GIST)
    editor.get_by_role("button", name="Ajouter : fait").click()
    fact = editor.locator("#inline_child_facts-0")
    fact.get_by_label("Donnée").select_option("Chiffre clé")
    fact.get_by_label("Intitulé").press_sequentially("Repas servis")
    fact.get_by_label("Nombre").press_sequentially("cent vingt")
    publish(editor)

    expect(summary(editor)).to_contain_text("« cent vingt » n’est pas un nombre.")
    expect(summary(editor)).to_contain_text("Rien de ce que vous avez tapé n’est perdu.")
    expect(fact.get_by_label("Nombre")).to_have_value("cent vingt")
    expect(fact.get_by_label("Intitulé")).to_have_value("Repas servis")


def test_a_fiche_is_chosen_for_a_point_of_the_programme(editor, addresses):
    begin(editor, addresses["session"], "Journée des fermes")
    editor.get_by_role("button", name="Ajouter : point").click()
    point = editor.locator("#inline_child_programme-0")
    point.get_by_role("button", name="Ajouter : fiche").click()
    window = editor.get_by_role("dialog", name=re.compile("Choisir Contrat"))
    window.get_by_label("Terme de recherche").press_sequentially("Brest")
    first = window.get_by_role("row", name=re.compile("Centre Ouest Bretagne")).first
    first.get_by_role("checkbox").check()
    expect(window.get_by_role("status").filter(has_text="1 cochée")).to_be_visible()
    window.get_by_label("Terme de recherche").fill("tramway")
    expect(first).to_be_hidden()
    window.get_by_role("row").filter(has_text=re.compile("tram", re.I)).get_by_role(
        "checkbox"
    ).first.check()
    expect(window.get_by_role("status").filter(has_text="2 cochées")).to_be_visible()
    window.get_by_role("button", name=re.compile("Confirmer")).click()

    expect(point).to_contain_text("Centre Ouest Bretagne")
    expect(point).to_contain_text(re.compile("tram", re.I))


def test_a_long_list_of_boxes_is_searched_and_shows_what_is_ticked(editor, addresses):
    begin(editor, addresses["expérience"], "Un essai des outils")
    tools = editor.get_by_role("group", name="Outils utilisés")
    search = tools.get_by_role("searchbox", name="Chercher : Outils utilisés")
    boxes = tools.get_by_role("checkbox")
    expect(boxes).to_have_count(0)

    search.fill("ecologique")
    search.press("Enter")
    expect(tools.get_by_role("status")).to_contain_text("0 coché")
    first = boxes.first
    name = first.evaluate("box => box.closest('label').textContent.trim()")
    assert "écologique" in name.lower()
    first.press("Space")
    expect(tools.get_by_role("status")).to_contain_text("1 coché")

    search.fill("")
    expect(boxes).to_have_count(1)
    expect(boxes).to_be_checked()
    tools.get_by_role("button", name="Montrer les").press("Enter")
    assert boxes.count() > 20
    for width, colours in ((1280, "light"), (375, "dark")):
        resize(editor, width, 900)
        assert barriers(editor, colours, within="#id_tools") == ""
        assert editor.evaluate("document.documentElement.scrollWidth") <= width
