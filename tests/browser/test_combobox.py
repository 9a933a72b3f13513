"""Names proposed while one types: reached by keyboard, mouse and finger, and never in the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.barriers import barriers
from tests.browser.imposed_colours import unseen
from tests.browser.pages import HOME, LISTINGS

FIELDS = {"home": HOME, "search": LISTINGS["search"], "contracts": LISTINGS["contracts"]}
everywhere = pytest.mark.parametrize("path", FIELDS.values(), ids=FIELDS)


class Field:
    """The search field of a page, and what it proposes."""

    def __init__(self, reader) -> None:
        self.reader = reader
        self.page = reader.page
        self.input: Locator = self.page.locator("#q")
        self.list: Locator = self.page.locator("#q-noms")
        self.options: Locator = self.page.locator("[role=option]")
        self.status: Locator = self.page.locator("[role=search] [role=status]")

    def type(self, text: str) -> None:
        """What is typed, and what is then proposed."""
        self.input.press_sequentially(text)
        expect(self.list).to_be_visible()

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def selected(self) -> list[int]:
        """The ranks of the options that are selected, as the field and the list say it."""
        shown = self.page.evaluate(
            "() => [...document.querySelectorAll('[role=option]')]"
            ".map((e, i) => e.ariaSelected === 'true' ? i : -1).filter(i => i >= 0)"
        )
        pointed = self.page.evaluate(
            "() => { const id = document.getElementById('q').getAttribute('aria-activedescendant');"
            "return id === null ? [] :"
            "[[...document.querySelectorAll('[role=option]')].findIndex(e => e.id === id)] }"
        )
        assert shown == pointed
        return shown


@pytest.fixture
def field(visit):
    return lambda path=HOME, **screen: Field(visit(path, **screen))


@everywhere
def test_two_letters_open_a_list_of_names_by_group_and_the_page_does_not_move(field, path):
    one = field(path)
    below = one.page.locator("main").bounding_box()
    one.input.focus()
    one.input.press_sequentially("b")
    one.page.wait_for_timeout(400)
    expect(one.list).to_be_hidden()
    assert [url for url in one.reader.requested if "suggestions" in url] == []
    one.type("r")
    expect(one.list.get_by_role("group", name="Territoires")).to_contain_text("Bretagne")
    expect(one.input).to_have_attribute("aria-expanded", "true")
    assert 0 < one.options.count() <= 8
    assert one.selected() == []
    assert one.page.locator("main").bounding_box() == below
    assert one.reader.complaints == []


def test_how_many_names_there_are_is_told_to_those_who_do_not_see_them(field):
    one = field()
    expect(one.status).to_have_text("")
    one.type("brest")
    count = one.options.count()
    expect(one.status).to_have_text(f"{count} suggestions, flèches haut et bas pour parcourir")
    one.input.fill("zzzzzzzz")
    expect(one.status).to_have_text("Aucune suggestion")
    expect(one.list).to_be_hidden()
    expect(one.input).to_have_attribute("aria-expanded", "false")


def test_the_arrows_go_round_the_names_and_the_text_stays_as_typed(field):
    one = field()
    one.type("bre")
    last = one.options.count() - 1
    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown"):
        one.press(key)
        walked.append(one.selected())
    assert walked == [[0], [1], [0], [last], [0]]
    expect(one.input).to_have_value("bre")
    expect(one.input).to_be_focused()


def test_enter_goes_to_the_name_that_is_picked(field):
    one = field()
    one.type("portrait croisé brest")
    one.press("ArrowDown")
    name = one.options.first.locator("span").inner_text()
    one.press("Enter")
    expect(one.page.locator("h1")).to_have_text(name)


@everywhere
def test_enter_without_a_name_picked_searches_what_was_typed(field, path):
    one = field(path)
    one.type("forêt")
    one.press("Enter")
    expect(one.page.locator("#compte")).to_contain_text("forêt")
    expect(one.page.locator("#q-noms")).to_be_hidden()
    assert "q=for%C3%AAt" in one.page.url


def test_enter_before_the_names_come_searches_and_no_list_opens_afterwards(field):
    one = field(LISTINGS["search"])
    one.input.press_sequentially("forêt")
    one.press("Enter")
    expect(one.page.locator("#compte")).to_contain_text("forêt")
    one.page.wait_for_timeout(500)
    expect(one.list).to_be_hidden()


def test_escape_closes_the_list_then_clears_the_field(field):
    one = field(LISTINGS["search"])
    one.type("bre")
    one.press("Escape")
    expect(one.list).to_be_hidden()
    expect(one.input).to_have_value("bre")
    expect(one.input).to_be_focused()
    one.press("Escape")
    expect(one.input).to_have_value("")
    expect(one.input).to_be_focused()


def test_an_arrow_opens_the_list_again(field):
    one = field()
    one.type("bre")
    one.press("Escape")
    one.press("ArrowDown")
    expect(one.list).to_be_visible()
    assert one.selected() == [0]
    one.press("Escape")
    one.press("ArrowUp")
    expect(one.list).to_be_visible()
    assert one.selected() == [one.options.count() - 1]


def test_tab_leaves_the_field_with_what_was_typed(field):
    one = field()
    one.type("bre")
    one.press("ArrowDown")
    one.press("Tab")
    expect(one.page.get_by_role("button", name="Rechercher")).to_be_focused()
    expect(one.list).to_be_hidden()
    expect(one.input).to_have_value("bre")
    assert one.selected() == []


def test_a_name_is_picked_with_a_mouse(field):
    one = field(LISTINGS["search"])
    one.type("brest")
    name = one.options.first.locator("span").inner_text()
    one.options.first.click()
    expect(one.page.locator("h1")).to_have_text(name)


def test_a_name_is_picked_with_a_finger_and_is_large_enough_for_it(field):
    one = field(width=375, height=812, touch=True)
    one.type("brest")
    heights = [box.bounding_box()["height"] for box in one.options.all()]
    assert min(heights) >= 44
    name = one.options.first.locator("span").inner_text()
    one.options.first.tap()
    expect(one.page.locator("h1")).to_have_text(name)


def test_what_was_typed_is_marked_in_the_names_whatever_its_accents(field):
    one = field()
    one.type("recip")
    expect(one.options.locator("mark").first).to_have_text(re.compile("^récip$", re.IGNORECASE))


def test_only_the_last_of_what_is_typed_fast_is_asked(field):
    one = field()
    one.type("reciprocite")
    asked = [url for url in one.reader.requested if "suggestions" in url]
    assert len(asked) == 1
    assert asked[0].endswith("/recherche/suggestions/?q=reciprocite")


def test_a_page_that_one_comes_back_to_shows_no_list(field):
    one = field()
    one.type("brest")
    one.options.first.click()
    one.page.wait_for_url(re.compile(r"/(contrats|territoires|experiences|outils|sessions)/."))
    one.page.go_back()
    expect(one.page.locator("#q-noms")).to_be_hidden()


@pytest.mark.parametrize("path", [HOME, LISTINGS["search"]], ids=["home", "search"])
def test_the_open_list_has_no_barrier_and_fits_every_screen(field, path):
    one = field(path)
    one.type("ag")
    one.press("ArrowDown")
    faults = {}
    for width, height in ((1280, 900), (375, 812), (320, 640)):
        for colours in ("light", "dark"):
            one.page.set_viewport_size({"width": width, "height": height})
            expect(one.list).to_be_visible()
            if found := barriers(one.page, colours):
                faults[width, colours] = found
            if one.reader.overflows():
                faults[width, colours, "width"] = True
    assert faults == {}


def test_the_picked_name_comes_into_view_on_a_small_phone(field):
    one = field(width=320, height=640)
    one.type("agri")
    for _ in range(one.options.count()):
        one.press("ArrowDown")
        expect(one.page.locator("[aria-selected=true]")).to_be_in_viewport()


def test_the_picked_name_is_seen_where_colours_are_imposed(field):
    one = field()
    one.page.emulate_media(forced_colors="active")
    one.type("bre")
    one.press("ArrowDown")
    outline = one.options.first.evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"
    assert unseen(one.page) == {}


@everywhere
def test_without_script_the_field_is_a_plain_one(field, path):
    one = field(path, javascript=False)
    assert one.input.get_attribute("role") is None
    one.input.fill("forêt")
    one.press("Enter")
    expect(one.page.locator("#compte")).to_contain_text("forêt")


def test_a_server_that_fails_leaves_a_plain_field(field):
    one = field(LISTINGS["search"])
    one.page.route("**/recherche/suggestions/**", lambda route: route.abort())
    one.input.press_sequentially("forêt")
    one.page.wait_for_timeout(500)
    expect(one.list).to_be_hidden()
    one.press("Enter")
    expect(one.page.locator("#compte")).to_contain_text("forêt")
