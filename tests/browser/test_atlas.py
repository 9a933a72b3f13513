"""The map: marks large enough for a finger, reached by the keyboard, and filtered as lists are."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

MAP = "/carte/"
BOXES = """() => [...document.querySelectorAll('[data-atlas] a')]
  .filter(link => link.checkVisibility())
  .map(link => { const box = link.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2, box.width, box.height]; })"""


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_marks_are_large_enough_and_apart(visit, width):
    reader = visit(MAP, width=width)
    boxes = reader.page.evaluate(BOXES)
    assert len(boxes) > 5
    assert min(min(box[2:]) for box in boxes) >= 24
    for rank, (x, y, *_) in enumerate(boxes):
        assert all((x - u) ** 2 + (y - v) ** 2 >= 24**2 for u, v, *_ in boxes[rank + 1 :])
    assert not reader.overflows()
    assert reader.page.locator("[data-atlas]:visible").count() == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_the_map_is_in_the_first_screen_of_a_phone(visit, javascript):
    page = visit(MAP, width=375, height=812, touch=True, javascript=javascript).page
    assert page.locator("#carte").bounding_box()["y"] <= 400
    expect(page.locator("#filtres")).to_be_hidden()
    sort = page.get_by_label("Trier par")
    assert sort.bounding_box()["y"] > page.locator("#carte").bounding_box()["y"]
    sort.select_option(label="Titre")
    if not javascript:
        page.get_by_role("button", name="Trier").click()
    page.wait_for_url(re.compile(r"/carte/\?(q=&)?tri=titre$"))
    first = page.locator("li[data-contract] a").first
    expect(first).to_have_text("Bordeaux Métropole et Angoulême")


def test_a_group_opens_its_list_and_a_mark_its_contract_by_the_keyboard(visit):
    reader = visit(MAP, javascript=False)
    whole = reader.page.locator("li[data-contract]").count()
    group = reader.page.get_by_role("link", name=re.compile(r"^\d+ contrats, Bordeaux")).first
    number = int(re.match(r"\d+", group.locator("title").text_content())[0])
    group.focus()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**partie=bordeaux-metropole**")
    expect(reader.page.locator("#carte")).to_be_in_viewport()
    assert reader.page.locator("li[data-contract]").count() == number < whole
    mark = reader.page.locator("[data-atlas]:visible a[href^='/contrats/']").first
    address = mark.get_attribute("href")
    mark.focus()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(f"**{address}")


def test_a_ticked_filter_changes_the_drawing_and_the_list_together(visit):
    reader = visit(MAP)
    region = reader.page.locator("#f-region label").first
    number = int(re.search(r"\((\d+)\)", region.inner_text())[1])
    region.locator("input").check()
    expect(reader.page.locator("#compte")).to_have_text(re.compile(rf"^\s*{number}\s"))
    rows = reader.page.locator("li[data-contract]")
    expect(rows).to_have_count(number)
    listed = {one.get_attribute("href") for one in rows.locator("a").all()}
    marks = reader.page.locator("[data-atlas]:visible a[href^='/contrats/']").all()
    assert {one.get_attribute("href") for one in marks} <= listed
    # What lies under the marks is not swapped, and still there.
    assert reader.page.locator("#fond-de-carte path").count() == 101
    assert not reader.complaints
