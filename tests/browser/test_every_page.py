"""What every page owes its readers, on every screen: no barrier, no surprise, no weight."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import EVERYTHING, LISTINGS, READING

SCREENS = {
    "desktop": {"width": 1280},
    "phone": {"width": 375, "height": 812, "touch": True},
    "small phone": {"width": 320, "height": 640, "touch": True},
    "dark": {"width": 1280, "dark": True},
    "dark phone": {"width": 375, "height": 812, "dark": True},
}
MOST_REQUESTS = 8
MOST_BYTES = 100_000
MOST_ELEMENTS = 360

every_page = pytest.mark.parametrize("path", EVERYTHING.values(), ids=EVERYTHING)


@every_page
@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_a_page_has_no_barrier_and_fits_its_screen(visit, path, screen):
    reader = visit(path, **screen)
    assert not reader.overflows()
    results = Axe().run(reader.page, options={"resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()


@every_page
def test_a_page_asks_nothing_of_anybody_else_and_breaks_no_rule_of_its_own(visit, path):
    reader = visit(path)
    expected = ["404"] if path == READING["not found"] else []
    complaints = [text for text in reader.complaints if not any(e in text for e in expected)]
    assert complaints == []
    assert reader.page.context.cookies() == []


@every_page
def test_a_first_visit_is_light(visit, path):
    reader = visit(path)
    reader.page.wait_for_load_state("networkidle")
    assert len(reader.requested) <= MOST_REQUESTS
    assert reader.transferred <= MOST_BYTES


@pytest.mark.parametrize("path", READING.values(), ids=READING)
def test_a_reading_page_runs_no_script(visit, path):
    reader = visit(path)
    assert [url for url in reader.requested if ".js" in url] == []
    scripts = reader.page.locator("script:not([type='application/ld+json'])")
    assert scripts.count() == 0


@pytest.mark.parametrize("path", LISTINGS.values(), ids=LISTINGS)
def test_a_listing_has_few_elements(visit, path):
    reader = visit(path)
    assert reader.elements() <= MOST_ELEMENTS


@every_page
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_keeps_its_words_when_readers_space_them(visit, path, width):
    """WCAG 1.4.12: the line, the paragraph, the letters and the words are stretched."""
    reader = visit(path, width=width, ignore_csp=True)
    reader.page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
        "word-spacing: .16em !important } p { margin-bottom: 2em !important }"
    )
    assert not reader.overflows()


@every_page
def test_a_page_fits_when_letters_are_twice_as_large(visit, path):
    """200 % on a screen of 1280 is a screen of 640."""
    reader = visit(path, width=640, height=450)
    assert not reader.overflows()
