"""The glossary on a phone: an index of a few screens, of which a term opens what is left of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import GLOSSARY

PHONE = {"width": 375, "height": 812, "touch": True}


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_the_whole_glossary_is_read_in_a_few_screens_and_a_term_opened(visit, javascript):
    reader = visit(GLOSSARY, javascript=javascript, **PHONE)
    page = reader.page
    terms = page.locator("main details").count()
    most = max(8, terms / 15)  # a row for each term, and what stands above
    assert page.evaluate("document.documentElement.scrollHeight") <= most * PHONE["height"]
    assert not reader.overflows()
    term = page.locator("details:has(#anct)")
    link = term.get_by_role("link", name="Page du terme ANCT")
    expect(link).to_be_hidden()
    term.locator("summary").tap()
    expect(link).to_be_visible()
    # What was only begun on its row is read whole.
    gist = term.locator("summary > span")
    assert gist.evaluate("e => e.scrollWidth <= e.clientWidth + 1")


def test_an_address_opens_its_term_and_a_field_narrows_the_list(visit):
    page = visit(f"{GLOSSARY}#petr", javascript=False, **PHONE).page
    expect(page.get_by_role("link", name="Page du terme PETR")).to_be_in_viewport()
    page = visit(GLOSSARY, **PHONE).page
    field = page.get_by_role("searchbox", name="Filtrer les termes")
    field.press_sequentially("cohesion")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ termes?$"))
    expect(page.locator("details:has(#anct)")).to_be_visible()
    expect(page.locator("details:has(#adeupa)")).to_be_hidden()
    field.fill("zzz")
    expect(page.get_by_role("status")).to_have_text("Aucun terme ne contient ces lettres.")
    field.fill("")
    page.emulate_media(media="print")
    expect(page.get_by_placeholder("Filtrer les termes")).to_be_hidden()
    expect(page.get_by_role("link", name="Page du terme ANCT")).to_be_visible()
