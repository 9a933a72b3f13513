"""Contracts ticked in a list, then read side by side: on a phone, at a desk, without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.pages import FOUR_CONTRACTS

PHONE = {"width": 375, "height": 812}
DESK = {"width": 1280, "height": 900}
screens = pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])


def columns(page: Page) -> list[str]:
    """The titles at the heads of the columns that are seen."""
    heads = page.get_by_role("table").first.get_by_role("columnheader").all()
    links = [head.get_by_role("link").first for head in heads if head.get_by_role("link").count()]
    return [link.inner_text() for link in links if link.is_visible()]


def box(page: Page, rank: int):
    return page.get_by_role("checkbox", name=re.compile("^Comparer : ")).nth(rank)


@screens
@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_contracts_ticked_in_a_list_are_compared(visit, screen, javascript):
    reader = visit("/contrats/", javascript=javascript, **screen)
    page = reader.page
    for rank in (1, 3):
        box(page, rank).check()
        if javascript:
            ticked = 1 if rank == 1 else 2
            expect(page).to_have_url(re.compile("fiche=.*" * ticked))
    titles = [page.get_by_role("heading", level=3).nth(rank).inner_text() for rank in (1, 3)]
    page.get_by_role("button", name="Comparer les fiches cochées").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparaison")
    assert re.search(r"/comparer/\?fiche=[^&]+&fiche=[^&]+$", page.url)
    assert sorted(columns(page)) == sorted(titles)
    assert reader.complaints == []


def test_what_is_ticked_stays_when_the_list_is_filtered_and_turned(visit):
    reader = visit("/contrats/", **DESK)
    page = reader.page
    box(page, 0).check()
    expect(page).to_have_url(re.compile(r"\?fiche="))
    expect(box(page, 0)).to_be_focused()
    slug = box(page, 0).get_attribute("value")
    page.get_by_role("link", name="Page 2", exact=True).click()
    expect(page).to_have_url(re.compile(rf"fiche={slug}.*page=2$"))
    expect(page.get_by_text("1 fiche cochée")).to_be_visible()
    box(page, 0).check()
    expect(page.get_by_text("2 fiches cochées")).to_be_visible()
    page.get_by_role("button", name="Comparer les fiches cochées").click()
    expect(page.get_by_role("table").first).to_be_visible()
    assert len(columns(page)) == 2


def test_a_list_is_ticked_and_compared_by_the_keyboard_alone(visit):
    page = visit("/contrats/", **DESK).page
    for rank in (0, 1):
        box(page, rank).focus()
        page.keyboard.press("Space")
        expect(page).to_have_url(re.compile("fiche=.*" * (rank + 1)))
        expect(box(page, rank)).to_be_checked()
    page.get_by_role("button", name="Comparer les fiches cochées").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparaison")


def test_a_phone_shows_two_columns_at_a_time_chosen_by_links(visit):
    reader = visit(FOUR_CONTRACTS, javascript=False, **PHONE)
    page = reader.page
    first = columns(page)
    assert len(first) == 2
    assert not reader.overflows()
    page.get_by_role("link", name=re.compile("^C et D")).click()
    expect(page).to_have_url(re.compile("paire=3-4$"))
    others = columns(page)
    assert len(others) == 2
    assert not set(first) & set(others)
    expect(page.get_by_role("rowheader", name="Parties", exact=True)).to_be_visible()


def screens_of(page: Page) -> float:
    return page.evaluate("document.documentElement.scrollHeight") / PHONE["height"]


def test_a_phone_reads_a_comparison_on_ten_screens_and_its_differences_on_nine(visit):
    page = visit(FOUR_CONTRACTS, **PHONE).page
    assert screens_of(page) < 10
    heads = page.get_by_role("table").first.get_by_role("rowgroup").first
    assert heads.bounding_box()["height"] <= 80
    page.get_by_role("link", name="Différences seulement").click()
    expect(page).to_have_url(re.compile("differences=oui"))
    # A heading is a button once the script has folded what is looked for last.
    expect(page.get_by_role("rowgroup").get_by_role("button").last).to_be_visible()
    assert screens_of(page) < 9


def test_a_section_is_folded_and_unfolded_by_the_keyboard(visit):
    page = visit(FOUR_CONTRACTS, **PHONE).page
    fold = page.get_by_role("button", name="Calendrier")
    row = page.get_by_role("rowheader", name="Étapes", exact=True)
    expect(row).to_be_hidden()
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(row).to_be_visible()
    page.keyboard.press("Enter")
    page.emulate_media(media="print")
    expect(row).to_be_visible()


def test_what_a_reader_unfolded_stays_so_when_only_differences_are_shown(visit):
    page = visit(FOUR_CONTRACTS, **PHONE).page
    fold = page.get_by_role("button", name="Calendrier")
    fold.click()
    page.get_by_role("link", name="Différences seulement").click()
    expect(page.get_by_role("link", name="Toutes les lignes")).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("button", name="Faits")).to_have_attribute("aria-expanded", "false")
    fold.click()
    page.get_by_role("link", name="Toutes les lignes").click()
    expect(page.get_by_role("link", name="Différences seulement")).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "false")


def test_a_fiche_is_taken_out_of_a_comparison(visit):
    page = visit(FOUR_CONTRACTS, javascript=False, **PHONE).page
    first = columns(page)[0]
    page.get_by_text("Retirer une fiche", exact=True).click()
    page.get_by_role("link", name=f"Retirer {first}").click()
    expect(page.get_by_role("table").first).not_to_contain_text(first)
    assert first not in columns(page)


def test_a_phone_without_script_reads_everything_and_opens_what_is_folded(visit):
    page = visit(FOUR_CONTRACTS, javascript=False, **PHONE).page
    assert screens_of(page) < 13
    expect(page.get_by_role("rowheader", name="Étapes", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="PDF à imprimer")).to_be_hidden()
    page.get_by_text("Emporter", exact=True).click()
    expect(page.get_by_role("link", name="PDF à imprimer")).to_be_visible()


def test_a_desk_shows_every_column_and_keeps_their_heads_in_sight(visit):
    reader = visit(FOUR_CONTRACTS, **DESK)
    page = reader.page
    assert len(columns(page)) == 4
    assert not reader.overflows()
    expect(page.get_by_role("navigation", name="Deux colonnes à la fois")).to_be_hidden()
    page.get_by_role("rowheader", name="Objectifs", exact=True).scroll_into_view_if_needed()
    expect(page.get_by_role("table").first.get_by_role("columnheader").nth(1)).to_be_in_viewport()


def test_between_a_phone_and_a_desk_the_first_column_stays(visit):
    reader = visit(FOUR_CONTRACTS, width=800, height=900)
    page = reader.page
    assert not reader.overflows()
    header = page.get_by_role("rowheader", name="Parties", exact=True)
    before = header.bounding_box()["x"]
    page.get_by_role("region").first.evaluate("frame => frame.scrollTo(400, 0)")
    assert header.bounding_box()["x"] == pytest.approx(before, abs=1)


def test_only_differences_are_shown_and_every_row_again(visit):
    page = visit(FOUR_CONTRACTS, javascript=False, **DESK).page
    every = page.get_by_role("rowheader").count()
    page.get_by_role("link", name="Différences seulement").click()
    expect(page.get_by_role("link", name="Toutes les lignes")).to_be_visible()
    assert page.get_by_role("rowheader").count() < every
    page.get_by_role("link", name="Toutes les lignes").click()
    expect(page.get_by_role("rowheader")).to_have_count(every)


def test_a_fiche_is_found_and_added_inside_the_page(visit):
    page = visit("/contrats/lyon-thurins/", javascript=False, **PHONE).page
    page.get_by_text("Plus", exact=True).click()
    page.get_by_role("link", name="Comparer", exact=True).click()
    page.get_by_label("Un titre, un territoire, un sujet").fill("eau metz")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("^Ajouter .*[Mm]ess?")).first.click()
    expect(page.get_by_role("table").first).to_be_visible()
    assert len(columns(page)) == 2


@screens
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_ticked_cards_and_a_comparison_have_no_barrier(visit, screen, colours):
    for path in ("/contrats/?fiche=lyon-thurins", FOUR_CONTRACTS):
        assert barriers(visit(path, **screen).page, colours) == ""


def test_a_printed_comparison_has_every_column_and_no_control(visit):
    page = visit(f"{FOUR_CONTRACTS}&paire=1-3", **DESK).page
    page.emulate_media(media="print")
    assert len(columns(page)) == 4
    for control in ("Différences seulement", "PDF à imprimer", "Retirer"):
        for link in page.get_by_role("link", name=re.compile(control)).all():
            expect(link).to_be_hidden()
