"""Papers of more than ten fiches: made by a task, shared, taken up again, erased after a day."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone

from contracts.deciding.frozen.models import FrozenDossier
from contracts.deciding.making import views, workshop
from contracts.deciding.making.models import MadePaper, PaperState
from contracts.deciding.making.order import PaperOrder
from contracts.deciding.synthesis.papers import PAPERS
from contracts.papers.typesetting import PaperFailed
from tests import factories
from tests.contracts.dossier.composing import address
from tests.contracts.dossier.test_frozen import erased_at, read_at, sent
from tests.contracts.reading import words
from tests.own_database import ROOT, create, run

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

NAME = "deliberation.odt"
MAKER = "tests.contracts.dossier.maker"


@pytest.fixture
def eleven(monkeypatch):
    """Their paper is told by its titles; whoever makes it is counted."""
    made: list[str] = []

    def paper(name, dossier, progress=lambda done, total: None):
        made.append(name)
        progress(len(dossier.entries), len(dossier.entries))
        return " ".join(entry.page.title for entry in dossier.entries).encode()

    monkeypatch.setattr(workshop, "paper", paper)
    monkeypatch.setattr(views, "paper", paper)
    pages = [factories.tool(title=f"Outil {n}") for n in range(11)]
    return pages, made


@pytest.fixture
def nobody_works(monkeypatch):
    """Tasks are asked, and wait."""
    asked: list[int] = []
    monkeypatch.setattr(views, "make_paper", SimpleNamespace(enqueue=asked.append))
    return asked


def paper_url(pages, name: str = NAME, **others) -> str:
    return address(*pages, **others).replace("/dossier/", f"/dossier/{name}")


def said(response) -> str:
    return words(BeautifulSoup(response.content, "html.parser").select_one("main"))


def test_ten_fiches_are_made_at_once_and_eleven_by_a_task(client, eleven):
    pages, made = eleven
    assert client.get(paper_url(pages[:10])).status_code == 200
    assert MadePaper.objects.count() == 0
    response = client.get(paper_url(pages))
    assert response.status_code == 303
    ready = client.get(response["Location"])
    assert "Le document est prêt." in said(ready)
    file = client.get(f"{response['Location']}fichier")
    assert file.content.decode().split("Outil ")[-1] == "10"
    assert file["Content-Type"] == PAPERS[NAME].media_type
    assert file["Cache-Control"] == ready["Cache-Control"] == "no-store, private"
    assert made == [NAME, NAME]


def test_two_requests_of_the_same_texts_share_one_paper(client, eleven):
    pages, made = eleven
    first, second = (client.get(paper_url(pages))["Location"] for _ in range(2))
    assert first == second
    assert made == [NAME]
    assert client.get(paper_url(pages, title="Autre"))["Location"] != first
    assert client.get(paper_url(pages, asked="Approuver"))["Location"] != first
    assert PaperOrder.of_json(MadePaper.objects.last().order).choice.asked == "Approuver"
    assert client.get(paper_url(pages, "deliberation.docx"))["Location"] != first
    pages[0].save_revision().publish()
    assert client.get(paper_url(pages))["Location"] != first


def test_who_waits_is_told_how_far_it_is_and_asks_no_second_task(client, eleven, nobody_works):
    pages, _made = eleven
    url = client.get(paper_url(pages))["Location"]
    MadePaper.objects.update(done=4)
    waiting = client.get(url)
    assert "Le document se prépare : 4 fiches sur 11." in said(waiting)
    assert client.get(f"{url}fichier").status_code == 404
    assert len(nobody_works) == 1
    [link] = [
        one["href"]
        for one in BeautifulSoup(waiting.content, "html.parser").select("main a")
        if words(one) == "Revenir au dossier"
    ]
    assert link == f"http://testserver{address(*pages)}"


def test_a_page_that_waits_has_the_paper_of_a_dead_maker_taken_up(client, eleven, nobody_works):
    pages, _made = eleven
    url = client.get(paper_url(pages))["Location"]
    workshop._take(nobody_works.pop())
    client.get(url)
    assert nobody_works == []
    past = timezone.now() - dt.timedelta(seconds=1)
    MadePaper.objects.update(taken_until=past, asked_until=past)
    client.get(url)
    client.get(url)
    assert len(nobody_works) == 1


def test_a_maker_that_comes_back_after_another_took_its_row_writes_nothing(
    client, eleven, nobody_works, monkeypatch
):
    pages, _made = eleven
    client.get(paper_url(pages))
    row = MadePaper.objects.get()

    def slow(_name, _dossier, progress):
        MadePaper.objects.update(taken_until=timezone.now())
        workshop._take(row.pk)
        return b"late"

    monkeypatch.setattr(workshop, "paper", slow)
    assert not workshop.make(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.content) == (PaperState.WAITING, 2, None)


def test_a_paper_that_cannot_be_made_says_so_and_is_tried_anew(client, eleven, monkeypatch):
    pages, _made = eleven
    whole = workshop.paper

    def broken(*_arguments):
        raise PaperFailed("no such letter")

    monkeypatch.setattr(workshop, "paper", broken)
    monkeypatch.setattr(views, "paper", broken)
    url = client.get(paper_url(pages))["Location"]
    assert "n’a pas pu être fait" in said(client.get(url))
    small = client.get(paper_url(pages[:2]))
    assert small.status_code == 503
    assert "n’a pas pu être fait" in said(small)
    monkeypatch.setattr(workshop, "paper", whole)
    assert "prêt" in said(client.get(client.get(paper_url(pages))["Location"]))


def test_after_three_dead_makers_a_paper_is_given_up(client, eleven, nobody_works):
    pages, _made = eleven
    url = client.get(paper_url(pages))["Location"]
    for _ in range(workshop.MOST_ATTEMPTS):
        MadePaper.objects.update(taken_until=timezone.now())
        workshop._take(nobody_works[0])
    MadePaper.objects.update(taken_until=timezone.now())
    call_command("run_due")
    assert "n’a pas pu être fait" in said(client.get(url))


def test_a_paper_is_erased_after_a_day(client, eleven):
    pages, _made = eleven
    url = client.get(paper_url(pages))["Location"]
    MadePaper.objects.update(expires_at=timezone.now())
    assert client.get(url).status_code == 404
    assert client.get(f"{url}fichier").status_code == 404
    call_command("run_due")
    assert MadePaper.objects.count() == 0


def test_a_frozen_dossier_takes_its_papers_along(client, eleven):
    pages, _made = eleven
    frozen = read_at(sent(client, *pages))
    client.get(f"{frozen}{NAME}")
    client.get(paper_url(pages))
    assert MadePaper.objects.count() == 2
    client.post(erased_at(frozen))
    assert FrozenDossier.objects.count() == 0
    assert MadePaper.objects.get().owner == ""


def test_one_network_has_so_many_papers_made_a_day(client, eleven, monkeypatch):
    pages, made = eleven
    monkeypatch.setattr(views, "MOST_A_DAY", 2)
    monkeypatch.setattr(views, "MOST_LONG_A_DAY", 1)
    assert [client.get(paper_url(pages[:3])).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(paper_url(pages)).status_code == 303
    refused = client.get(paper_url(pages, title="Autre"))
    assert refused.status_code == 429
    assert "aujourd’hui depuis votre réseau" in said(refused)
    assert client.get(paper_url(pages)).status_code == 303  # the one that is made already
    assert len(made) == 3
    assert MadePaper.objects.count() == 1


def test_a_fiche_that_went_meanwhile_is_not_in_the_paper(client, eleven, nobody_works):
    pages, _made = eleven
    client.get(paper_url(pages))
    pages[0].unpublish()
    assert workshop.make(nobody_works[0])
    content = bytes(MadePaper.objects.get().content).decode()
    assert "Outil 1 " in content
    assert "Outil 0" not in content


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup, django_db_blocker):
    """The environment of processes on a database of their own, where a paper waits."""
    with django_db_blocker.unblock():
        environment = create("papers", tmp_path_factory.mktemp("papers"))
    run(environment, "-m", MAKER, "prepare")
    return environment


def test_the_paper_of_a_killed_process_is_taken_up_by_the_clock(database):
    process = subprocess.Popen(
        [sys.executable, "-m", MAKER, "make"],
        cwd=ROOT,
        env=database,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout.readline() == "begun\n"
        process.kill()
    assert process.returncode == -9
    # At first it may still be at work; then its lease is over.
    told = [run(database, "-m", MAKER, "turn", minutes).stdout.strip() for minutes in ("0", "3")]
    assert told == ["attente 1 3 12 False", "fait 2 12 12 True"]
