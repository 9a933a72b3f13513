"""What every page owes its readers, on every screen: no barrier, no surprise, no weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser.barriers import barriers
from tests.browser.imposed_colours import unseen
from tests.browser.pages import (
    COMPARISONS,
    EVERYTHING,
    FOLLOWING,
    GLOSSARY,
    HOME,
    LISTINGS,
    READING,
    REFUSED,
    REGISTERING,
)

# Width, height, colours.
SCREENS = {
    "desktop": (1280, 900, "light"),
    "dark desktop": (1280, 900, "dark"),
    "phone": (375, 812, "light"),
    "dark phone": (375, 812, "dark"),
    "small phone": (320, 640, "light"),
}
MOST_REQUESTS = 8
MOST_BYTES = 100_000
MOST_ELEMENTS = 390
FICHES = {READING[name] for name in ("contract", "short contract", "experience", "tool")}

every_page = pytest.mark.parametrize("path", EVERYTHING.values(), ids=EVERYTHING)


@dataclass(frozen=True)
class FirstVisit:
    """What the first visit of a page cost and asked."""

    complaints: tuple[str, ...]
    requested: tuple[str, ...]
    transferred: int
    elements: int
    scripts: int
    cookies: int


@pytest.fixture(scope="module")
def remembered() -> dict[str, FirstVisit]:
    return {}


@pytest.fixture
def first_visit(visit, remembered) -> Callable[[str], FirstVisit]:
    """The first visit of a page, made once for all that is asked of it."""

    def look(path: str) -> FirstVisit:
        if path not in remembered:
            reader = visit(path)
            reader.page.wait_for_load_state("networkidle")
            scripts = reader.page.locator("script:not([type='application/ld+json'])")
            remembered[path] = FirstVisit(
                complaints=tuple(reader.complaints),
                requested=tuple(reader.requested),
                transferred=reader.transferred,
                elements=reader.elements(),
                scripts=scripts.count(),
                cookies=len(reader.page.context.cookies()),
            )
        return remembered[path]

    return look


@every_page
def test_a_page_has_no_barrier_and_fits_every_screen(visit, path):
    page = visit(path).page
    faults = {}
    for screen, (width, height, colours) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        if found := barriers(page, colours):
            faults[screen] = found
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults[f"{screen}: width"] = page.evaluate("document.documentElement.scrollWidth")
    if hidden := unseen(page):
        faults["imposed colours"] = hidden
    assert faults == {}


@every_page
def test_a_page_asks_nothing_of_anybody_else_and_breaks_no_rule_of_its_own(first_visit, path):
    """The rules are those of the site's Content-Security-Policy: a breach is a complaint."""
    expected = "status of 4" if path in REFUSED.values() else "no complaint is expected"
    assert [text for text in first_visit(path).complaints if expected not in text] == []
    assert first_visit(path).cookies == 0


@every_page
def test_a_first_visit_is_light(first_visit, path):
    assert len(first_visit(path).requested) <= MOST_REQUESTS
    assert first_visit(path).transferred <= MOST_BYTES


COPYING = ("proposal", "files of contracts")


# The search field of the home page and that of the place of a proposal propose names; a fiche
# copies its address and prints itself, and so is that of a feed copied; the terms of the glossary are
# filtered.
@pytest.mark.parametrize(
    "path",
    [
        path
        for path in {**READING, **REGISTERING, **FOLLOWING, **REFUSED}.values()
        if path not in {HOME, GLOSSARY, *(READING[one] for one in COPYING), *FICHES, *COMPARISONS}
    ],
)
def test_a_reading_page_runs_no_script(first_visit, path):
    assert first_visit(path).scripts == 0
    assert [url for url in first_visit(path).requested if ".js" in url] == []


@pytest.mark.parametrize("path", [*LISTINGS.values(), READING["conditions"]])
def test_a_listing_has_few_elements(first_visit, path):
    assert first_visit(path).elements <= MOST_ELEMENTS


@every_page
def test_a_page_keeps_its_words_when_readers_space_or_enlarge_them(visit, path):
    """WCAG 1.4.12, then 1.4.4: 200 % on a screen of 1280 is a screen of 640."""
    reader = visit(path, width=320, ignore_csp=True)
    reader.page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
        "word-spacing: .16em !important } p { margin-bottom: 2em !important }"
    )
    assert not reader.overflows()
    reader.page.set_viewport_size({"width": 640, "height": 450})
    assert not reader.overflows()


def test_the_home_page_starts_with_both_its_searches_on_a_small_phone(visit):
    width, height = 375, 667
    reader = visit("/", width=width, height=height, touch=True)
    searched, found = (
        reader.page.locator(f"form:has({field}) button").bounding_box() for field in ("#q", "#nom")
    )
    assert searched["y"] < found["y"]
    assert found["y"] + found["height"] <= height
