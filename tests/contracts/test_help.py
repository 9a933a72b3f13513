"""The help of the admin: one page a task, short, in plain words, each with its picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from PIL import Image

from contracts.admin.help.pages import PAGES
from home.groups import CONTRIBUTORS
from tests import factories
from tests.contracts.roles import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

LONGEST, LARGEST = 300, 40_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_task_is_told_in_few_words_beside_its_picture(page):
    answer = member_of(CONTRIBUTORS).get(f"/admin/aide/{page.slug}/")
    soup = BeautifulSoup(answer.content, "html.parser")
    article = soup.select_one("main article")
    assert 100 <= len(article.get_text(" ").split()) <= LONGEST
    assert len(article.select("ol > li")) >= 5
    assert soup.find("title").get_text().strip().startswith(page.title)
    [picture] = article.select("img")
    assert picture["alt"] == page.seen
    assert {link["href"] for link in soup.select("main nav a")} >= {
        f"/admin/aide/{other.slug}/" for other in PAGES if other != page
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_task_leads_to_the_screen_where_it_begins(page, admin_client):
    factories.home_page()
    read = BeautifulSoup(admin_client.get(f"/admin/aide/{page.slug}/").content, "html.parser")
    [link] = read.select("main article a")
    assert link.get_text().split() == ["Ouvrir", *page.screen_title.split()]
    screen = admin_client.get(link["href"], follow=True)
    assert screen.status_code == 200
    if page.slug == "importer-un-tableur":
        assert link["href"] == "/admin/importer/"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_the_picture_of_a_task_is_there_and_small(page):
    """`make help-pictures` makes it."""
    found = finders.find(page.picture)
    assert found, page.picture
    assert Path(found).stat().st_size <= LARGEST
    with Image.open(found) as picture:
        assert picture.format == "WEBP"
        assert picture.width >= 640


def test_the_help_is_reached_from_the_menu():
    member = member_of(CONTRIBUTORS)
    assert "/admin/aide/" in member.get("/admin/").content.decode()
    soup = BeautifulSoup(member.get("/admin/aide/").content, "html.parser")
    titles = [link.get_text() for link in soup.select("main ul a")]
    assert titles == [page.title for page in PAGES]


def test_a_task_that_is_not_told_is_not_found():
    assert member_of(CONTRIBUTORS).get("/admin/aide/rien/").status_code == 404
