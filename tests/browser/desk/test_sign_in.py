"""Coming into the admin where a second factor is asked, typed as a person types."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.barriers import barriers
from tests.browser.desk.editing_site import EDITOR
from tests.browser.desk.staff import PASSWORD, code, made_on, resize
from tests.running_site import RunningSite

WIDTHS = (1280, 375)


@pytest.fixture(scope="module")
def site(guarded_site: RunningSite) -> Iterator[RunningSite]:
    with made_on(guarded_site, "tests.browser.desk.editing_site"):
        yield guarded_site


@pytest.fixture
def browser_of_its_own(
    chromium: Browser, site: RunningSite
) -> Iterator[Callable[[], BrowserContext]]:
    contexts: list[BrowserContext] = []

    def new() -> BrowserContext:
        contexts.append(
            chromium.new_context(base_url=site.address, reduced_motion="reduce", locale="fr-FR")
        )
        return contexts[-1]

    yield new
    for context in contexts:
        context.close()


def type_password(page: Page, password: str = PASSWORD) -> None:
    """By the keyboard alone: the first field has the focus."""
    page.goto("/admin/login/")
    expect(page.get_by_role("textbox").first).to_be_focused()
    page.keyboard.type(EDITOR)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def type_code(page: Page, code: str, *, remember: bool = False) -> None:
    """The field has the focus; the box follows it."""
    expect(page.get_by_role("textbox", name="Code")).to_be_focused()
    page.keyboard.type(code)
    if remember:
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.keyboard.press("Enter")


def barriers_everywhere(page: Page) -> dict[str, object]:
    """What axe finds, and what is wider than the screen, light and dark, from 1280 to 375 px."""
    faults: dict[str, object] = {}
    for width in WIDTHS:
        resize(page, width, 812)
        for colours in ("light", "dark"):
            if found := barriers(page, colours):
                faults[f"{page.url} {width} {colours}"] = found
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults[f"{page.url} {width} width"] = wide
    return faults


def test_from_the_first_log_in_to_the_code_that_is_on_paper(browser_of_its_own):
    first = browser_of_its_own().new_page()
    type_password(first)
    expect(first.get_by_role("heading", level=1)).to_have_text(
        "Un second facteur protège votre compte"
    )
    expect(first.get_by_role("img", name="Carré à photographier")).to_be_visible()
    assert barriers_everywhere(first) == {}
    key = first.locator("code").inner_text()
    type_code(first, code(key))

    expect(first.get_by_role("heading", level=1)).to_have_text("Gardez ces dix codes de secours")
    codes = [one.inner_text() for one in first.locator("main li code").all()]
    assert len(codes) == 10
    expect(first.get_by_role("button", name="Imprimer")).to_be_visible()
    assert barriers_everywhere(first) == {}
    first.get_by_role("link", name="Je les ai gardés : continuer").click()
    expect(first).to_have_url("/admin/")

    second = browser_of_its_own().new_page()
    type_password(second)
    expect(second.get_by_role("heading", level=1)).to_have_text(
        "Tapez le code de votre application"
    )
    assert barriers_everywhere(second) == {}
    type_code(second, "000 000")
    expect(second.get_by_text("Ce code n’est pas le bon")).to_be_visible()
    assert barriers_everywhere(second) == {}
    second.wait_for_timeout(1500)  # what a wrong code costs
    second.get_by_role("textbox", name="Code").fill("")
    type_code(second, code(key, steps=1), remember=True)
    expect(second).to_have_url("/admin/")

    second.goto("/admin/account/second-facteur/")
    expect(second.get_by_text("codes de secours sur dix")).to_be_visible()
    assert barriers(second, within="main") == ""
    second.context.clear_cookies(name="sessionid")
    type_password(second)
    expect(second).to_have_url("/admin/")  # this browser is known: no code

    third = browser_of_its_own().new_page()
    type_password(third)
    type_code(third, codes[3])
    expect(third).to_have_url("/admin/")
    expect(third.get_by_text("Il vous en reste 9")).to_be_visible()


def test_twelve_wrong_passwords_are_told_when_to_try_again(browser_of_its_own):
    page = browser_of_its_own().new_page()
    for number in range(12):
        type_password(page, f"mauvais mot de passe {number}")
        expect(page.get_by_role("status").get_by_role("listitem")).to_be_visible()
    told = page.get_by_role("status")
    expect(told).to_contain_text("Trop de mots de passe erronés")
    expect(told).to_contain_text("Réessayez à partir de")
    assert barriers_everywhere(page) == {}
    type_password(page)
    expect(page.get_by_role("status")).to_contain_text("Réessayez à partir de")
