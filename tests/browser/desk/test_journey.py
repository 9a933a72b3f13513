"""A new editor, from the first log-in with a second factor to a complete experience that readers
see, at a desk and on a tablet: at most sixty actions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.barriers import barriers
from tests.browser.desk.journey_site import EDITORS_BY_WIDTH, NEW_ADDRESS, NEW_SOURCE
from tests.browser.desk.staff import FORM_IS_READ, PASSWORD, code, made_on
from tests.running_site import RunningSite

MOST_ACTIONS = 60
GIST = (
    "La ville et les communes voisines servent ensemble, dans leurs cantines, des repas faits de "
    "produits des fermes du pays."
)


class Person:
    """Acts on a page as a person does, and counts: a click, a choice in a list, a key, or a text
    typed where the cursor stands or one Tab further. Elsewhere a text costs the click before it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.actions += 1

    def choose(self, target: Locator, label: str) -> None:
        target.select_option(label)
        self.actions += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.actions += 1

    def send(self, target: Locator, file: Path) -> None:
        target.set_input_files(file)
        self.actions += 1

    def write(self, target: Locator, text: str) -> None:
        expect(target).to_be_visible()
        is_there = "one => one === document.activeElement"
        if not target.evaluate(is_there):
            self.page.keyboard.press("Tab")
            if not target.evaluate(is_there):
                self.click(target)
        self.page.keyboard.type(text)
        self.actions += 1


@pytest.fixture(scope="module")
def made(guarded_site: RunningSite) -> Iterator[dict[str, str]]:
    with made_on(guarded_site, "tests.browser.desk.journey_site") as told:
        yield told


def photograph(folder: Path, width: int) -> Path:
    """One that no other has: the base would tell that it has it already."""
    content = BytesIO()
    Image.new("RGB", (width, 800), "#3a6b35").save(content, "JPEG")
    file = folder / "cantine.jpg"
    file.write_bytes(content.getvalue())
    return file


def searched(part: Page | Locator) -> Locator:
    return part.get_by_role("textbox", name=re.compile("^(Rechercher|Terme de recherche)$"))


def window(page: Page) -> Locator:
    """That of a chooser."""
    found = page.get_by_role("dialog").filter(has=searched(page).or_(page.get_by_role("tablist")))
    expect(found).to_be_visible()
    return found


def chooser(page: Page, field: str) -> Locator:
    part = page.locator(f"#{field}-chooser")
    return part.get_by_role("button", name=re.compile("^Chois"))


def come_in(person: Person, username: str) -> None:
    page = person.page
    page.goto("/admin/login/")
    person.write(page.get_by_label("Nom d’utilisateur").or_(page.locator("#id_username")), username)
    person.write(page.locator("#id_password"), PASSWORD)
    person.press("Enter")
    person.write(
        page.get_by_role("textbox", name="Code"), code(page.locator("code").first.inner_text())
    )
    person.press("Enter")
    person.click(page.get_by_role("link", name="Je les ai gardés : continuer"))


def look_for(person: Person, words: str, name: str | re.Pattern[str]) -> None:
    """In the window of a chooser that was opened."""
    part = window(person.page)
    expect(searched(part)).to_be_focused()
    person.write(searched(part), words)
    person.click(part.get_by_role("link", name=name).first)
    expect(part).to_be_hidden()


def take(person: Person, name: str | re.Pattern[str]) -> None:
    """What the window that was opened begins with."""
    part = window(person.page)
    expect(part.get_by_role("heading", name=re.compile("^Récemment utilisé"))).to_be_visible()
    person.click(part.get_by_role("link", name=name).first)
    expect(part).to_be_hidden()


def create_source(person: Person, title: str, address: str) -> None:
    part = window(person.page)
    person.click(part.get_by_role("tab", name="Créer"))
    person.write(part.get_by_role("textbox", name="Titre"), title)
    person.write(part.get_by_role("textbox", name="Éditeur"), "Commune d’Ys")
    person.write(part.get_by_role("textbox", name="Adresse"), address)
    person.choose(part.get_by_role("combobox", name="Nature"), "Étude")
    person.click(part.get_by_role("button", name="Créer et choisir"))
    expect(part).to_be_hidden()


