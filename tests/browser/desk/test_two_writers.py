"""Two people in one page: a contributor proposes and an editor reads, comments, asks for changes and
approves; or both write at once, and nothing of either is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.staff import FORM_IS_READ, log_in, made_on
from tests.browser.desk.two_writers import AUTHOR, GIST, READER, TITLE
from tests.running_site import RunningSite


@pytest.fixture
def edit(running_site: RunningSite) -> Iterator[str]:
    """The address of the form of the draft."""
    with made_on(running_site, "tests.browser.desk.two_writers") as made:
        yield f"/admin/pages/{made['page']}/edit/"


@pytest.fixture
def author(edit, visit) -> Page:
    return log_in(visit("/admin/login/").page, AUTHOR)


@pytest.fixture
def reader(edit, visit) -> Page:
    return log_in(visit("/admin/login/").page, READER)


def act(page: Page, name: str) -> None:
    """Choose an action of the foot of the form."""
    actions = page.get_by_role("navigation", name="Actions (pied de page)")
    button = actions.get_by_role("button", name=re.compile(name))
    if not button.first.is_visible():
        actions.get_by_role("button", name=re.compile("Plus d.actions")).click()
    button.first.click()


def is_kept(page: Page) -> None:
    expect(page.locator("#desk-kept")).to_contain_text(re.compile(r"Enregistré à \d\d:\d\d"))


def write(page: Page, gist: str) -> None:
    """Replace the gist as a person does, and see the draft kept by itself."""
    page.wait_for_timeout(FORM_IS_READ)
    field = page.locator("#id_gist")
    field.click()
    field.press("ControlOrMeta+a")
    field.press_sequentially(gist)
    field.press("Tab")


def part(page: Page, title: str):
    return page.get_by_role("region", name=re.compile(title))


def test_a_fiche_is_proposed_sent_back_corrected_and_published(edit, author, reader, visit):
    author.goto(edit)
    write(author, GIST.replace("l’eau", "l’eau et le bois"))
    is_kept(author)
    with author.expect_navigation():
        act(author, "Envoyer en relecture")
    expect(author.get_by_text("envoyée en relecture").first).to_be_visible()

    reader.goto("/admin/")
    part(reader, "À relire et approuver").get_by_role("link", name=TITLE).click()
    expect(reader.locator("#id_gist")).to_have_value(re.compile("l’eau et le bois"))
    reader.wait_for_timeout(FORM_IS_READ)
    act(reader, "Demander des modifications")
    window = reader.get_by_role("dialog")
    window.get_by_role("textbox").fill("Dites aussi qui paie.")
    window.get_by_role("button", name=re.compile("Demander|Envoyer|Soumettre")).click()
    reader.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))

    author.goto("/admin/")
    sent = part(author, "Envoyés en relecture")
    expect(sent).to_contain_text("des changements vous sont demandés")
    sent.get_by_role("link", name=TITLE).click()
    expect(author.locator("body")).to_contain_text("Dites aussi qui paie.")
    write(author, GIST.replace("l’eau.", "l’eau, et qui paie."))
    is_kept(author)
    with author.expect_navigation():
        act(author, "Renvoyer en relecture")

    reader.goto("/admin/")
    part(reader, "À relire et approuver").get_by_role("link", name=TITLE).click()
    reader.wait_for_timeout(FORM_IS_READ)
    with reader.expect_navigation():
        act(reader, "Approuver et publier")
    reader.wait_for_url("**/admin/")
    expect(reader.get_by_role("status").filter(has_text="est approuvée et publiée")).to_be_visible()

    public = visit("/outils/guide-ententes-vallee/").page
    expect(public.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(public.get_by_text("et qui paie").first).to_be_visible()
    author.goto("/admin/")
    expect(part(author, "Envoyés en relecture")).to_have_count(0)


def test_a_comment_is_put_on_a_field_and_read_by_the_other(edit, author, reader):
    reader.goto(edit)
    reader.wait_for_timeout(FORM_IS_READ)
    reader.get_by_role("button", name=re.compile("commentaires")).first.click()
    reader.locator("#id_gist").hover()
    reader.locator("[data-contentpath=gist]").get_by_role(
        "button", name="Ajouter un commentaire"
    ).first.click()
    reader.get_by_role("textbox", name=re.compile("ommentaire")).last.fill("Qui paie ?")
    reader.get_by_role("button", name="Commenter").click()
    is_kept(reader)

    author.goto(edit)
    author.get_by_role("button", name=re.compile("commentaires")).first.click()
    expect(author.get_by_text("Qui paie ?").first).to_be_visible()


def test_two_who_write_at_once_are_told_and_lose_nothing(edit, author, reader):
    author.goto(edit)
    reader.goto(edit)
    write(author, "Ce que Nolwenn écrit de l’eau de la vallée, avec ses mots.")
    is_kept(author)
    write(reader, "Ce que Yann écrit au même moment de la même eau.")

    expect(reader.get_by_text("Nolwenn a enregistré une nouvelle version").first).to_be_attached()
    expect(reader.locator("#id_gist")).to_have_value(re.compile("Ce que Yann"))
    act(reader, "Enregistrer le brouillon")
    window = reader.get_by_role("dialog")
    expect(window).to_contain_text("Nolwenn a enregistré une nouvelle version")
    with reader.context.expect_page() as opened:
        window.get_by_role("link", name="Voir la dernière version").click()
    expect(opened.value.locator("#id_gist")).to_have_value(re.compile("Ce que Nolwenn"))
    opened.value.close()
    window.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(reader.get_by_text(re.compile("Le brouillon de .* est enregistré"))).to_be_visible()
    expect(reader.locator("#id_gist")).to_have_value(re.compile("Ce que Yann"))

    reader.goto(edit.replace("/edit/", "/history/"))
    rows = reader.get_by_role("row")
    expect(rows.filter(has_text="Nolwenn").filter(has_text="En une phrase").first).to_be_visible()
    expect(rows.filter(has_text="Yann").filter(has_text="En une phrase").first).to_be_visible()


def test_an_hour_of_publication_is_typed_and_said_to_be_that_of_paris(edit, reader):
    reader.goto(edit)
    reader.wait_for_timeout(FORM_IS_READ)
    reader.get_by_role("button", name="Afficher/masquer le statut").click()
    reader.get_by_role("button", name="Programmer").click()
    window = reader.get_by_role("dialog")
    expect(window.get_by_text("Heure de Paris.")).to_have_count(2)
    for name, typed in (
        ("go_live_at", "6 décembre 2099 à 9h30"),
        ("expire_at", "1er mars 2100 18h"),
    ):
        field = window.locator(f"#id_{name}")
        field.press_sequentially(typed)
        field.press("Tab")
    window.get_by_role("button", name="Programmer").click()
    told = "Elle paraîtra le 6 décembre 2099 à 9 h 30, heure de Paris"
    expect(reader.get_by_text(told)).to_be_visible()
    reader.goto(edit.replace("/edit/", "/history/"))
    expect(reader.get_by_role("table")).to_contain_text(re.compile("rogramm"))
