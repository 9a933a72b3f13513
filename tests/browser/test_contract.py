"""A contract read by somebody in a hurry: on a phone, from an anchor, with or without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CONTRACT, FOUR_CONTRACTS

SCREEN = 812  # of a phone of 375 px
# Beyond the 390 elements of the best grade of EcoIndex: docs/decisions.md says why.
MOST_ELEMENTS = 660
WORDS_OF_THE_TRADE = re.compile("apport déclaré|fiche ébauche|retenue? pour|Rang\\b", re.IGNORECASE)


def top(page, selector: str) -> float:
    return page.locator(selector).evaluate("e => e.getBoundingClientRect().top + scrollY")


def test_what_was_agreed_and_what_came_of_it_stand_in_four_screens_of_a_phone(visit):
    reader = visit(CONTRACT, width=375, height=SCREEN)
    page = reader.page
    headings = [text for text in page.locator("main h2").all_inner_texts() if text != "Emporter"]
    assert headings[:5] == [
        "Qui donne quoi\u202f?",
        "Ce que chacun y gagne",
        "Ce qu’il en est advenu",
        "Ce qui a coincé",
        "En bref",
    ]
    expect(page.locator("#advenu")).to_contain_text("Aucun bilan public n’a été trouvé")
    assert top(page, "#advenu") <= 4 * SCREEN
    assert page.evaluate("document.documentElement.scrollHeight") <= 12 * SCREEN
    assert reader.elements() <= MOST_ELEMENTS
    assert not WORDS_OF_THE_TRADE.search(page.locator("main").inner_text())


@pytest.mark.parametrize("width", [320, 375])
def test_what_came_of_it_is_reached_from_the_first_screen_by_the_keyboard(visit, width):
    page = visit(CONTRACT, width=width, height=SCREEN, javascript=False).page
    jumps = page.get_by_role("navigation", name="Aller à")
    box = jumps.bounding_box()
    assert box["y"] + box["height"] <= SCREEN
    assert box["height"] <= 48  # one line, as high as a finger
    assert jumps.get_by_role("link").all_inner_texts() == [
        "Qui donne quoi\u202f?",
        "Ce qu’il en est advenu",
    ]
    jump = jumps.get_by_role("link", name="Ce qu’il en est advenu")
    jump.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ce qu’il en est advenu")).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(jumps).to_be_hidden()


@pytest.mark.parametrize("width", [320, 375])
def test_the_words_of_the_drawing_stand_within_it_on_a_phone(visit, width):
    page = visit(CONTRACT, width=width).page
    drawing = page.get_by_role("img", name="Qui donne quoi, par thème")
    outside = drawing.evaluate(
        """(svg) => {
          const frame = svg.getBoundingClientRect();
          return [...svg.querySelectorAll('text')].filter(text => {
            const box = text.getBoundingClientRect();
            return box.right > frame.right + 1 || box.left < frame.left - 1;
          }).map(text => text.textContent) }"""
    )
    assert outside == []
    words = " ".join(drawing.locator("text").all_text_contents())
    assert "1 apport ou engagement sans thème précisé" in words
    assert "…" not in words


@pytest.mark.parametrize("width", [320, 375])
def test_what_is_carried_away_stands_in_two_rows_of_two_buttons_on_a_phone(visit, width):
    page = visit(CONTRACT, width=width).page
    bar = page.locator("#emporter")
    boxes = [
        bar.get_by_text(name, exact=True).bounding_box()
        for name in ("Note PDF", "Copier l’adresse", "Ajouter au dossier", "Plus")
    ]
    assert [round(box["y"]) for box in boxes[::2]] == [round(box["y"]) for box in boxes[1::2]]
    assert [round(box["x"]) for box in boxes[:2]] == [round(box["x"]) for box in boxes[2:]]
    assert len({round(box["width"]) for box in boxes}) == 1


def test_the_balance_by_theme_shows_that_it_opens(visit):
    page = visit(CONTRACT).page
    summary = page.get_by_text("Équilibre par thème", exact=True)
    sign = "e => getComputedStyle(e, '::before').content"
    assert summary.evaluate(sign) == '"+"'
    summary.click()
    assert summary.evaluate(sign) == '"–"'


def test_the_columns_of_the_ledger_are_aligned_by_theme_at_a_desk(visit):
    page = visit(CONTRACT).page
    side = "[data-part=ledger] > [data-side={}]"
    city = page.locator(side.format("ville")).first.bounding_box()
    country = page.locator(side.format("campagne")).first.bounding_box()
    story = page.locator("#qui-donne-quoi").bounding_box()
    brief = page.locator("#en-bref").bounding_box()
    assert city["x"] + city["width"] <= country["x"]
    assert story["x"] + story["width"] <= brief["x"]
    assert brief["y"] < 900


@pytest.mark.parametrize("javascript", [True, False])
def test_an_anchor_opens_the_folded_part_that_holds_it(visit, javascript):
    page = visit(f"{CONTRACT}#rubrique-moyens", javascript=javascript).page
    expect(page.locator("#rubrique-moyens p").first).to_be_visible()
    expect(page.locator("#rubrique-gouvernance p").first).to_be_hidden()
    page.get_by_text("Gouvernance", exact=True).click()
    expect(page.locator("#rubrique-gouvernance p").first).to_be_visible()


def test_the_other_values_of_sources_that_disagree_open_in_place(visit):
    page = visit(CONTRACT).page
    population = page.locator("#en-bref dd", has_text="212 891")
    expect(population).not_to_contain_text("207 000", use_inner_text=True)
    population.get_by_text("sources divergentes").click()
    expect(population).to_contain_text("207 000", use_inner_text=True)


def test_the_address_is_copied_and_the_page_printed_by_buttons_that_need_a_script(visit):
    without = visit(CONTRACT, javascript=False).page
    expect(without.locator("#emporter")).to_contain_text(CONTRACT)
    expect(without.locator("#emporter button:visible")).to_have_count(0)

    reader = visit(CONTRACT)
    page = reader.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier l’adresse").click()
    expect(page.get_by_role("status")).to_have_text("Adresse copiée")
    assert page.evaluate("navigator.clipboard.readText()").endswith(CONTRACT)
    page.evaluate("() => { window.print = () => { document.title = 'imprimé' } }")
    page.locator("#emporter summary").click()
    page.get_by_role("button", name="Imprimer").click()
    expect(page).to_have_title("imprimé")


def test_the_summary_shows_where_the_reader_is(visit):
    page = visit(CONTRACT).page
    here = page.locator("[aria-label='Sommaire de la fiche'] [aria-current]")
    for heading in ("Ce que chacun y gagne", "Sources"):
        page.get_by_role("heading", name=heading).evaluate("e => e.scrollIntoView()")
        expect(here).to_have_text(heading)
        expect(here).to_be_in_viewport()


def test_a_side_is_read_first_at_an_address_of_its_own(visit):
    page = visit(CONTRACT, width=320, javascript=False).page
    page.get_by_role("link", name="Vu de la campagne").click()
    expect(page).to_have_url(re.compile(r"\?vu-de=campagne#vues$"))
    expect(page.get_by_role("link", name="Vu de la campagne")).to_be_in_viewport()
    parties = page.locator("#gains h3").all_inner_texts()
    assert parties == ["Pays Centre Ouest Bretagne", "Brest Métropole"]
    assert (
        page.locator("#questions").bounding_box()["y"]
        > page.locator("#qui-donne-quoi").bounding_box()["y"]
    )


# The figures of the calls to sources that lie over the word before them.
OVER_A_WORD = """() => [...document.querySelectorAll("main a[aria-label^='source ']")].filter(call => {
  const words = document.createRange(), figures = document.createRange();
  let before = call.previousSibling;
  while (before && !before.textContent.trim()) before = before.previousSibling;
  if (!before || before.nodeType !== Node.TEXT_NODE || !call.checkVisibility()) return false;
  words.selectNodeContents(before);
  figures.selectNodeContents(call);
  const word = [...words.getClientRects()].filter(box => box.width > 3).at(-1);
  const figure = figures.getBoundingClientRect();
  return word && figure.left < word.right - 1 && figure.top < word.bottom && figure.bottom > word.top;
}).map(call => call.textContent)"""


@pytest.mark.parametrize("path", [CONTRACT, FOUR_CONTRACTS], ids=["contract", "comparison"])
@pytest.mark.parametrize("width", [375, 1280])
def test_a_call_to_a_source_lies_over_no_word(visit, path, width):
    page = visit(path, width=width, height=812).page
    for folded in page.locator("main details").all():
        folded.evaluate("one => { one.open = true }")
    assert page.get_by_label("source 12", exact=True).count() > 0
    assert page.evaluate(OVER_A_WORD) == []
