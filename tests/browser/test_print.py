"""On paper: the content and its sources, without the controls."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CONTRACT, READING


@pytest.mark.parametrize("path", [CONTRACT, READING["tool"]], ids=["contract", "tool"])
def test_a_printed_fiche_has_its_sources_and_no_control(visit, path):
    reader = visit(path)
    reader.page.emulate_media(media="print")
    expect(
        reader.page.get_by_role("navigation", name="Principale", include_hidden=True)
    ).to_be_hidden()
    expect(reader.page.locator("h1")).to_be_visible()
    link = reader.page.locator("#sources a[href^=http]").first
    shown = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert link.get_attribute("href") in shown


def test_the_drawing_of_a_contract_is_printed_with_its_colours(visit):
    reader = visit(CONTRACT, dark=True)
    reader.page.emulate_media(media="print")
    fill = reader.page.locator("#qui-donne-quoi svg rect").first.evaluate(
        "e => getComputedStyle(e).fill"
    )
    assert fill == "rgb(163, 59, 27)"
