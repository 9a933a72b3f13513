"""The table of all commitments: filtered, ordered, followed to its contract, with and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from contracts.pages.narrowing.table import PAGE_SIZE

ADDRESS = "/engagements/"
PHONE = {"width": 375, "height": 812, "touch": True}


def heading(reader, name: str):
    return reader.page.get_by_role("columnheader", name=name)


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_table_is_narrowed_ordered_and_followed_to_its_contract(visit, javascript):
    reader = visit(ADDRESS, javascript=javascript)
    page = reader.page
    box = page.get_by_role("group", name="Filtres").get_by_label(re.compile("^Campagne → ville"))
    label = page.locator(f"label:has(#{box.get_attribute('id')})").inner_text()
    [expected] = re.findall(r"\((\d+)\)\s*$", label)
    box.check()
    if not javascript:
        page.locator("#filtres button[form=recherche]").click()
    expect(page.locator("#compte")).to_have_text(
        re.compile(rf"^\s*{expected}\s+apports et engagements dans\s+\d+\s+contrats")
    )
    assert page.get_by_role("rowheader").count() == min(int(expected), PAGE_SIZE)

    heading(reader, "Engagement").get_by_role("link").click()
    expect(heading(reader, "Engagement")).to_have_attribute("aria-sort", "ascending")
    heading(reader, "Engagement").get_by_role("link").click()
    expect(heading(reader, "Engagement")).to_have_attribute("aria-sort", "descending")
    assert "sens=campagne-ville" in page.url
    assert "tri=-engagement" in page.url
    expect(box).to_be_checked()

    link = page.get_by_role("rowheader").first.get_by_role("link").first
    words = link.inner_text()
    link.click()
    expect(page).to_have_url(re.compile(r"/contrats/.+#engagement-"))
    expect(page.locator(":target")).to_contain_text(words)
    expect(page.locator(":target")).to_be_in_viewport()
    assert reader.complaints == []


def test_headings_stay_in_sight_at_a_desk(visit):
    reader = visit(ADDRESS)
    reader.page.get_by_role("rowheader").nth(12).scroll_into_view_if_needed()
    reader.page.mouse.wheel(0, 400)
    expect(heading(reader, "De qui à qui")).to_be_in_viewport()


def test_a_phone_reads_rows_as_cards_and_orders_them_by_a_list(visit):
    reader = visit(ADDRESS, **PHONE)
    page = reader.page
    assert not reader.overflows()
    cells = page.get_by_role("row").nth(1).get_by_role("cell")
    left = {cell.bounding_box()["x"] for cell in cells.all()}
    assert len(left) == 1
    page.get_by_label("Trier par").select_option("État")
    expect(page).to_have_url(re.compile(r"\?tri=etat$"))
    expect(page.get_by_role("row").nth(1)).to_contain_text("Prévu")


def test_a_printed_table_has_no_control(visit):
    reader = visit(ADDRESS)
    reader.page.emulate_media(media="print")
    expect(reader.page.get_by_role("table")).to_be_visible()
    expect(heading(reader, "Contrat")).to_be_visible()
    for control in ("#filtres", "#recherche"):
        expect(reader.page.locator(control)).to_be_hidden()
