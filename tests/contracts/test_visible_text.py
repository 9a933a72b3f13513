"""What readers see of the whole site, with its real content: words, and nothing of the code."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup, NavigableString
from django.test import Client

from home.models import EditorialPage
from kb.sitemaps import SITEMAPS

# What a page shows of its rows depends on no database, and all pages take long to read.
pytestmark = pytest.mark.sqlite

# A commune is a row of a file: they all have the page of these.
ONE_COMMUNE_IN = 200
RESULTS = [
    "/recherche/?q=contrat",
    "/recherche/?q=brest+cantine",
    "/recherche/?q=finansement",
    *(f"/recherche/?page={page}" for page in range(2, 31)),
]
UNKNOWN = re.compile(r"(?:\w+ )?non renseignée?s?\.?", re.IGNORECASE)
READ_ALOUD = ("alt", "aria-label", "content", "placeholder", "title")
CODE = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\w+|[a-zA-Z]\w*);|\{[{%]")

# A space where a line must not break: before « : » as after « « ».
BREAKABLE = re.compile(r"[ \n][:;!?»](?=\s|$)|«[ \n]")

# A zero by itself: no part of a number, a date, a reference or a unit.
OTHER_THEMES = re.compile(r"Sans thème(?! précisé)")  # under a count of themes: a zero in words
ZERO = re.compile(r"(?<![\w,.\u202f\u00a0/-])0(?![\w,.%/\u202f\u00a0-])")


def addresses() -> list[str]:
    found = []
    for name, sitemap_class in SITEMAPS.items():
        sitemap = sitemap_class()
        items = sitemap.items()
        step = ONE_COMMUNE_IN if name == "communes" else 1
        found += [sitemap.location(item) for item in items[::step]]
    return [*found, *RESULTS]


@pytest.fixture(scope="module")
def pages(real_catalogue, django_db_blocker) -> Mapping[str, BeautifulSoup]:
    """Every public page, read once, by address."""
    with django_db_blocker.unblock():
        client = Client()
        responses = {address: client.get(address) for address in addresses()}
    assert {response.status_code for response in responses.values()} == {200}
    return {
        address: BeautifulSoup(response.content, "html.parser")
        for address, response in responses.items()
    }


def is_shown(text: NavigableString) -> bool:
    """What a field holds is to be copied: the code of a frame is read as code."""
    return type(text) is NavigableString and text.find_parent("textarea") is None


def visible(soup: BeautifulSoup) -> list[str]:
    """The pieces of text of a page, those that are read aloud or by engines among them."""
    said = [value for tag in soup.find_all(True) for name in READ_ALOUD if (value := tag.get(name))]
    shown = filter(is_shown, soup.find_all(string=True))
    return [" ".join(text.split()) for text in (*said, *shown) if text.strip()]


def test_no_page_shows_a_tag_an_entity_or_a_piece_of_template(pages):
    assert len(pages) > 300
    faults = {
        address: found
        for address, soup in pages.items()
        if (found := [text for text in visible(soup) if CODE.search(text)])
    }
    assert faults == {}


def test_no_line_breaks_before_a_colon_nor_inside_quotation_marks(pages):
    """As typed: the spaces of a text are looked at one by one."""
    faults = {
        (address, " ".join(text.split()))
        for address, soup in pages.items()
        for text in (
            *(tag.get(name, "") for tag in soup.find_all(True) for name in READ_ALOUD),
            *(text for text in soup.find_all(string=True) if is_shown(text)),
        )
        if BREAKABLE.search(text)
    }
    assert faults == set()


def test_nothing_that_is_not_known_is_shown_as_a_zero(pages):
    shown = {address: " ".join(visible(soup)) for address, soup in pages.items()}
    faults = {
        address: [text[match.start() - 40 : match.end() + 20] for match in ZERO.finditer(text)]
        for address, text in shown.items()
        if ZERO.search(text) or OTHER_THEMES.search(text)
    }
    assert faults == {}


@pytest.fixture(scope="module")
def below(real_catalogue, django_db_blocker) -> Mapping[str, Mapping[str, EditorialPage]]:
    """The editorial pages that stand below another one, by its address and by theirs."""
    found: dict[str, dict[str, EditorialPage]] = {}
    with django_db_blocker.unblock():
        for page in EditorialPage.objects.live().order_by("path"):
            found.setdefault(page.get_parent().get_url(), {})[page.get_url()] = page
    found.pop("/")
    return found


def test_an_editorial_page_leads_to_the_pages_below_it_and_they_lead_back(pages, below):
    assert "/comprendre/" in below
    for address, children in below.items():
        [listed] = pages[address].select("[data-part=below]")
        assert [link["href"] for link in listed.select("a")] == list(children)
        told = " ".join(visible(listed)).replace("\u202f", " ").replace("\u00a0", " ")
        for place, child in children.items():
            assert child.title in told
            assert child.gist in told
            trail = pages[place].select("nav[aria-label='Fil d’Ariane'] a")
            assert trail[-1]["href"] == address


def test_every_card_says_what_it_is_about_and_none_is_made_of_what_is_not_known(pages):
    """All that can be found is among the results of a search without words."""
    cards = {
        (address, card.h3.get_text(strip=True)): card
        for address, soup in pages.items()
        for card in soup.select("[data-kind]")
    }
    assert len({title for _, title in cards}) > 300
    faults = []
    for place, card in cards.items():
        gist = card.select_one("[data-part=gist]").get_text(" ", strip=True)
        said = [tag.get_text(" ", strip=True) for tag in card.select("p")]
        if len(gist) < 15 or any(re.fullmatch(UNKNOWN, text) for text in said):
            faults.append((*place, said))
    assert faults == []
