"""The organiser's desk in a browser: no barrier in what is ours, on a phone, by the keyboard.

The frame around it is Wagtail's: what is looked at is the main region of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.barriers import barriers
from tests.browser.desk.organised_site import ORGANISER
from tests.browser.desk.staff import log_in, made_on, resize
from tests.running_site import RunningSite

SITE = "tests.browser.desk.organised_site"
WIDTHS = (1280, 375)


@pytest.fixture(scope="module")
def keys(running_site: RunningSite) -> Iterator[dict[str, int]]:
    """The keys of a session held today, of one to come, and of who is offered its seat."""
    with made_on(running_site, SITE) as made:
        yield made


@pytest.fixture
def organiser(visit, keys) -> BrowserContext:
    """A browser in which the organiser is logged in."""
    return log_in(visit("/admin/login/").page, ORGANISER).context


def opened(context: BrowserContext, address: str, width: int = 375) -> Page:
    page = context.pages[0]
    resize(page, width, 812)
    page.goto(address)
    return page


def pages_of(keys: dict[str, int]) -> list[str]:
    room, coming, offered = keys["room"], keys["coming"], keys["offered"]
    return [
        "/admin/sessions/",
        f"/admin/sessions/{room}/",
        f"/admin/sessions/{room}/presences/",
        f"/admin/sessions/{coming}/",
        f"/admin/sessions/{coming}/places/",
        f"/admin/sessions/{coming}/inscrire/",
        f"/admin/sessions/{coming}/annuler/",
        f"/admin/sessions/inscriptions/{offered}/",
        f"/admin/sessions/inscriptions/{offered}/corriger/",
        "/admin/sessions/statistiques/",
        "/admin/sessions/personne/",
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_of_the_desk_have_no_barrier_and_fit_the_screen(organiser, keys, width, colours):
    faults = {}
    for address in pages_of(keys):
        page = opened(organiser, address, width)
        page.evaluate("document.querySelectorAll('main details').forEach(one => (one.open = true))")
        if found := barriers(page, colours, within="main"):
            faults[address] = found
        wide = page.evaluate("document.querySelector('main').scrollWidth")
        if wide > page.evaluate("document.querySelector('main').clientWidth"):
            faults[f"{address}: width"] = wide
    assert faults == {}


def test_on_a_phone_somebody_is_marked_present_with_three_touches(organiser, keys):
    page = opened(organiser, "/admin/sessions/")
    page.get_by_role("link", name="Session du bureau, ce jour").click()
    page.get_by_role("link", name="Noter les présences").click()
    person = page.get_by_role("group", name="Ada Personne 07")
    person.get_by_label("Présent").check()
    page.get_by_role("button", name="Enregistrer les présences").click()

    expect(page.get_by_text("1 présence est notée.")).to_be_visible()
    expect(person.get_by_label("Présent")).to_be_checked()
    expect(
        page.get_by_role("group", name="Ada Personne 08").get_by_label("Non noté")
    ).to_be_checked()


def test_one_click_in_the_list_marks_a_person_and_stays_at_their_line(organiser, keys):
    page = opened(organiser, f"/admin/sessions/{keys['room']}/")
    row = page.get_by_role("row").filter(has_text="Personne 15")
    row.get_by_role("button", name="Absent").click()

    expect(page.get_by_text("Ada Personne 15 : absent.")).to_be_attached()
    expect(row.get_by_role("button", name="Absent")).to_have_attribute("aria-pressed", "true")
    expect(row).to_be_in_viewport()


def test_a_room_is_noted_with_the_keyboard_alone(organiser, keys):
    page = opened(organiser, f"/admin/sessions/{keys['room']}/presences/", 1280)
    first = page.get_by_role("group", name="Ada Personne 00")
    first.get_by_label("Non noté").focus()
    page.keyboard.press("ArrowLeft")
    expect(first.get_by_label("Absent")).to_be_checked()
    expect(first.get_by_label("Absent")).to_be_focused()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) != "none"
    page.get_by_role("button", name="Enregistrer les présences").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("1 présence est notée.")).to_be_visible()
    expect(first.get_by_label("Absent")).to_be_checked()


def test_an_address_copied_from_a_link_is_looked_for_and_shown_without_what_surrounds_it(organiser):
    page = opened(organiser, "/admin/sessions/personne/")
    page.get_by_label("Courriel de la personne").press_sequentially("mailto:nul@ys.example.\u200b ")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Aucune inscription à cette adresse.")).to_be_visible()
    expect(page.get_by_label("Courriel de la personne")).to_have_value("nul@ys.example")


def test_filtering_the_list_without_a_reload_keeps_files_and_buttons_to_the_point(organiser, keys):
    page = opened(organiser, f"/admin/sessions/{keys['room']}/", 1280)
    page.get_by_role("searchbox").or_(page.get_by_label("Terme de recherche")).first.fill(
        "personne 03"
    )
    rows = page.locator("#listing-results tbody tr")
    expect(rows).to_have_count(1)
    expect(page.get_by_role("link", name="Télécharger (CSV)")).to_have_attribute(
        "href", re.compile(rf"/admin/sessions/{keys['room']}/csv/\?q=personne\+03")
    )
    rows.get_by_role("button", name="Présent").click()

    expect(page.get_by_text("Ada Personne 03 : présent.")).to_be_attached()
    expect(rows).to_have_count(1)
