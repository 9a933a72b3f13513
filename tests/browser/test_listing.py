"""Filtering and sorting: the same with and without JavaScript; htmx only spares a page load."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

CONTRACTS = "/contrats/"
PHONE = {"width": 375, "height": 812, "touch": True}


def first_box(reader, facet: str):
    return reader.page.locator(f"#f-{facet} input").first


def chips(reader):
    return reader.page.get_by_role("list", name="Filtres actifs").get_by_role("link")


def opener(reader):
    """What unfolds the filters on a phone: a link, which the script makes a button."""
    return reader.page.get_by_text(re.compile(r"^\s*Filtrer"))


def top(locator) -> float:
    """Pixels between the top of the screen and that of an element."""
    return float(locator.evaluate("element => element.getBoundingClientRect().top"))


def announced(label: str) -> int:
    """The number in « Occitanie (12) »."""
    match = re.search(r"\((\d+)\)\s*$", label)
    assert match is not None
    return int(match.group(1))


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_ticked_value_gives_as_many_results_as_it_announced(visit, javascript):
    reader = visit(CONTRACTS, javascript=javascript)
    box = first_box(reader, "region")
    expected = announced(reader.page.locator("#f-region label").first.inner_text())
    box.check()
    if not javascript:
        reader.page.locator("#filtres button[form=recherche]").click()
    expect(reader.page.locator("#compte")).to_have_text(re.compile(rf"^\s*{expected}\s+résultat"))
    assert "region=" in reader.page.url
    assert first_box(reader, "region").is_checked()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_words_are_searched_and_shown_in_the_title_of_the_page(visit, javascript):
    reader = visit("/recherche/", javascript=javascript)
    reader.page.locator("#q").fill("forêt")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#compte")).to_contain_text("forêt")
    assert "q=for%C3%AAt" in reader.page.url


def test_ticking_keeps_the_focus_and_the_facets_that_were_unfolded(visit):
    reader = visit(CONTRACTS)
    reader.page.locator("#f-annee summary").click()
    box = first_box(reader, "region")
    before = reader.page.locator("#compte").inner_text()
    box.focus()
    reader.page.keyboard.press("Space")
    expect(reader.page.locator("#compte")).not_to_have_text(before)
    expect(reader.page.locator("#f-annee")).to_have_attribute("open", "")
    expect(first_box(reader, "region")).to_be_focused()


def test_taking_a_filter_off_moves_the_focus_to_the_count(visit):
    reader = visit("/contrats/?statut=signe")
    before = reader.page.locator("#compte").inner_text()
    chips(reader).first.click()
    expect(reader.page.locator("#compte")).not_to_have_text(before)
    expect(chips(reader)).to_have_count(0)
    expect(reader.page.locator("#compte")).to_be_focused()
    assert "statut" not in reader.page.url


def test_going_back_brings_back_the_whole_page(visit):
    reader = visit(CONTRACTS)
    first_box(reader, "region").check()
    expect(chips(reader).first).to_be_visible()
    reader.page.go_back()
    expect(chips(reader)).to_have_count(0)
    expect(reader.page.locator("h1")).to_have_text("Contrats")
    expect(reader.page.get_by_role("banner")).to_be_visible()


def test_a_change_of_results_is_told_to_those_who_do_not_see_it(visit):
    reader = visit(CONTRACTS)
    status = reader.page.locator("#compte[role=status]")
    reader.page.evaluate("document.getElementById('compte').dataset.same = 'yes'")
    first_box(reader, "region").check()
    expect(chips(reader).first).to_be_visible()
    # The same element, or a screen reader would not be told of the change.
    expect(status).to_have_attribute("data-same", "yes")


def test_a_page_of_results_is_turned_without_leaving_the_filters(visit):
    reader = visit("/contrats/?statut=signe")
    reader.page.locator("a[rel=next]").click()
    expect(
        reader.page.get_by_label("Pages de résultats").locator("[aria-current=page]")
    ).to_contain_text("2")
    assert "statut=signe" in reader.page.url
    assert "page=2" in reader.page.url


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_an_empty_answer_says_which_filter_empties_it(visit, javascript):
    reader = visit("/contrats/?q=zzzzz&statut=signe", javascript=javascript)
    way_out = reader.page.get_by_role("link", name=re.compile("^Sans ")).first
    count = re.search(r"(\d+) résultat", way_out.inner_text())
    assert count is not None
    way_out.click()
    expect(reader.page.locator("#compte")).to_have_text(re.compile(rf"^\s*{count.group(1)}\s"))


@pytest.mark.parametrize("path", ["/contrats/", "/outils/", "/recherche/?q=eau"])
@pytest.mark.parametrize("screen", [PHONE, {}], ids=["phone", "desk"])
def test_what_is_ticked_stays_where_it_is_on_the_screen(visit, path, screen):
    reader = visit(path, **screen)
    if screen:
        opener(reader).tap()
    for _ in range(3):
        free = reader.page.locator("#filtres details[open] input:not(:checked)")
        # The last ones, as there is something to keep only once the page is scrolled.
        name = free.nth(free.count() - 2).get_attribute("id")
        box = reader.page.locator(f"#{name}")
        box.evaluate("element => element.scrollIntoView({block: 'center', behavior: 'instant'})")
        before, chosen = top(box), chips(reader).count()
        assert reader.page.evaluate("scrollY") > 0
        box.tap() if screen else box.click()
        expect(chips(reader)).to_have_count(chosen + (2 if chosen == 0 else 1))
        # The browser moves to its anchor with the next frames.
        reader.page.wait_for_timeout(150)
        expect(box).to_be_checked()
        expect(box).to_be_focused()
        assert top(box) == pytest.approx(before, abs=60)


def test_a_box_has_the_focus_even_where_a_click_gives_none(visit):
    """Safari: the click focuses nothing, and the count must not take the reader away."""
    reader = visit(CONTRACTS)
    reader.page.evaluate(
        "document.addEventListener('mousedown', event => event.preventDefault(), true)"
    )
    first_box(reader, "region").click()
    expect(chips(reader).first).to_be_visible()
    expect(first_box(reader, "region")).to_be_focused()


@pytest.mark.parametrize("path", [CONTRACTS, "/engagements/", "/indicateurs/", "/carte/"])
def test_on_a_small_phone_the_filters_are_folded_and_escape_closes_them(visit, path):
    reader = visit(path, width=375, height=667, touch=True)
    button = reader.page.get_by_role("button", name="Filtrer")
    panel = reader.page.locator("#filtres")
    expect(panel).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    reader.page.keyboard.press("Space")
    expect(panel).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(panel.locator("summary").first).to_be_focused()
    # The button that shows the results stays in sight and covers nothing that has the focus.
    results = panel.get_by_role("button", name=re.compile("^Voir "))
    for _ in range(80):
        reader.page.keyboard.press("Tab")
        focused = reader.page.locator(":focus")
        if results.evaluate("element => element === document.activeElement"):
            break
        expect(results).to_be_in_viewport(ratio=1)
        box, below = focused.bounding_box(), results.bounding_box()
        assert box["y"] + box["height"] <= below["y"] + 1
    else:
        pytest.fail("The button is not reached.")
    reader.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    reader.page.get_by_role("button", name="Fermer").click()
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()
    assert reader.page.url == f"{reader.address}{path}"


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("path", ["/contrats/", "/recherche/?q=eau"])
def test_on_a_phone_one_ticks_then_sees_the_results(visit, path, javascript):
    reader = visit(path, javascript=javascript, **PHONE)
    panel, first = reader.page.locator("#filtres"), reader.page.locator("[data-kind]").first
    expect(panel).to_be_hidden()
    if not javascript:
        opener(reader).tap()
        expect(panel).to_be_in_viewport()
        reader.page.get_by_role("link", name="Fermer").tap()
        expect(panel).to_be_hidden()
        expect(reader.page.locator("#compte")).to_be_in_viewport()
    opener(reader).tap()
    button = panel.get_by_role("button", name=re.compile("^(Voir|Appliquer)"))
    expect(button).to_be_in_viewport(ratio=1)
    for box in (first_box(reader, "theme"), first_box(reader, "region")):
        box.check()
        if javascript:
            expect(reader.page.locator("[role=group] summary small")).not_to_have_count(0)
        expect(panel).to_be_visible()
    if javascript:
        expect(chips(reader)).to_have_count(3)
        expect(opener(reader)).to_have_attribute("aria-expanded", "true")
    with reader.page.expect_response(re.compile("region=")):
        panel.get_by_role("button", name=re.compile("^Voir ")).tap()
    expect(panel).to_be_hidden()
    expect(chips(reader)).to_have_count(3)
    expect(reader.page.locator("#compte")).to_be_in_viewport(ratio=1)
    expect(first).to_be_in_viewport()
    assert 0 < top(first) < PHONE["height"] * 0.75
    if javascript:
        expect(reader.page.locator("#liste")).to_be_focused()
        assert "#" not in reader.page.url


@pytest.mark.parametrize(
    "path", ["/contrats/", "/outils/", "/sessions/", "/territoires/", "/recherche/?q=brest"]
)
def test_on_a_phone_the_first_screen_shows_the_first_result_and_the_filters_take_three(visit, path):
    reader = visit(path, **PHONE)
    first = reader.page.locator("[data-kind]").first
    expect(first.get_by_role("heading")).to_be_in_viewport(ratio=1)
    expect(first.locator("[data-part=gist]")).to_be_in_viewport()
    expect(opener(reader)).to_be_in_viewport(ratio=1)
    opener(reader).tap()
    assert reader.page.locator("#filtres").bounding_box()["height"] <= 3 * PHONE["height"]


LINES = """element => {
  const words = document.createRange();
  words.selectNodeContents(element);
  const boxes = [...words.getClientRects()].filter(box => box.width > 2);
  return { count: new Set(boxes.map(box => Math.round(box.top))).size,
           right: Math.max(...boxes.map(box => box.right)),
           boxes: boxes.map(box => [box.left, box.top, box.right, box.bottom]) };
}"""


def test_on_a_phone_the_count_takes_the_room_that_the_button_leaves(visit):
    """Alone it has the whole width; beside the button its words never lie under it."""
    alone = visit("/recherche/?q=comment+financer+une+cantine+bio", **PHONE).page
    assert opener_box(alone) is None
    told = alone.locator("#compte").evaluate(LINES)
    assert told["count"] <= 2
    page = visit(
        "/recherche/?q=%22contrat+de+r%C3%A9ciprocit%C3%A9+ville+campagne%22", **PHONE
    ).page
    told, box = page.locator("#compte").evaluate(LINES), opener_box(page)
    assert told["count"] <= 4
    assert told["right"] > box["x"]
    for left, top_, right, bottom in told["boxes"]:
        beside = right <= box["x"] or left >= box["x"] + box["width"]
        assert beside or bottom <= box["y"] or top_ >= box["y"] + box["height"] - 1


def opener_box(page):
    link = page.locator("a[href='#filtres']")
    return link.bounding_box() if link.count() else None


def test_at_a_desk_results_are_rows_beside_the_filters(visit):
    reader = visit(CONTRACTS)
    panel = reader.page.locator("#filtres").bounding_box()
    cards = [card.bounding_box() for card in reader.page.locator("[data-kind]").all()]
    assert {card["x"] for card in cards} == {cards[0]["x"]}
    assert panel["x"] + panel["width"] < cards[0]["x"]
    assert all(card["height"] <= 300 for card in cards)


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_every_filter_is_found_within_three_screens_of_a_phone(visit, javascript):
    reader = visit("/recherche/filtres/?type=contrat", javascript=javascript, **PHONE)
    assert reader.page.evaluate("document.documentElement.scrollHeight") <= 3 * PHONE["height"]
    assert not reader.overflows()
    facet = reader.page.locator("#f-territoire")
    facet.locator("summary").first.click()
    field = reader.page.get_by_role("searchbox", name="Filtrer les valeurs : Territoire")
    wanted = facet.get_by_label("PETR du Pays de Retz")
    if javascript:
        field.press_sequentially("petr retz")
        expect(facet.get_by_role("status")).to_have_text("1 valeur")
        expect(facet.locator("label:visible")).to_have_count(1)
    else:
        expect(field).to_have_count(0)
        facet.get_by_text("Toutes les valeurs").click()
    wanted.check()
    if javascript:
        expect(facet.locator("summary").first).to_contain_text("1 coché sur")
        field.fill("bretagne")
        expect(wanted).to_be_visible()
        field.press("Enter")
        field.fill("")
        expect(wanted).to_be_visible()
        field.fill("zzz")
        expect(facet.get_by_role("status")).to_have_text("Aucune valeur ne contient ces lettres.")
    reader.page.get_by_role("button", name="Rechercher").last.click()
    assert "territoire=petr-pays-de-retz" in reader.page.url


def test_the_other_values_of_a_filter_are_one_link_away_and_unfolded(visit):
    reader = visit(CONTRACTS)
    reader.page.get_by_role("link", name="autres valeurs : Thème").click()
    reader.page.wait_for_url("**/recherche/filtres/?type=contrat#v-theme")
    assert reader.page.locator("#f-theme label:visible").count() == 15


def test_every_value_of_every_filter_is_one_link_away_and_keeps_what_is_asked(visit):
    reader = visit("/contrats/?q=eau&statut=signe", javascript=False)
    reader.page.get_by_role("link", name="Tous les filtres").click()
    assert reader.page.locator("#q").input_value() == "eau"
    assert reader.page.locator("[name=type][value=contrat]").is_checked()
    assert reader.page.locator("[name=statut][value=signe]").is_checked()
    assert reader.page.locator("[name=territoire]").count() > 20
    reader.page.get_by_role("button", name="Rechercher").first.click()
    assert reader.page.url.startswith(f"{reader.address}/recherche/?")
    expect(reader.page.locator("#compte")).to_contain_text("résultat")


def expect_shared(reader, path: str) -> None:
    """What phones share, and what the bar shows. They follow an answer one after the other, in
    tasks of the browser that a test may come between: each is waited for."""
    address = f"{reader.address}{path}"
    expect(reader.page).to_have_url(address)
    expect(reader.page.locator("link[rel=canonical]")).to_have_attribute("href", address)
    expect(reader.page.locator("meta[property='og:url']")).to_have_attribute("content", address)


def test_the_title_and_the_shared_address_follow_the_search_forward_and_back(visit):
    reader = visit("/recherche/")
    before = reader.page.title()
    assert before == "Recherche — Réciprocités"
    reader.page.locator("#q").fill("forêt")
    reader.page.keyboard.press("Enter")
    expect(reader.page).to_have_title(re.compile("^forêt — Recherche — Réciprocités$"))
    expect_shared(reader, "/recherche/?q=for%C3%AAt")
    reader.page.locator("#f-type input[value=contrat]").check()
    expect(reader.page).to_have_title(re.compile("^forêt, contrats — Recherche — Réciprocités$"))
    expect_shared(reader, "/recherche/?q=for%C3%AAt&type=contrat")
    titled = reader.page.locator("meta[property='og:title']")
    expect(titled).to_have_attribute("content", "forêt, contrats — Recherche")
    reader.page.go_back()
    expect(reader.page).to_have_title("forêt — Recherche — Réciprocités")
    expect_shared(reader, "/recherche/?q=for%C3%AAt")
    reader.page.go_back()
    expect(reader.page).to_have_title(before)
    reader.page.go_forward()
    expect(reader.page).to_have_title("forêt — Recherche — Réciprocités")
    assert not reader.complaints


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_the_next_page_has_its_number_in_the_title_and_its_own_shared_address(visit, javascript):
    reader = visit("/contrats/?statut=signe", javascript=javascript)
    reader.page.locator("a[rel=next]").click()
    expect(reader.page).to_have_title(
        re.compile(r"^signé \(page\s2 sur\s\d\) — Contrats — Réciprocités$")
    )
    expect_shared(reader, "/contrats/?statut=signe&page=2")


def test_pressing_the_button_after_the_choice_that_sorted_is_no_second_step_back(visit):
    reader = visit(CONTRACTS)
    length = reader.page.evaluate("history.length")
    reader.page.locator("#tri").select_option(label="Titre")
    reader.page.wait_for_url("**/contrats/?tri=titre")
    with reader.page.expect_response("**/contrats/?*"):
        reader.page.get_by_role("button", name="Trier").click()
    expect(reader.page.locator("#tri option:checked")).to_have_text(re.compile("Titre"))
    reader.page.wait_for_timeout(300)  # what would be pushed is pushed after the answer
    assert reader.page.evaluate("history.length") == length + 1
    reader.page.go_back()
    reader.page.wait_for_url("**/contrats/")


def test_the_keyboard_goes_from_the_filters_to_the_results(visit):
    page = visit("/recherche/?q=covoiturage").page
    page.get_by_role("button", name=re.compile(r"^Voir le")).press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#liste :focus")).to_be_visible()