def send_picture(person: Person, file: Path) -> None:
    page = person.page
    person.click(chooser(page, "id_picture"))
    part = page.get_by_role("dialog").filter(has=page.get_by_role("tablist"))
    person.click(part.get_by_role("tab", name="Transférer"))
    person.send(part.locator("input[type=file]"), file)
    person.write(part.get_by_label("Description"), "Des enfants à la cantine")
    person.write(part.get_by_label("Auteur"), "Ada Personne")
    person.write(part.get_by_label("Licence"), "CC BY-SA 4.0")
    person.click(part.get_by_role("button", name="Transférer"))
    expect(part).to_be_hidden()


@pytest.mark.parametrize("width", EDITORS_BY_WIDTH)
def test_a_new_editor_publishes_a_complete_experience(
    chromium: Browser, guarded_site: RunningSite, made, tmp_path: Path, width: int
):
    context = chromium.new_context(
        base_url=guarded_site.address,
        viewport={"width": width, "height": 1080},
        has_touch=width < 1024,
        reduced_motion="reduce",
        locale="fr-FR",
    )
    page = context.new_page()
    refused: list[str] = []
    page.on("response", lambda one: refused.append(one.url) if one.status >= 400 else None)
    person = Person(page)
    title = f"Cantines des fermes du pays, {width}"
    come_in(person, EDITORS_BY_WIDTH[width])
    person.click(page.get_by_role("link", name=re.compile("expérience", re.IGNORECASE)).first)
    page.wait_for_timeout(FORM_IS_READ)

    person.write(page.locator("#id_title"), title)
    person.write(page.locator("#id_gist"), GIST)
    person.click(chooser(page, "id_source"))
    look_for(person, "reciprocite brest", re.compile("réciprocité", re.IGNORECASE))
    person.click(chooser(page, "id_second_source"))
    create_source(person, f"{NEW_SOURCE}, {width}", f"{NEW_ADDRESS}{width}")
    themes = page.get_by_role("checkbox", name=re.compile("^(Agriculture|Énergie)"))
    for theme in themes.all()[:2]:
        person.click(theme)
    tags = page.get_by_role("textbox", name="Étiquettes")
    person.write(tags, f"cantine-{width}")
    person.press("Enter")

    person.click(page.locator("#id_places-OPEN_MODAL"))
    part = window(page)
    expect(searched(part)).to_be_focused()
    person.write(searched(part), "brest metropol")
    person.click(part.get_by_role("checkbox", name="Brest Métropole").first)
    person.click(part.get_by_role("button", name=re.compile("Confirmer")))

    person.click(page.get_by_role("button", name=re.compile("Ajouter.*fait")))
    fact = page.get_by_role("region", name=re.compile("^Fait 1"))
    person.choose(fact.get_by_label("Donnée"), "Chiffre clé")
    person.write(fact.get_by_label("Intitulé"), "repas servis")
    person.write(fact.get_by_label("Nombre"), "12,5")
    person.write(fact.get_by_label("Unité"), "millions")
    before = person.actions
    person.click(chooser(page, "id_facts-0-source"))
    take(person, re.compile(f"{NEW_SOURCE}, {width}"))
    assert person.actions - before == 2

    person.click(chooser(page, "id_contract"))
    look_for(person, "brest", re.compile("Brest", re.IGNORECASE))
    tools = page.get_by_role("group", name="Outils utilisés")
    person.write(tools.get_by_role("searchbox"), "guide cap rural")
    person.press("Enter")
    person.click(tools.get_by_role("checkbox", name=made["tool"]))
    send_picture(person, photograph(tmp_path, width))

    expect(page.locator("[data-guide]")).to_contain_text("Prête à publier")
    for colours in ("light", "dark"):
        for part in ("[data-guide]", "[role=tabpanel]"):
            assert barriers(page, colours, within=part) == ""
    person.click(page.get_by_role("button", name="Publier"))
    expect(page.get_by_role("status").filter(has_text="publiée")).to_be_visible()
    assert person.actions <= MOST_ACTIONS, person.actions
    assert refused == []

    page.goto(f"/experiences/cantines-des-fermes-du-pays-{width}/")
    main = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    for words in ("12,5 millions", "Ada Personne", f"{NEW_SOURCE}, {width}", "Brest Métropole"):
        expect(main.get_by_text(words).first).to_be_attached()
    context.close()
