"""The whole journey of a visitor on a phone: register, wait, answer an offer, correct, cancel."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import sessions
from tests.browser.barriers import barriers

PHONE = {"width": 375, "height": 812}
# The form believes nobody who sends it in less than three seconds.
READING_TIME = 3200
PHONE_LABEL = "Téléphone (facultatif)"

ANSWERS = {
    "Prénom": "Nolwenn",
    "Nom": "O’Brien-Le Guénanff",
    "Structure": "Mairie de Rosporden",
    "Fonction": "maire",
    "Courriel": "nolwenn@ys.example",
}


def fill(page: Page, **changed: str) -> None:
    for label, text in {**ANSWERS, **changed}.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Élue ou élu").check()


def send(page: Page, words: str = "Envoyer mon inscription") -> None:
    page.wait_for_timeout(READING_TIME)
    page.get_by_role("button", name=words).click()


def heading(page: Page) -> str:
    return " ".join(page.locator("h1").inner_text().split())


def assert_no_barrier(page: Page) -> None:
    """In light and in dark, and without scrolling sideways on the smallest phone."""
    for colours in ("light", "dark"):
        assert barriers(page, colours) == ""
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size(PHONE)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_an_elected_person_registers_on_a_phone(visit, javascript):
    reader = visit("/sessions/parcours-inscription/", **PHONE, touch=True, javascript=javascript)
    page = reader.page
    page.get_by_role("link", name="S’inscrire").tap()
    email = f"nolwenn-{javascript}@ys.example"
    fill(page, Courriel="")
    page.get_by_label("Courriel").press_sequentially(f" mailto:{email}\u200b. ")
    send(page)
    assert heading(page) == "Votre inscription est confirmée"
    assert f"confirmation part à {email}\u00a0:" in page.locator("main").inner_text()
    assert "Nolwenn O’Brien-Le Guénanff" in page.locator("main").inner_text()
    page.reload()  # the registration is not sent again
    assert heading(page) == "Votre inscription est confirmée"
    assert page.context.cookies() == []
    assert reader.complaints == []


def test_a_double_click_registers_once_and_ends_on_the_page_of_the_registration(visit):
    page = visit("/sessions/parcours-inscription/inscription/", **PHONE).page
    fill(page, Prénom="Deux", Courriel="deux-fois@ys.example")
    page.wait_for_timeout(READING_TIME)
    page.get_by_role("button", name="Envoyer mon inscription").dblclick()
    expect(page.locator("h1")).to_have_text("Votre inscription est confirmée")


def test_the_keyboard_alone_is_enough(visit):
    page = visit(sessions.form("parcours-clavier"), **PHONE).page
    page.locator("#id_first_name").focus()
    for text in ("Nolwenn", "Le Guénanff", "Mairie de Rosporden", "maire"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first public
    page.keyboard.press("ArrowDown")  # the second one
    page.keyboard.press("Tab")
    page.keyboard.type("clavier@ys.example")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("Une rampe")
    page.keyboard.press("Tab")  # the trap is not met: the next stop is in the notice
    assert page.evaluate("document.activeElement.textContent") == "écrire à qui publie le site"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "CNIL"
    page.keyboard.press("Tab")
    page.wait_for_timeout(READING_TIME)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Votre inscription est confirmée")
    answers = page.locator("#reponses").inner_text()
    assert "Directions" in answers
    assert "Une rampe" in answers


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_faults_are_told_at_the_top_take_the_focus_and_lead_to_their_fields(visit, javascript):
    page = visit(sessions.form("parcours-erreurs"), **PHONE, javascript=javascript).page
    fill(page, Prénom="", Courriel="nolwenn@ys", **{PHONE_LABEL: "02"})
    send(page)
    assert page.title().startswith("Erreur")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert summary.get_by_role("link").all_inner_texts() == ["Prénom", "Courriel", "Téléphone"]
    expect(page.get_by_label("Nom", exact=True)).to_have_value("O’Brien-Le Guénanff")
    expect(page.get_by_label("Élue ou élu")).to_be_checked()
    summary.get_by_role("link", name="Courriel").click()
    expect(page.locator("#id_email")).to_be_focused()
    expect(page.locator("#id_email")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_email")).to_have_accessible_description(
        "La confirmation et le lien pour modifier ou annuler y sont envoyés. Vérifiez l’adresse\u00a0: "
        "elle s’écrit comme prenom.nom@mairie.fr, sans espace ni accent avant l’arobase."
    )
    if javascript:  # axe is a script
        assert_no_barrier(page)
    fill(page, **{PHONE_LABEL: "02 98 00 00 00"}, Courriel=f"erreurs-{javascript}@ys.example")
    page.get_by_role("button", name="Envoyer mon inscription").click()
    assert heading(page) == "Votre inscription est confirmée"


def test_whoever_is_too_quick_sends_the_same_answers_again(visit):
    page = visit(sessions.form("parcours-erreurs"), **PHONE, javascript=False).page
    fill(page, Courriel="")
    page.get_by_label("Courriel").press_sequentially("\u200evite@mairie-forêt.example. ")
    page.get_by_role("button", name="Envoyer mon inscription").click()
    assert "moins de trois secondes" in page.get_by_role("alert").inner_text()
    expect(page.get_by_label("Structure")).to_have_value("Mairie de Rosporden")
    # Chromium gives the ASCII form of a domain whose letters it shows.
    expect(page.get_by_label("Courriel")).to_have_value("vite@xn--mairie-fort-wbb.example")
    send(page)
    assert heading(page) == "Votre inscription est confirmée"


def test_a_full_session_leads_to_the_waiting_list_and_out_of_it(visit):
    page = visit("/sessions/parcours-complet/", **PHONE, javascript=False).page
    assert "Complet. Liste d’attente" in page.locator("[data-part=registration]").inner_text()
    page.get_by_role("link", name="Rejoindre la liste d’attente").click()
    fill(page, Courriel="attente@ys.example")
    send(page, "Rejoindre la liste d’attente")
    assert heading(page) == "Vous êtes en liste d’attente"
    assert "au rang 2 de la liste" in page.locator("main").inner_text()
    page.get_by_role("link", name="Quitter la liste d’attente").click()
    page.get_by_role("button", name="Oui, quitter la liste").click()
    assert heading(page) == "Votre inscription est annulée"


def test_a_seat_that_is_offered_is_accepted_once(visit):
    address = sessions.offer("parcours-accepte-attend")
    page = visit(address, **PHONE, javascript=False).page
    page.get_by_role("button", name="J’accepte la place").click()
    assert heading(page) == "Votre inscription est confirmée"
    page.goto(address)
    assert heading(page) == "Cette proposition n’est plus valable"


def test_a_seat_that_is_offered_is_left_to_the_next(visit):
    page = visit(sessions.offer("parcours-refuse-attend"), **PHONE, javascript=False).page
    page.get_by_role("button", name="Je laisse la place").click()
    assert heading(page) == "Vous avez laissé la place proposée"
    page.goto("/sessions/parcours-refuse/")
    assert "Il reste 1 place sur 1." in page.locator("[data-part=registration]").inner_text()


def test_answers_are_corrected_then_the_registration_cancelled(visit):
    page = visit(sessions.own("parcours-corrige"), **PHONE, javascript=False).page
    page.get_by_role("link", name="Corriger mes réponses").click()
    page.get_by_label("Fonction").fill("adjointe au maire")
    page.get_by_role("button", name="Enregistrer").click()
    assert "adjointe au maire" in page.locator("#reponses").inner_text()
    page.get_by_role("link", name="Annuler mon inscription").click()
    page.get_by_role("link", name="Non, la garder").click()
    assert heading(page) == "Votre inscription est confirmée"
    page.get_by_role("link", name="Annuler mon inscription").click()
    page.get_by_role("button", name="Oui, annuler mon inscription").click()
    assert heading(page) == "Votre inscription est annulée"
    page.get_by_role("link", name="S’inscrire de nouveau").click()
    assert heading(page) == "S’inscrire"


def test_data_are_downloaded_then_erased(visit):
    address = sessions.own("parcours-efface")
    page = visit(address, **PHONE).page
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger mes données").click()
    assert download.value.suggested_filename == "mes-donnees.json"
    page.get_by_role("link", name="Effacer mes données").click()
    page.get_by_role("button", name="Oui, effacer mes données").click()
    assert heading(page) == "Vos données sont effacées"
    page.goto(address)
    assert heading(page) == "Ce lien ne mène à aucune inscription"


def test_what_is_touched_is_large_enough(visit):
    page = visit(sessions.form("demo-ouverte"), **PHONE).page
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            'main form :is(input:not([type=radio], [name=site]), textarea, label:has(input)), main button'
          )].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []
