"""Elasticsearch, its answers and its workers lost at the worst moment: nothing is lost with them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection as database_connection
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from elasticsearch import Elasticsearch

from search import engines, tasks
from search.engines.base import SearchUnavailable
from search.engines.breaker import Breaker
from search.engines.elastic import check, connection, engine, mapping, rebuild_lock, rebuilding
from search.engines.elastic.drain import drain
from search.index import indexing, outbox
from search.models import IndexChange, ProjectionState
from tests.search.elastic_server import own_server
from tests.search.factories import document, found, index, search
from tests.search.faulty_proxy import FaultyProxy, faulty_proxy
from tests.search.test_projection import differences, held, indices, rows

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.elasticsearch


@pytest.fixture(scope="module")
def server_of_our_own():
    with own_server() as server:
        yield server


@pytest.fixture
def proxied(elastic: Elasticsearch, elastic_url: str, settings) -> Iterator[FaultyProxy]:
    """Two documents in an index that is reached through a proxy."""
    with faulty_proxy(elastic_url) as proxy:
        settings.ELASTICSEARCH_URL = [proxy.url]
        index(document("page:1", "Eau"), document("page:2", "Bois"))
        rebuilding.rebuild()
        yield proxy
        settings.ELASTICSEARCH_URL = [elastic_url]


def eventually(is_so: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


@pytest.mark.django_db
class TestAnswers:
    @pytest.mark.parametrize(
        "fault",
        [429, 502, 503, 504, 500, 401, 403, 404, "truncated", "other shape", "html", "lost"],
    )
    def test_a_bulk_that_is_not_answered_well_is_sent_again_and_all_is_equal(self, proxied, fault):
        index(document("page:1", "Rivière"), document("page:3", "Forêt"))
        with transaction.atomic():
            indexing.remove(["page:2"])
        proxied.spoils, proxied.fault = "_bulk", fault
        drained = drain()
        assert drained.outage
        assert (drained.told, drained.refused) == (0, 0)
        assert len(outbox.pending()) == 3
        proxied.fault = ""
        assert drain(eager=True).told == 3
        client = connection.client_for_writing()
        assert held(client) == rows()
        assert not IndexChange.objects.exists()
        assert differences() == []

    @pytest.mark.parametrize("spoils", ["_mapping", ".marker"])
    @pytest.mark.parametrize("fault", [429, 503, 401, "truncated", "html", "other shape"])
    def test_an_answer_about_the_index_that_is_none_is_an_outage(self, proxied, spoils, fault):
        index(document("page:1", "Rivière"))
        proxied.spoils, proxied.fault = spoils, fault
        drained = drain()
        assert drained.outage or drained.stale
        assert outbox.pending() == {"page:1"}
        proxied.fault = ""
        assert drain(eager=True).told == 1
        assert differences() == []

    def test_a_server_that_says_nothing_is_not_waited_for_without_end(self, proxied, settings):
        settings.ELASTICSEARCH_TIMEOUT = 0.2
        index(document("page:1", "Rivière"))
        proxied.fault = "silent"
        assert check.state() == check.State.UNAVAILABLE

    def test_after_an_outage_the_server_is_left_alone_for_a_while(self, proxied):
        index(document("page:1", "Rivière"))
        proxied.fault = 503
        pauses = []
        for _ in range(7):
            drained = drain(eager=True)
            assert drained.again is not None
            pauses.append(round((drained.again - timezone.now()).total_seconds()))
        assert pauses == [2, 4, 8, 16, 32, 60, 60]
        asked = len(proxied.requests)
        assert drain().told == 0
        assert len(proxied.requests) == asked
        proxied.fault = ""
        assert drain(eager=True).told == 1
        index(document("page:1", "Fleuve"))
        assert drain().told == 1

    def test_a_request_too_large_for_what_stands_in_between_is_cut(self, proxied):
        """Together they are too large, one of them is so alone."""
        words = " ".join(f"mot{number}" for number in range(16_000))
        index(
            document("page:3", "Long", body=words[:3_000]),
            document("page:4", "Plus long", body=words),
            document("page:5", "Long", body=words[:3_000]),
        )
        proxied.spoils, proxied.largest = "_bulk", 10_000
        drained = drain()
        assert (drained.told, drained.refused, drained.outage) == (2, 1, "")
        assert outbox.pending() == {"page:4"}

    def test_a_rebuild_gets_over_a_short_outage(self, proxied, monkeypatch):
        monkeypatch.setattr(rebuilding, "_PAUSES", (0.3, 0.3))
        proxied.spoils, proxied.fault = "_bulk", 429
        threading.Timer(0.2, lambda: setattr(proxied, "fault", "")).start()
        assert rebuilding.rebuild().documents == 2
        assert differences() == []

    @pytest.mark.parametrize("spoils", ["_bulk", "_count", "_refresh", "_aliases", "_settings"])
    def test_a_rebuild_that_meets_with_an_outage_leaves_nothing(self, proxied, spoils, monkeypatch):
        monkeypatch.setattr(rebuilding, "_PAUSES", ())
        client = connection.client_for_writing()
        former = indices(client)
        proxied.spoils, proxied.fault = spoils, 503
        with pytest.raises(SearchUnavailable):
            rebuilding.rebuild()
        assert indices(client) == former
        assert not rebuild_lock.is_running()
        proxied.fault = ""
        assert differences() == []

    def test_a_rebuild_whose_swap_was_done_and_not_answered_is_not_half_done(
        self, proxied, monkeypatch
    ):
        """Whether the alias turned is not known: either way no search finds half an index."""
        proxied.spoils, proxied.fault = "_aliases", "lost"
        with pytest.raises(SearchUnavailable):
            rebuilding.rebuild()
        proxied.fault = ""
        rebuilding.rebuild()
        assert differences() == []
        assert len(indices(connection.client_for_writing())) == 1


class TestSaving:
    @pytest.mark.usefixtures("committed")
    @pytest.mark.parametrize("fault", ["silent", 503])
    def test_a_save_asks_nothing_of_elasticsearch(self, proxied, fault):
        proxied.fault = fault
        proxied.requests.clear()
        began = time.monotonic()
        index(document("page:1", "Rivière"))
        assert proxied.requests == []
        assert time.monotonic() - began < 5
        assert outbox.pending() == {"page:1"}

    @pytest.mark.usefixtures("committed")
    def test_a_save_waits_for_no_drain_that_waits_for_the_server(self, proxied, monkeypatch):
        """On SQLite one write transaction held meanwhile would stop all the others."""
        monkeypatch.setattr("search.engines.elastic.bulk.WRITING_TIMEOUT", -2)  # 3 s in all
        index(document("page:1", "Rivière"))
        proxied.spoils, proxied.fault = "_bulk", "silent"
        outcomes: list[str] = []

        def draining() -> None:
            outcomes.append(drain().outage)
            database_connection.close()

        thread = threading.Thread(target=draining)
        thread.start()
        eventually(lambda: any("_bulk" in one for one in proxied.requests))
        index(document("page:2", "Forêt"))
        assert thread.is_alive()
        thread.join(30)
        assert outcomes == ["no answer within 3 s"]

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_a_worker_of_tasks_drains_after_the_commit(self, proxied, settings):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        DBTaskResult.objects.all().delete()
        with transaction.atomic():
            indexing.put(document("page:1", "Rivière"))
            indexing.put(document("page:3", "Forêt"))
            assert not DBTaskResult.objects.exists()
        assert DBTaskResult.objects.count() == 1
        assert tasks.drain.func() == 2
        assert held(connection.client_for_writing()) == rows()

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_the_task_that_met_with_an_outage_is_done_again_later_and_no_other(
        self, proxied, settings
    ):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        index(document("page:1", "Rivière"))
        DBTaskResult.objects.all().delete()
        proxied.fault = 503
        tasks.drain.func()
        tasks.drain.func()
        (later,) = DBTaskResult.objects.all()
        assert later.run_after == ProjectionState.objects.get().next_attempt


@pytest.mark.django_db
class TestVisitors:
    def test_what_is_removed_is_shown_no_more_though_the_server_still_holds_it(self, proxied):
        connection.client_for_writing().indices.refresh(index=mapping.alias())
        assert sorted(found(search())) == ["page:1", "page:2"]
        with transaction.atomic():
            indexing.remove(["page:2"])
        response = search()
        assert (found(response), response.degraded) == (["page:1"], False)

    def test_what_is_saved_is_found_soon_after_the_drain(self, proxied):
        index(document("page:3", "Forêt"))
        assert drain().told == 1
        eventually(lambda: found(search("q=foret")) == ["page:3"], 10)
        assert not search("q=foret").degraded

    def test_an_index_of_another_past_answers_nobody(self, proxied):
        ProjectionState.objects.all().delete()
        indexing.IndexRevision.objects.all().delete()
        indexing.IndexState.objects.update(token="restored")
        response = search("q=eau")
        assert (found(response), response.degraded) == (["page:1"], True)


class TestServerKilled:
    @pytest.fixture
    def killable(self, server_of_our_own, settings, committed, monkeypatch):
        settings.ELASTICSEARCH_URL = [server_of_our_own.url]
        settings.ELASTICSEARCH_INDEX_PREFIX = "tue"
        settings.ELASTICSEARCH_TIMEOUT = 5.0
        monkeypatch.setattr(rebuilding, "_PAUSES", (0.1,))
        server = server_of_our_own
        server.restart()
        index(*(document(f"page:{number}", "Eau") for number in range(600)))
        rebuilding.rebuild()
        believe_again(monkeypatch)
        return server

    def test_during_a_search(self, killable, monkeypatch):
        assert not search("q=eau").degraded
        killable.kill()
        response = search("q=eau")
        assert (response.total, response.degraded) == (600, True)
        killable.restart()
        believe_again(monkeypatch)
        response = search("q=eau")
        assert (response.total, response.degraded) == (600, False)

    def test_during_a_drain(self, killable):
        index(*(document(f"page:{number}", "Rivière") for number in range(600)))
        batches = []

        def kill_at_the_second() -> bool:
            batches.append(1)
            if len(batches) == 2:
                killable.kill()
            return True

        drained = drain(may_go_on=kill_at_the_second)
        assert drained.told == 250
        assert drained.outage
        assert len(outbox.pending()) == 350
        index(document("page:1", "Fleuve"))
        killable.restart()
        drain(eager=True)
        assert held(connection.client_for_writing()) == rows()
        assert differences() == []

    def test_during_a_rebuild(self, killable):
        client = connection.client_for_writing()
        former = indices(client)

        def kill_at_the_first(done: int, _total: int) -> None:
            if done == 500:
                killable.kill()

        with pytest.raises(SearchUnavailable):
            rebuilding.rebuild(kill_at_the_first)
        assert not rebuild_lock.is_running()
        index(document("page:1", "Fleuve"))
        killable.restart()
        # The former index serves, and the outbox makes it equal.
        drain(eager=True)
        assert held(client) == rows()
        assert differences() == []
        assert len(indices(client)) == 2
        rebuilding.rebuild()
        assert len(indices(client)) == 1
        assert indices(client) != former
        assert differences() == []

    def test_and_started_again_empty(self, killable, monkeypatch):
        killable.kill()
        killable.wipe()
        killable.restart()
        believe_again(monkeypatch)
        response = search("q=eau")
        assert (response.total, response.degraded) == (600, True)
        index(document("page:1", "Fleuve"))
        assert drain(eager=True).stale == "le serveur n’a pas l’index"
        assert rebuilding.rebuild().documents == 600
        believe_again(monkeypatch)
        response = search("q=eau")
        assert (response.total, response.degraded) == (599, False)
        assert differences() == []


@pytest.mark.usefixtures("committed")
class TestProcesses:
    """Workers as they are run: processes of their own, on the database of the tests."""

    @pytest.fixture
    def many(self, elastic: Elasticsearch) -> Elasticsearch:
        index(*(document(f"page:{number}", "Eau") for number in range(1_500)))
        rebuilding.rebuild()
        return elastic

    @pytest.fixture
    def environment(self, elastic_url: str, settings) -> dict[str, str]:
        name = str(database_connection.settings_dict["NAME"])
        base = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kb.settings.test",
            "DATABASE_URL": (
                f"sqlite:///{name}" if database_connection.vendor == "sqlite" else f"{base}/{name}"
            ),
            "ELASTICSEARCH_URL": elastic_url,
            "ELASTICSEARCH_INDEX_PREFIX": settings.ELASTICSEARCH_INDEX_PREFIX,
            "ELASTICSEARCH_TIMEOUT": "30",
        }

    def test_two_workers_that_drain_at_once_lose_nothing(self, many, environment):
        index(*(document(f"page:{number}", "Rivière") for number in range(1_500)))
        workers = [start(environment, "drain_search") for _ in range(2)]
        for number in range(40):
            index(document(f"page:{number}", f"Fleuve {number}"))
            with transaction.atomic():
                indexing.remove([f"page:{1_499 - number}"])
        told = [finish(worker) for worker in workers]
        assert [code for code, _ in told] == [0, 0], told
        drain(eager=True)
        assert held(many) == rows()
        assert len(rows()) == 1_460
        assert not IndexChange.objects.exists()
        assert differences() == []

    def test_a_worker_killed_while_it_drains_loses_nothing(self, many, environment):
        for kill in range(3):
            index(*(document(f"page:{number}", f"Eau {kill}") for number in range(1_500)))
            worker = start(environment, "drain_search")
            eventually(lambda: outbox.waiting()[0] < 1_500)
            worker.kill()
            finish(worker)
        drain(eager=True)
        assert held(many) == rows()
        assert differences() == []

    def test_a_rebuild_killed_leaves_the_former_index_and_stops_no_other(self, many, environment):
        (former,) = indices(many)
        rebuild = start(environment, "rebuild_search", "--only=elasticsearch")
        eventually(lambda: len(indices(many)) == 2)
        rebuild.kill()
        finish(rebuild)
        index(document("page:1", "Fleuve"))
        drain(eager=True)
        assert differences() == []
        assert former in indices(many)
        ProjectionState.objects.update(rebuild_until=timezone.now())  # three minutes later
        call_command("rebuild_search", "--only=elasticsearch")
        assert len(indices(many)) == 1
        assert held(many) == rows()
        assert differences() == []

    def test_two_rebuilds_at_once_do_not_cross(self, many, environment):
        both = [start(environment, "rebuild_search", "--only=elasticsearch") for _ in range(2)]
        codes = sorted(finish(one)[0] for one in both)
        assert codes in ([0, 1], [0, 0])  # the second may have begun when the first had ended
        assert len(indices(many)) == 1
        assert differences() == []

    def test_a_thousand_changes_while_a_rebuild_runs(self, many, environment):
        """Saved one by one and drained meanwhile by a worker, to whichever index serves."""
        worker = start(environment, "drain_search", "--watch")
        began = threading.Event()
        counts: list[int] = []

        def save() -> None:
            for number in range(1_000):
                if number % 10 == 9:
                    with transaction.atomic():
                        indexing.remove([f"page:{number}"])
                else:
                    index(document(f"page:{number * 2}", f"Fleuve {number}"))
                if number == 20:
                    began.set()
            database_connection.close()

        saver = threading.Thread(target=save)
        saver.start()
        began.wait(30)
        while saver.is_alive():
            counts.append(rebuilding.rebuild().documents)
        saver.join()
        rebuilding.rebuild()
        worker.terminate()
        code, said = finish(worker)
        assert code == 0, said
        drain(eager=True)
        assert counts
        assert held(many) == rows()
        assert not IndexChange.objects.exists()
        assert differences() == []

    def test_a_worker_that_watches_survives_an_outage_and_stops_when_told(
        self, elastic, elastic_url, environment
    ):
        index(document("page:1", "Eau"))
        rebuilding.rebuild()
        with faulty_proxy(elastic_url) as proxy:
            worker = start(
                {**environment, "ELASTICSEARCH_URL": proxy.url}, "drain_search", "--watch"
            )
            index(document("page:1", "Rivière"))
            eventually(lambda: not outbox.pending())
            proxy.fault = 503
            index(document("page:1", "Fleuve"))
            eventually(lambda: ProjectionState.objects.filter(failures__gte=2).exists())
            proxy.fault = ""
            eventually(lambda: not outbox.pending())
            assert held(elastic) == rows()
            time.sleep(0.5)
            worker.send_signal(signal.SIGTERM)
            code, said = finish(worker)
        assert code == 0
        assert "Elasticsearch ne répond pas" in said
        assert "Tout est rentré dans l’ordre." in said
        assert "Arrêt demandé" in said
        assert said.count("Elasticsearch ne répond pas") == 1


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def believe_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a visitor who comes when the pause after an outage is over."""
    monkeypatch.setattr(engines, "guard", Breaker())
    monkeypatch.setattr(engine, "believed", engine.Believed())
