"""On paper: the content and its sources, without the controls."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
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


def test_a_contract_is_printed_whole_on_four_sheets(visit):
    page = visit(CONTRACT).page
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    assert len(printed.pages) <= 4
    for folded in ("212 891 habitants et 8 communes", "207 000", "printemps 2015"):
        assert folded in text
    for control in ("Sur cette page", "Copier", "Vu de la ville"):
        assert control not in text


def test_a_list_of_results_is_printed_as_a_table_of_titles_states_and_gists(visit):
    page = visit("/contrats/?etat=signe&theme=eau-et-milieux-aquatiques", width=375).page
    listed = page.locator("#resultats [data-kind]")
    assert listed.count() > 1
    page.goto("/contrats/")
    assert listed.count() == 12
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    assert len(printed.pages) <= 2
    assert text.count("Contrat") >= 12
