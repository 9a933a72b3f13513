"""Searches are counted, nobody is in the counts, and no answer waits for them or fails for them."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxMiddleware

from search import log
from search.log import folded_query
from search.models import LoggedQuery
from search.views import results as results_view
from tests.search.factories import document, index

pytestmark = pytest.mark.django_db

results = HtmxMiddleware(results_view)


class AtOnce(Executor):
    """Does what it is given in the thread of the test, which sees its own transaction."""

    def submit(self, fn, /, *args, **kwargs):
        done = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    settings.SEARCH_LOG = True
    monkeypatch.setattr(log, "_writer", AtOnce())
    # As Django's test client does: the connection holds the transaction of the test.
    monkeypatch.setattr(log, "close_old_connections", lambda: None)


def read(address: str, **headers: str):
    response = results(RequestFactory().get(f"/recherche/?{address}", headers=headers))
    assert response.status_code == 200
    return response


def rows() -> list[tuple[str, int, int]]:
    found = LoggedQuery.objects.order_by("folded")
    return list(found.values_list("folded", "searches", "zero_results"))


def test_a_search_is_counted_with_what_was_found_or_not(counted):
    index(document("page:1", "Eau potable"))
    read("q=Eau")
    read("q=eau")
    read("q=forêt")

    assert rows() == [("eau", 2, 0), ("foret", 1, 1)]
    assert LoggedQuery.objects.get(folded="eau").shown == "Eau"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "q=%27",
        "theme=eau",
        "q=eau&page=2",
        "q=eau&theme=eau",
        "q=eau&tri=titre",
        "q=eau -bois",
        "q=eau&exact=oui",
    ],
)
def test_what_is_no_new_search_is_not_counted(counted, address: str):
    read(address)

    assert rows() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Autrebot/2.1; +http://example.org/bot)"},
        {"Sec-Purpose": "prefetch"},
    ],
)
def test_nobody_has_read_what_a_robot_or_a_browser_fetches_beforehand(counted, headers):
    read("q=eau", **headers)

    assert rows() == []


def test_a_preview_and_the_head_of_a_page_are_not_counted(counted):
    preview = RequestFactory().get("/recherche/?q=eau")
    preview.is_preview = True
    results(preview)
    results(RequestFactory().head("/recherche/?q=eau"))

    assert rows() == []


def test_the_suggestions_and_the_list_of_filters_are_not_counted(counted):
    client = Client()
    client.get("/recherche/suggestions/?q=eau")
    client.get("/recherche/filtres/?q=eau")

    assert rows() == []


@pytest.mark.parametrize(
    "q",
    [
        "marie.durand@example.org",
        "contrat marie@mairie",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "+33 (0)6 12 34 56 78",
        "dossier 1234567",
        "https://example.org/moi",
        "a" * 101,
        "'",
    ],
)
def test_what_could_be_somebodys_is_not_kept(q: str):
    assert folded_query(q) is None


@pytest.mark.parametrize(
    ("q", "folded"),
    [
        ("  Forêts  ", "forets"),
        ("contrats 2016-2020", "contrats 2016 2020"),
        ("6 décembre 2016", "6 decembre 2016"),
        ("29019", "29019"),
        ("l’EPCI ?", "epci"),
        ("article L. 5221-1", "article l 5221 1"),
    ],
)
def test_what_is_kept_is_what_its_spellings_share(q: str, folded: str):
    assert folded_query(q) == folded


def test_no_row_says_who_searched():
    names = {field.name for field in LoggedQuery._meta.get_fields()}

    assert names == {"id", "day", "folded", "shown", "searches", "zero_results"}


def test_a_count_that_cannot_be_written_is_dropped_and_said(counted, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(log, "_add", locked)
        log.count("eau", 0)
    assert "a search was not counted: database is locked" in caplog.text
    log.count("eau", 3)

    assert rows() == [("eau", 1, 0)]


def locked(*_count: object, **_values: object) -> None:
    raise OperationalError("database is locked")


def test_a_search_answers_although_the_table_is_missing(counted, monkeypatch, caplog):
    monkeypatch.setattr(LoggedQuery._meta, "db_table", "no_such_table")
    read("q=eau")

    assert "a search was not counted" in caplog.text


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch):
    """Counts are written when the test says so: (the queries written, what says so)."""
    go_on = threading.Event()
    written: list[str] = []

    def add(day: date, folded: str, shown: str, *, in_vain: bool) -> None:
        go_on.wait(30)
        written.append(folded)

    writer = ThreadPoolExecutor(max_workers=1)
    monkeypatch.setattr(log, "_add", add)
    monkeypatch.setattr(log, "_writer", writer)
    monkeypatch.setattr(log, "_room", threading.BoundedSemaphore(2))
    yield written, lambda: (go_on.set(), writer.shutdown())
    go_on.set()
    writer.shutdown()


def test_nobody_waits_for_counts_to_be_written(slow):
    written, go_on = slow
    log.count("eau", 1)

    assert written == []
    go_on()
    assert written == ["eau"]


def test_so_many_counts_wait_and_no_more_until_some_are_written(slow):
    written, go_on = slow
    for q in ("eau", "bois", "forêt"):
        log.count(q, 1)
    go_on()

    assert written == ["eau", "bois"]
    assert log._room.acquire(blocking=False)


def test_a_process_that_ends_is_asked_for_no_count(counted, monkeypatch):
    ended = ThreadPoolExecutor(max_workers=1)
    ended.shutdown()
    monkeypatch.setattr(log, "_writer", ended)

    read("q=eau")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_processes_add_to_the_same_rows(committed):
    words = ["eau", "bois", "forêt", "train", "lait"]

    def write(order: list[str]) -> None:
        for _ in range(10):
            for q in order:
                log._write(date(2026, 11, 28), folded_query(q) or "", q, in_vain=True)
        connection.close()

    threads = [
        threading.Thread(target=write, args=(order,)) for order in (words, list(reversed(words)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert rows() == [(q, 20, 20) for q in ("bois", "eau", "foret", "lait", "train")]
    LoggedQuery.objects.all().delete()


def test_a_process_that_ends_writes_what_it_has_counted(tmp_path):
    program = (
        "import search.log as log\n"
        "log._add = lambda day, folded, shown, in_vain: print(folded)\n"
        "[log.count('eau', 1) for _ in range(3)]\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{program}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert ended.stdout == "eau\n" * 3


def test_only_queries_typed_three_times_are_shown_the_vainest_first():
    def logged(day: int, folded: str, shown: str, searches: int, zero_results: int) -> None:
        LoggedQuery.objects.create(
            day=date(2026, 11, day),
            folded=folded,
            shown=shown,
            searches=searches,
            zero_results=zero_results,
        )

    logged(1, "foret", "Foret", 2, 0)
    logged(3, "foret", "forêt", 2, 0)
    logged(2, "maire dupont", "maire dupont", 2, 2)
    logged(2, "methaniseur", "méthaniseur", 3, 3)

    assert list(log.totals(LoggedQuery.objects.all())) == [
        {
            "folded": "methaniseur",
            "times": 3,
            "in_vain": 3,
            "last_day": date(2026, 11, 2),
            "spelling": "méthaniseur",
        },
        {
            "folded": "foret",
            "times": 4,
            "in_vain": 0,
            "last_day": date(2026, 11, 3),
            "spelling": "forêt",
        },
    ]
    assert not log.totals(LoggedQuery.objects.filter(day=date(2026, 11, 1)))


def test_what_is_older_than_25_months_is_forgotten(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 24))
    for day in (date(2024, 10, 23), date(2024, 10, 24)):
        LoggedQuery.objects.create(day=day, folded="eau", shown="eau", searches=3)
    out = StringIO()
    call_command("prune_search_log", stdout=out)

    assert list(LoggedQuery.objects.values_list("day", flat=True)) == [date(2024, 10, 24)]
    assert out.getvalue() == "1 ligne(s) du journal des recherches oubliée(s).\n"
