"""How often fiches are read, and the report that says which are not."""

import datetime as dt
from threading import Thread

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.editing.upkeep import jobs, readings
from contracts.models import PageReading
from home.groups import CONTRIBUTORS, EDITORS
from tests import factories
from tests.admin_views import table_of_csv
from tests.contracts.roles import member_of

pytestmark = pytest.mark.django_db

READER = {"User-Agent": "Mozilla/5.0 Firefox/140.0"}


@pytest.fixture
def counter(monkeypatch, settings) -> readings.ReadingCounter:
    """Written by the test itself, in its own transaction."""
    settings.READING_LOG = True
    made = readings.ReadingCounter()
    monkeypatch.setattr(readings, "counter", made)
    monkeypatch.setattr(readings, "Timer", _Never)
    return made


class _Never:
    def __init__(self, after: float, write) -> None:
        assert after == readings.WRITTEN_AFTER
        self.daemon = False

    def start(self) -> None:
        assert self.daemon, "a process that ends would wait for it"

    def cancel(self) -> None:
        pass


def read(page, client: Client | None = None, **headers: str) -> None:
    answer = (client or Client()).get(page.url, headers={**READER, **headers})
    assert answer.status_code == 200


def written() -> list[tuple[int, int]]:
    return list(PageReading.objects.order_by("page").values_list("page", "readings"))


def test_each_reading_of_a_fiche_is_counted_and_written_together(counter):
    contract, other = factories.contract(), factories.case_study()
    for _ in range(3):
        read(contract)
    read(other)
    assert written() == []

    counter.write()
    read(contract)
    counter.write()

    assert written() == [(contract.pk, 4), (other.pk, 1)]
    assert PageReading.objects.first().month == timezone.localdate().replace(day=1)


def test_reading_asks_the_database_nothing_more(counter, django_assert_num_queries, settings):
    page = factories.contract()
    settings.READING_LOG = False
    read(page)
    with connection.execute_wrapper(asked := _Asked()):
        read(page)
    settings.READING_LOG = True
    with django_assert_num_queries(asked.number):
        read(page)


class _Asked:
    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


@pytest.mark.parametrize(
    "headers",
    [{"User-Agent": "Somebot/1.0 (+https://exemple.fr/bot)"}, {"Sec-Purpose": "prefetch"}],
)
def test_robots_and_browsers_that_fetch_beforehand_read_nothing(counter, headers):
    read(factories.contract(), **headers)
    counter.write()
    assert written() == []


def test_neither_people_who_have_logged_in_nor_lists_are_counted(counter):
    page = factories.contract()
    read(page, member_of(EDITORS))
    Client().get("/contrats/", headers=READER)
    Client().head(page.url, headers=READER)
    counter.write()
    assert written() == []


def test_a_fiche_that_was_deleted_meanwhile_costs_the_others_nothing(counter):
    gone, kept = factories.contract(), factories.case_study()
    read(gone)
    read(kept)
    gone.delete()
    counter.write()
    assert written() == [(kept.pk, 1)]


def test_what_cannot_be_written_is_told_and_dropped(counter, caplog):
    read(factories.contract())
    with connection.execute_wrapper(_refuse):
        counter.write()
    counter.write()
    assert (written(), "1 readings were not counted" in caplog.text) == ([], True)


def _refuse(execute, sql, params, many, context):
    from django.db import OperationalError

    if "contracts_pagereading" in sql:
        raise OperationalError("locked")
    return execute(sql, params, many, context)


def test_threads_lose_no_reading(counter):
    month = dt.date(2026, 11, 1)
    page = factories.contract()
    threads = [
        Thread(target=lambda: [counter.add(page.pk, month) for _ in range(500)]) for _ in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    counter.write()
    assert written() == [(page.pk, 2000)]


def test_counts_are_forgotten_after_two_years():
    page = factories.contract()
    today = timezone.localdate().replace(day=1)
    for months in (0, 40):
        month = (today - dt.timedelta(days=30 * months)).replace(day=1)
        PageReading.objects.create(page=page, month=month, readings=1)
    [(_, forget)] = jobs.JOBS
    assert list(forget()) == [("lectures oubliées", 1)]
    assert PageReading.objects.get().month == today


def test_the_report_puts_first_what_nobody_reads(counter):
    read_often = factories.contract(title="Contrat lu")
    factories.case_study(title="Expérience ignorée")
    factories.tool(title="Brouillon", publish=False)
    today = timezone.localdate().replace(day=1)
    old = today.replace(year=today.year - 2)
    for month, number in ((today, 12), (old, 100)):
        PageReading.objects.create(page=read_often, month=month, readings=number)

    client = member_of(EDITORS)
    table = table_of_csv(client.get(reverse("readings_report"), {"export": "csv"}))
    assert [(row[0], row[1], row[3]) for row in table[1:]] == [
        ("Expérience ignorée", "Expérience", "0"),
        ("Contrat lu", "Contrat", "12"),
    ]
    never = client.get(reverse("readings_report"), {"never": "true"})
    shown = BeautifulSoup(never.content, "html.parser").select_one("main").get_text(" ")
    assert "Expérience ignorée" in shown
    assert "Contrat lu" not in shown


def test_the_report_is_for_editors():
    assert member_of(CONTRIBUTORS).get(reverse("readings_report")).status_code == 302
