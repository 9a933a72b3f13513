"""On paper: the content and its sources, without the controls."""

from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

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


def test_a_contract_is_printed_whole_on_few_sheets(visit):
    """The richest of all: smaller letters would spare a sheet, and nobody of sixty would read them."""
    sheets, text = printed(visit(CONTRACT).page)
    assert sheets <= 5
    for folded in ("212 891 habitants et 8 communes", "207 000", "printemps 2015"):
        assert folded in text
    written_to = ("Signaler une erreur", "Écrivez-nous", "BibTeX", "Versions de cette fiche")
    for control in ("Sur cette page", "Copier", "Vu de la ville", *written_to):
        assert control not in text


def test_twelve_results_are_printed_as_a_table_of_titles_states_and_gists(visit):
    page = visit("/recherche/?q=contrat&type=contrat").page
    cards = page.locator("#resultats [data-kind]")
    assert cards.count() == 12
    told = [
        " ".join(part.inner_text().split())
        for card in cards.all()
        for part in (card.locator("h3"), card.locator("[data-part=gist]"))
    ]
    sheets, text = printed(page)
    assert sheets <= 2
    # Words alone: sheets and columns break lines where they will.
    assert [words for words in told if words[:30] not in text] == []
    for control in ("Tout effacer", "Trier", "Filtrer", "Suivante", "retirer ce filtre"):
        assert control not in text


@pytest.mark.parametrize(
    ("path", "most"),
    [("/experiences/pait-grande-region-grenobloise/", 2), ("/outils/portrait-croise/", 2)],
)
def test_an_experience_and_a_tool_are_printed_on_few_sheets(visit, path, most):
    sheets, text = printed(visit(path).page)
    assert sheets <= most
    assert "Copier" not in text


@pytest.mark.parametrize(
    ("path", "most", "gone"),
    [
        ("/glossaire/", 10, "Filtrer les termes"),
        ("/carte/", 3, "Filtrer"),
        ("/engagements/", 4, "Trier par"),
    ],
)
def test_long_lists_are_printed_on_few_sheets_without_their_fields(visit, path, most, gone):
    sheets, text = printed(visit(path).page)
    assert sheets <= most
    assert gone not in text


@pytest.mark.parametrize(
    ("path", "told", "rest"),
    [
        ("/outils/", "Page 1 sur 6 : 1 à 12 sur 66", "La suite : {}/outils/?page=2"),
        ("/outils/?page=6", "Page 6 sur 6 : 61 à 66 sur 66", "Ce qui précède : {}/outils/?page=5"),
        ("/conditions/", "Page 1 sur ", "La suite : {}/conditions/?page=2"),
        ("/engagements/", "Page 1 sur ", "La suite : {}/engagements/?page=2"),
    ],
)
def test_a_list_of_several_pages_says_on_paper_which_one_it_is_and_where_the_rest_is(
    visit, path, told, rest
):
    reader = visit(path)
    expect(reader.page.locator("[data-part=rest]")).to_be_hidden()
    _, text = printed(reader.page)
    assert told in text
    assert rest.format(reader.address) in text
    number = reader.page.locator("[data-part=page-number]")
    assert number.inner_text().strip(" ,\n") in text


def test_a_list_of_one_page_has_no_rest_on_paper(visit):
    _, text = printed(visit("/outils/?q=fresque").page)
    assert "La suite" not in text


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/outils/?theme=foret-et-filiere-bois", "/outils/?theme=foret-et-filiere-bois"),
        (READING["tool"], READING["tool"]),
        ("/carte/", "/carte/"),
        ("/engagements/?sens=ensemble", "/engagements/?sens=ensemble"),
        ("/", "/"),
    ],
    ids=["listing", "fiche", "map", "commitments", "home"],
)
def test_a_printed_page_says_where_and_when_it_was_printed_and_its_licence(visit, path, address):
    reader = visit(path)
    colophon = reader.page.locator("[data-part=printed]")
    expect(colophon).to_be_hidden()
    _, text = printed(reader.page)
    assert f"{reader.address}{address} · imprimé le" in text
    assert "Licence Ouverte 2.0" in text


def test_a_filtered_list_is_printed_with_its_own_address(visit):
    reader = visit("/contrats/")
    reader.page.locator("#f-region input").first.check()
    reader.page.wait_for_url("**/contrats/?region=*")
    expect(reader.page.locator("[data-part=printed]")).to_contain_text("/contrats/?region=")


def printed(page: Page) -> tuple[int, str]:
    """How many sheets, and all their words."""
    document = PdfReader(BytesIO(page.pdf(format="A4")))
    return len(document.pages), " ".join(
        " ".join(sheet.extract_text() for sheet in document.pages).split()
    )
