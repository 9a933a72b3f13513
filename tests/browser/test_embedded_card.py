"""The card of a fiche, as other sites frame it."""

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import barriers
from tests.browser.pages import CONTRACT

pytestmark = pytest.mark.browser
CARD = f"{CONTRACT}encart/"


@pytest.mark.parametrize("width", [320, 640])
def test_it_is_small_and_no_wider_than_its_frame(visit, width):
    reader = visit(CARD, width=width, height=520, javascript=False)
    page = reader.page

    assert reader.elements() <= 30
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_long_one_stands_whole_in_the_frame_that_its_code_makes(visit):
    page = visit(CARD, width=640, height=520).page

    assert page.evaluate("document.documentElement.scrollHeight") <= 520


def test_its_code_is_read_and_taken_without_javascript(visit):
    page = visit(CONTRACT, width=375, javascript=False).page
    page.get_by_text("Plus", exact=True).click()
    field = page.get_by_label("Montrer cette fiche sur un autre site")

    expect(field).to_be_visible()
    assert field.input_value().startswith("<iframe src=")
    assert CARD in field.input_value()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_it_has_no_barrier_in_any_colours(visit, colours):
    assert barriers(visit(CARD, width=640, height=520).page, colours) == ""
