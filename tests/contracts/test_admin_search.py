"""Every search of pages in the admin: drafts by their latest title, one letter wrong forgiven."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from contracts.models import ToolIndexPage, ToolPage
from home.groups import EDITORS
from tests import factories
from tests.contracts.roles import member_of

pytestmark = pytest.mark.django_db

SEARCH = reverse("wagtailadmin_pages:search")


@pytest.fixture
def editor() -> Client:
    return member_of(EDITORS)


@pytest.fixture
def renamed() -> ToolPage:
    """A published page, of which the draft has another title."""
    page = factories.tool(title="Charte du parc")
    page.title = "Charte de Belledonne"
    page.save_revision()
    factories.tool(title="Autre outil")
    return page


def titles(client: Client, address: str, **asked: str) -> list[str]:
    soup = BeautifulSoup(client.get(address, asked).content, "html.parser")
    return [link.get_text(" ", strip=True) for link in soup.select("td.title .title-wrapper a")]


@pytest.mark.parametrize("typed", ["belledone", "charte parc", "CHARTE bell", "« Belledonne »"])
def test_a_draft_is_found_by_both_its_titles_with_one_error(editor, renamed, typed):
    in_listing = reverse("wagtailadmin_explore", args=[ToolIndexPage.objects.get().pk])

    assert titles(editor, SEARCH, q=typed) == ["Charte de Belledonne"]
    assert titles(editor, in_listing, q=typed) == ["Charte de Belledonne"]


def test_what_is_found_is_counted_by_kind_filtered_and_ordered(editor, renamed):
    factories.case_study(title="Belledonne, un massif")
    everything = BeautifulSoup(editor.get(SEARCH, {"q": "belledonne"}).content, "html.parser")

    kinds = everything.select_one("nav[aria-labelledby=page-types-title]").get_text(" ", strip=True)
    assert "Expérience (1)" in kinds
    assert "Outil (1)" in kinds
    tools = {"q": "belledonne", "content_type": "contracts.toolpage"}
    assert titles(editor, SEARCH, **tools) == ["Charte de Belledonne"]
    assert titles(editor, SEARCH, q="belledonne", ordering="-title") == [
        "Charte de Belledonne",
        "Belledonne, un massif",
    ]
    assert titles(editor, SEARCH, q="belledonne live:no") == []
    assert titles(editor, SEARCH, q='"Belledonne, un massif"') == ["Belledonne, un massif"]


@pytest.mark.parametrize(
    "typed",
    ["", "a", '"', "\x00", "live:", "é" * 300, "<b>", "%", "live:yes", "😀 outil", "\u202e"],
)
def test_whatever_is_typed_gets_an_answer(editor, renamed, typed):
    assert editor.get(SEARCH, {"q": typed}).status_code == 200
