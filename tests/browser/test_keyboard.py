"""Everything that a mouse reaches, the keyboard reaches, in order, and one sees where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.pages import CONTRACT, EVERY_FILTER, HOME, LISTINGS

# Visible controls, as a person who sees the page would list them.
CONTROLS = """() => [...document.querySelectorAll('a[href], button, input, select, summary')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('body > a')
               && e.type !== 'hidden').length"""
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const seen = [e, e.closest('[data-kind]')].filter(Boolean).some(shape => {
    const style = getComputedStyle(shape);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const box = e.getBoundingClientRect();
  const tag = `${e.tagName} ${e.getAttribute('href') ?? e.id ?? ''} ${e.textContent.trim()}`;
  return {tag, seen, tall: box.height > 0, top: box.top, bottom: box.bottom, main: e.id === 'contenu'};
}"""


def walk(page: Page, most: int = 400) -> list[dict]:
    """Tab from the top of the page to its end; what was met on the way."""
    met = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        met.append(focused)
    return met


@pytest.mark.parametrize(
    "path",
    [HOME, CONTRACT, LISTINGS["filters"], LISTINGS["contracts"], EVERY_FILTER],
    ids=["home", "contract", "filters", "contracts", "every filter"],
)
@pytest.mark.parametrize("width", [1280, 375])
def test_the_keyboard_reaches_every_control_and_the_focus_is_seen(visit, path, width):
    reader = visit(path, width=width)
    controls = reader.page.evaluate(CONTROLS)
    met = walk(reader.page, most=controls + 20)
    # Once more than the controls: the skip link, which the eye does not see, comes first.
    assert len(met) == controls + 1
    assert [stop["tag"] for stop in met if not stop["seen"]] == []
    assert [stop["tag"] for stop in met if stop["bottom"] <= 0] == []


def test_the_skip_link_leads_to_the_content(visit):
    reader = visit(CONTRACT)
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "contenu"


@pytest.mark.parametrize("width", [1280, 375])
def test_what_is_touched_is_large_enough(visit, width):
    """24 px at least everywhere (WCAG 2.5.8), 44 px for the controls of the frame and the forms."""
    reader = visit(LISTINGS["filters"], width=width)
    small = reader.page.evaluate(
        """() => [...document.querySelectorAll(
            'nav[aria-label=Principale] a, button, form > input, main select, #filtres label, #filtres summary, '
            + '[aria-label="Filtres actifs"] a, [aria-label="Pages de résultats"] a, footer li a'
          )].filter(e => e.checkVisibility())
            .filter(e => e.getBoundingClientRect().height < 43.5)
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 375])
@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_the_menu_takes_two_rows_of_a_phone_and_every_part_of_it_is_reached(
    visit, width, javascript
):
    page = visit(HOME, width=width, height=667, touch=True, javascript=javascript).page
    menu = page.get_by_role("navigation", name="Principale")
    boxes = [link.bounding_box() for link in menu.get_by_role("listitem").get_by_role("link").all()]
    assert len(boxes) == 7
    assert len({round(box["y"]) for box in boxes}) <= 2
    assert min(box["height"] for box in boxes) >= 44
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    page.keyboard.press("Tab")
    names = []
    for _ in range(9):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert names[1:8] == [link.inner_text().strip() for link in menu.get_by_role("link").all()[:7]]
