"""A fiche as Markdown: what its page shows, with its sources, and nothing that Markdown would run."""

from __future__ import annotations

import re

import pytest
from wagtail.models import PageViewRestriction

from contracts.models import CaseStudyPage, ContractPage, Indicator, ToolPage
from contracts.rules.listed import listed
from contracts.values.vocabulary import Section
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    return response.content.decode()


def test_a_contract_tells_who_gives_what_and_its_sources(client):
    city, country = factories.territory(name="Ys", level="epci"), factories.territory(name="Landes")
    factories.contract(
        title="Ys et Landes",
        slug="ys-landes",
        gist="Ils s’entendent.",
        city=city,
        country=country,
        statements=[
            factories.statement(
                Section.CONTEXT,
                text="Le bois manquait.",
                source=factories.source(title="La convention", url="https://ys.example/c"),
                locator="p. 12",
            )
        ],
        commitments=[factories.commitment(country, city, object="Du bois")],
    )
    told = read(client, "/contrats/ys-landes.md")
    assert told.startswith("# Ys et Landes\n\n")
    assert "\nIls s’entendent.\n" in told
    assert "- **Ville :** Ys" in told
    assert "## Qui donne quoi ?" in told
    assert "- **Landes donne :** Du bois" in told
    number = re.search(r"- Le bois manquait\. \[(\d+), p\. 12\]", told)
    assert number
    assert f"{number[1]}. La convention" in told
    assert "<https://ys.example/c>" in told
    assert "non renseigné" in told


def test_an_experience_and_a_tool_are_told_too(client):
    tool = factories.tool(
        title="Mesurer",
        slug="mesurer",
        indicators=[Indicator(name="Haies", unit="km", source=factories.source())],
    )
    factories.case_study(
        title="Le bois",
        slug="bois",
        places=[factories.territory(name="Landes")],
        tools=[tool],
        statements=[factories.statement(Section.RESULT, text="Du bois local.")],
    )
    told = read(client, "/experiences/bois.md")
    assert "- Landes" in told
    assert "## Résultats" in told
    assert "- Du bois local." in told
    assert "- **Haies :** non renseigné (unité : km)" in read(client, "/outils/mesurer.md")


def test_what_was_typed_is_never_taken_for_markdown(client):
    factories.contract(
        title="# Un *titre* <b>gras</b>",
        slug="titre",
        statements=[factories.statement(text="[cliquez](javascript:x)\n\n# Fin `code` 1. un")],
    )
    told = read(client, "/contrats/titre.md")
    assert told.startswith("# \\# Un \\*titre\\* \\<b\\>gras\\</b\\>\n")
    assert "\\[cliquez\\](javascript:x) # Fin \\`code\\` 1. un" in told


def test_every_real_fiche_tells_all_its_statements_and_sources(client, catalogue):
    pages = [
        page
        for model in (ContractPage, CaseStudyPage, ToolPage)
        for page in listed(model.objects.all()).order_by("pk")[:6]
    ]
    assert len(pages) == 18
    for page in pages:
        address = page.get_url()
        told = read(client, f"{address.rstrip('/')}.md").replace("\\", "")
        for statement in page.statements.all():
            assert " ".join(statement.text.split()) in told, (address, statement.text)
        sources = ReadPage(client, address).soup.select("#sources li")
        assert len(re.findall(r"(?m)^\d+\. ", told.partition("## Sources")[2])) == len(sources)


def test_what_is_not_public_has_no_markdown(client):
    factories.contract(title="Brouillon", slug="brouillon", publish=False)
    hidden = factories.contract(title="Privée", slug="privee")
    PageViewRestriction.objects.create(
        page=hidden.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get("/contrats/brouillon.md").status_code == 404
    assert client.get("/contrats/privee.md").status_code == 302
    for address in ("/contrats.md", "/contrats/nulle-part.md", "/aide.md", "/a/b/c.md"):
        assert client.get(address).status_code == 404, address


def test_an_assistant_is_told_where_to_read(client):
    factories.contract()
    told = client.get("/llms.txt").content.decode()
    assert told.startswith("# Réciprocités\n\n> ")
    links = re.findall(r"\]\(http://testserver([^)]+)\)", told)
    assert "/contrats/export.json" in links
    for link in links:
        assert client.get(link).status_code == 200, link


MARKDOWN = {"Accept": "text/markdown"}


def test_whoever_prefers_markdown_gets_it_at_the_address_of_the_page(client):
    factories.contract(title="Ys et Landes", slug="ys-landes")
    address = "/contrats/ys-landes/"
    written = client.get("/contrats/ys-landes.md")
    for accept in ("text/markdown", "text/markdown, text/html;q=0.9", "text/html;q=0.1,*/*;q=0"):
        answer = client.get(address, headers={"Accept": accept})
        assert "Accept" in answer["Vary"].split(", ")
        is_markdown = "markdown" in accept
        assert answer["Content-Type"].startswith("text/markdown" if is_markdown else "text/html")
        if is_markdown:
            assert answer.content == written.content
    for accept in ("*/*", "text/html", "text/html, text/markdown", "text/*", "n'importe quoi"):
        answer = client.get(address, headers={"Accept": accept})
        assert answer["Content-Type"].startswith("text/html"), accept
        assert "Accept" in answer["Vary"].split(", ")
    # What stands below, and other pages, have one form.
    for elsewhere in (f"{address}versions/", "/contrats/", "/"):
        answer = client.get(elsewhere, headers=MARKDOWN)
        assert answer["Content-Type"].startswith("text/html"), elsewhere


def test_a_private_fiche_is_markdown_for_nobody(client):
    hidden = factories.contract(title="Privautés", slug="privautes")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    answer = client.get("/contrats/privautes/", headers=MARKDOWN)
    assert answer.status_code == 302
