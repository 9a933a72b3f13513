"""An editor looks at a draft beside its form, gives it up, and takes an older version back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk.editing_site import EDITOR, GIST, ONLINE
from tests.browser.desk.staff import FORM_IS_READ, log_in, made_on, resize
from tests.running_site import RunningSite

SITE = "tests.browser.desk.editing_site"
KEPT = re.compile(r"Enregistré à \d\d:\d\d")


@pytest.fixture(scope="module")
def addresses(running_site: RunningSite) -> Iterator[dict[str, str]]:
    with made_on(running_site, SITE) as made:
        yield made


@pytest.fixture
def editor(visit, addresses) -> Page:
    return log_in(visit("/admin/login/").page, EDITOR)


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_timeout(FORM_IS_READ)


def below(bar: Locator, seen: Locator) -> bool:
    """Nothing of what is seen is under the bar, which stays at the top."""
    top, told = bar.bounding_box(), seen.bounding_box()
    return top["y"] + top["height"] <= told["y"]


def test_the_draft_is_seen_beside_its_form_as_on_a_phone_and_on_a_desk(editor, addresses):
    open_form(editor, addresses["en ligne"])
    editor.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    for size in ("format mobile", "format ordinateur"):
        editor.get_by_role("radio", name=re.compile(size)).check(force=True)
        # Wagtail loads the next one beside the one that is seen, which it then replaces.
        shown = editor.frame_locator("iframe[title='Prévisualisation']").first
        expect(shown.get_by_role("heading", level=1)).to_have_text(ONLINE)


def test_a_draft_is_given_up_once_what_is_lost_has_been_read(editor, addresses):
    address = addresses["en ligne"]
    open_form(editor, address)
    bar = editor.locator("main header")
    expect(bar.get_by_title("Voir la page en ligne")).to_contain_text("Publiée")
    expect(bar).not_to_contain_text("brouillon")
    actions = editor.get_by_role("button", name=re.compile("Plus d.actions"))
    actions.click()
    expect(editor.get_by_role("link", name="Abandonner le brouillon")).to_be_hidden()
    editor.keyboard.press("Escape")

    editor.locator("#id_gist").press_sequentially(" Les clés sont à la mairie.")
    expect(editor.locator("main")).to_contain_text(KEPT)
    expect(bar).to_contain_text("Publiée · brouillon non publié")
    actions.click()
    editor.get_by_role("link", name="Abandonner le brouillon").click()
    for width in (1280, 810, 375):
        resize(editor, width, 740)
        title = editor.get_by_role("heading", level=1, name=f"Abandonner le brouillon : {ONLINE}")
        assert title.bounding_box()["width"] > 200
        assert below(bar, title)
    lost = editor.get_by_role("region", name="En une phrase")
    expect(lost).to_contain_text("Les clés sont à la mairie.")
    editor.get_by_role("button", name="Abandonner ces changements").click()

    expect(
        editor.get_by_text("le formulaire montre de nouveau la version en ligne")
    ).to_be_visible()
    expect(editor.locator("#id_gist")).to_have_value(GIST)

    # What was given up is in the history, and the version that a program published too.
    editor.goto(address.replace("edit", "history"))
    versions = editor.get_by_role("row")
    for said in ("En une phrase", "Publié"):
        row = versions.filter(has_text=said).last
        row.get_by_role("button").first.click()
        expect(row.get_by_role("link", name="Revenir à cette version").first).to_be_visible()
        editor.keyboard.press("Escape")
    versions.filter(has_text="En une phrase").last.get_by_role("button").first.click()
    editor.get_by_role("link", name="Revenir à cette version").first.click()
    expect(editor.locator("#id_gist")).to_have_value(re.compile("Les clés sont à la mairie"))


@pytest.mark.parametrize("width", [1280, 810])
def test_the_home_shows_one_s_drafts_on_its_first_screen(editor, addresses, width):
    open_form(editor, addresses["expérience"])
    editor.locator("#id_title").press_sequentially("Brouillon à retrouver")
    editor.locator("#id_title").press("Tab")
    editor.wait_for_url("**/edit/", wait_until="commit")
    resize(editor, width, 900)
    editor.goto("/admin/")
    first = editor.get_by_role("region", name="Mes brouillons").get_by_role("link").first
    assert first.bounding_box()["y"] < 700
    buttons = editor.get_by_role("region", name="Créer").get_by_role("link").all()
    assert len({button.bounding_box()["y"] for button in buttons}) == 1


def test_a_side_panel_left_open_does_not_cover_the_form_of_another_page(editor, addresses):
    open_form(editor, addresses["en ligne"])
    editor.get_by_role("button", name="Afficher/masquer le statut").click()
    expect(editor.get_by_text("Déverrouillé")).to_be_visible()
    open_form(editor, addresses["expérience"])
    expect(editor.get_by_text("Déverrouillé")).to_be_hidden()

    resize(editor, 810, 1080)
    open_form(editor, addresses["en ligne"])
    editor.get_by_role("button", name="Afficher/masquer le statut").click()
    expect(editor.get_by_text("Déverrouillé")).to_be_visible()
    open_form(editor, addresses["en ligne"])
    expect(editor.get_by_text("Déverrouillé")).to_be_hidden()
    editor.get_by_role("button", name="Afficher/masquer le statut").click()
    close = editor.get_by_role("button", name="Fermer le panneau")
    expect(close).to_have_text("Fermer")
    close.click()
    expect(editor.get_by_text("Déverrouillé")).to_be_hidden()


def test_an_hour_that_is_not_understood_is_refused_where_it_was_typed(editor, addresses):
    open_form(editor, addresses["en ligne"])
    editor.get_by_role("button", name="Afficher/masquer le statut").click()
    editor.get_by_role("button", name="Programmer", exact=True).click()
    window = editor.get_by_role("dialog", name="Programmer la publication")
    window.get_by_label("Paraît le").press_sequentially("bientôt 9h")
    window.get_by_role("button", name="Programmer").click()

    expect(window.get_by_text("écrivez la date et l’heure : 06/12/2026 9h30")).to_be_visible()
    expect(window.get_by_label("Paraît le")).to_have_value("bientôt 9h")
    window.get_by_label("Paraît le").fill("1er décembre 2099 9h")
    window.get_by_role("button", name="Programmer").click()
    told = "Elle paraîtra le 1er décembre 2099 à 9 h 00, heure de Paris"
    expect(editor.get_by_text(told)).to_be_visible()


def test_what_keeps_a_draft_from_being_kept_is_named(editor, addresses):
    open_form(editor, addresses["expérience"])
    editor.locator("#id_title").press_sequentially("Four à pain des deux rives")
    editor.locator("#id_title").press("Tab")
    editor.wait_for_url("**/edit/", wait_until="commit")
    editor.locator("#id_start").press_sequentially("31 février 2020")
    editor.locator("#id_start").press("Tab")
    kept = editor.locator("main").get_by_role("status")
    expect(kept.filter(has_text="Non enregistré. Début")).to_contain_text(
        "Ce jour n’existe pas dans ce mois."
    )


def test_a_date_is_no_fault_before_its_field_is_left(editor, addresses):
    open_form(editor, addresses["expérience"])
    editor.locator("#id_title").press_sequentially("Lavoir des deux rives")
    editor.locator("#id_title").press("Tab")
    editor.wait_for_url("**/edit/", wait_until="commit")
    kept = editor.locator("#desk-kept")
    expect(kept).to_contain_text(KEPT)
    editor.locator("#id_start").press_sequentially("31 fév")
    editor.wait_for_timeout(2000)
    expect(kept).to_contain_text(KEPT)
    editor.locator("#id_start").press_sequentially("rier 2020")
    editor.locator("#id_start").press("Tab")
    expect(kept).to_contain_text("Non enregistré. Début")


def test_the_list_of_sections_that_was_left_open_covers_no_field(editor, addresses):
    resize(editor, 810, 1080)
    editor.evaluate("localStorage.setItem('wagtail:minimap-expanded', 'true')")
    open_form(editor, addresses["expérience"])
    gist = editor.locator("#id_gist")
    gist.scroll_into_view_if_needed()
    box = gist.bounding_box()
    assert box is not None
    seen = editor.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.id",
        [box["x"] + box["width"] - 20, box["y"] + box["height"] / 2],
    )
    assert seen == "id_gist"


def test_a_tag_of_several_words_is_shown_as_it_was_typed(editor, addresses):
    open_form(editor, addresses["expérience"])
    tags = editor.locator("#id_tags")
    typed = tags.locator("xpath=following-sibling::ul").get_by_role("textbox")
    typed.press_sequentially("verger partagé")
    typed.press("Enter")
    shown = editor.get_by_role("listitem").get_by_text("verger partagé").first
    expect(shown).to_have_text("verger partagé", use_inner_text=True)
    expect(tags).to_have_value('"verger partagé"')
