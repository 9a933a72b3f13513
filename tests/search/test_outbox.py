"""What is recorded for Elasticsearch, and when: no server is needed for it."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from search.index import documents, indexing, outbox
from search.models import IndexChange, IndexState, SearchDocument
from tests.search.factories import document, index
from tests.search.test_indexing import Source, in_thread


@pytest.fixture
def switched_on(settings) -> None:
    # Nothing listens there, and nothing of what follows may ask it.
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]


@pytest.fixture
def drains(monkeypatch) -> list[bool]:
    """One item for each drain asked for: whether its transaction was over."""
    asked: list[bool] = []
    monkeypatch.setattr(outbox, "_drainers", [])
    outbox.call_after_commit(lambda: asked.append(not connection.in_atomic_block))
    return asked


def recorded() -> list[tuple[str, int]]:
    return list(IndexChange.objects.order_by("id").values_list("key", "version"))


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_each_document_changed_or_removed_is_recorded_with_the_revision_that_did_it():
    index(document("page:1", "Eau"), document("page:2", "Bois"))
    index(document("page:1", "Eau"), document("page:2", "Forêt"))
    with transaction.atomic():
        indexing.remove(["page:1", "page:9"])
    start = IndexState.objects.get().revision - 3
    assert recorded() == [
        ("page:1", start + 1),
        ("page:2", start + 1),
        ("page:2", start + 2),
        ("page:1", start + 3),
    ]


@pytest.mark.django_db
def test_nothing_is_recorded_without_elasticsearch():
    index(document("page:1", "Eau"))
    assert recorded() == []


@pytest.mark.usefixtures("switched_on", "committed")
def test_a_transaction_rolled_back_leaves_nothing_to_tell():
    with transaction.atomic():
        indexing.put(document("page:1", "Eau"))
        assert len(recorded()) == 1
        transaction.set_rollback(True)
    assert recorded() == []


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
def test_a_rebuild_from_the_sources_records_what_it_writes_and_removes():
    index(document("page:1", "Eau"), document("page:2", "Vieux"))
    IndexChange.objects.all().delete()
    documents.register(Source(document("page:1", "Eau"), document("page:3", "Nouveau")))
    indexing.rebuild()
    assert [key for key, _ in recorded()] == ["page:3", "page:2"]


@pytest.mark.django_db
def test_the_identity_is_drawn_once_while_elasticsearch_is_on(settings):
    assert outbox.identity() == ""
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    index(document("page:1", "Eau"))
    first = outbox.identity()
    index(document("page:1", "Bois"))
    assert len(first) == 32
    assert outbox.identity() == first


@pytest.mark.django_db
def test_a_write_while_elasticsearch_is_off_draws_the_identity_anew(settings):
    """Switched off, edited, switched on: its index must not pass for the state of this database."""
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    index(document("page:1", "Eau"))
    before = outbox.identity()
    settings.ELASTICSEARCH_URL = []
    index(document("page:1", "Eau"))
    assert outbox.identity() == before  # nothing was written
    index(document("page:1", "Bois"))
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    assert outbox.identity() not in {before, ""}


@pytest.mark.usefixtures("switched_on", "committed")
def test_one_drain_is_asked_for_after_each_transaction_that_changed_something(drains):
    with transaction.atomic():
        for number in range(3):
            indexing.put(document(f"page:{number}", "Eau"))
        with transaction.atomic():
            indexing.put(document("page:9", "Bois"))
            transaction.set_rollback(True)
        assert drains == []
    assert drains == [True]
    index(document("page:1", "Eau"))
    assert drains == [True]
    index(document("page:1", "Bois"))
    assert drains == [True, True]


@pytest.mark.usefixtures("switched_on", "committed")
def test_a_change_after_one_that_was_rolled_back_asks_for_a_drain(drains):
    with transaction.atomic():
        with transaction.atomic():
            indexing.put(document("page:1", "Eau"))
            transaction.set_rollback(True)
        indexing.put(document("page:2", "Bois"))
    assert drains == [True]


@pytest.mark.usefixtures("switched_on", "committed")
def test_a_drain_that_cannot_be_asked_for_never_fails_the_save(monkeypatch, caplog):
    def broken() -> None:
        raise ConnectionError("no queue")

    monkeypatch.setattr(outbox, "_drainers", [broken])
    with caplog.at_level(logging.CRITICAL):
        index(document("page:1", "Eau"))
    assert SearchDocument.objects.filter(key="page:1").exists()
    assert [key for key, _ in recorded()] == ["page:1"]


@pytest.mark.postgresql
@pytest.mark.usefixtures("switched_on", "committed")
def test_a_change_committed_late_under_a_lower_number_is_not_missed():
    """Rows of the outbox are numbered when written and seen when committed; on SQLite one
    transaction at a time writes."""
    has_written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            IndexChange.objects.create(key="page:1", version=1)
            has_written.set()
            may_commit.wait(5)
        connection.close()

    def quick() -> None:
        has_written.wait(5)
        IndexChange.objects.create(key="page:2", version=2)
        assert [one.key for one in outbox.due(10)] == ["page:2"]
        outbox.acknowledge({"page:2": 2}, keep=False)
        may_commit.set()
        connection.close()

    in_thread(slow, quick)
    assert [one.key for one in outbox.due(10)] == ["page:1"]


@pytest.mark.django_db
class TestAcknowledging:
    def test_forgets_the_changes_up_to_the_version_sent_and_no_later_one(self):
        changes((1, "page:1"), (2, "page:2"), (3, "page:1"), (4, "page:1"))
        outbox.acknowledge({"page:1": 3}, keep=False)
        assert recorded() == [("page:2", 2), ("page:1", 4)]

    def test_forgets_what_was_put_aside_when_a_later_version_is_taken(self):
        changes((1, "page:1"), (2, "page:1"))
        IndexChange.objects.filter(version=1).update(parked=True, refusal="trop long")
        outbox.acknowledge({"page:1": 2}, keep=False)
        assert outbox.parked() == []
        assert recorded() == []

    def test_keeps_what_was_sent_while_a_rebuild_goes_on(self):
        changes((1, "page:1"), (2, "page:2"))
        outbox.acknowledge({"page:1": 1}, keep=True)
        assert [one.key for one in outbox.due(10)] == ["page:2"]
        assert [key for _, key, _ in outbox.since(0)] == ["page:1", "page:2"]
        assert outbox.requeue() == 1
        assert [one.key for one in outbox.due(10)] == ["page:1", "page:2"]


@pytest.mark.django_db
class TestRefusing:
    def test_a_document_refused_waits_longer_each_time_and_is_put_aside_at_the_fifth(self):
        changes((1, "page:1"), (2, "page:2"))
        delays = []
        for _ in range(outbox.MAX_ATTEMPTS):
            assert outbox.parked() == []
            (change,) = [one for one in outbox.due(10) if one.key == "page:1"]
            outbox.refused(change, "champ inconnu")
            assert [one.key for one in outbox.due(10)] == ["page:2"]
            row = IndexChange.objects.get(key="page:1")
            delays.append(round((row.next_attempt - timezone.now()).total_seconds()))
            IndexChange.objects.update(next_attempt=timezone.now() - timedelta(seconds=1))
        assert delays == [10, 40, 160, 640, 2560]
        assert outbox.parked() == [outbox.Parked("page:1", "champ inconnu")]
        assert [one.key for one in outbox.due(10)] == ["page:2"]

    def test_two_workers_refused_at_once_count_one_attempt(self):
        changes((1, "page:1"))
        (change,) = outbox.due(10)
        outbox.refused(change, "champ inconnu")
        outbox.refused(change, "champ inconnu")
        assert IndexChange.objects.get().attempts == 1

    def test_a_worker_that_comes_late_with_its_refusal_sets_nothing_back(self):
        changes((1, "page:1"))
        (late,) = outbox.due(10)
        IndexChange.objects.update(attempts=4, parked=False)
        outbox.refused(late, "champ inconnu")
        assert IndexChange.objects.get().attempts == 4

    @pytest.mark.usefixtures("switched_on")
    def test_a_later_change_gives_the_document_a_new_chance(self):
        changes((1, "page:1"))
        IndexChange.objects.update(parked=True, attempts=outbox.MAX_ATTEMPTS)
        assert outbox.due(10) == []
        index(document("page:1", "Eau"))
        assert [(one.key, one.attempts) for one in outbox.due(10)] == [("page:1", 0)]

    def test_what_was_put_aside_can_be_tried_again(self):
        changes((1, "page:1"))
        IndexChange.objects.update(parked=True, attempts=outbox.MAX_ATTEMPTS)
        assert outbox.retry_parked() == 1
        assert [(one.key, one.attempts) for one in outbox.due(10)] == [("page:1", 0)]


@pytest.mark.django_db
def test_what_waits_is_counted_with_its_age():
    assert outbox.waiting() == (0, None)
    changes((1, "page:1"), (2, "page:2"), (3, "page:3"))
    IndexChange.objects.filter(key="page:3").update(parked=True)
    count, oldest = outbox.waiting()
    assert count == 2
    assert oldest == IndexChange.objects.get(key="page:1").recorded
    assert outbox.pending(["page:1", "page:3", "page:9"]) == {"page:1", "page:3"}


def changes(*given: tuple[int, str]) -> None:
    for version, key in given:
        IndexChange.objects.create(key=key, version=version)
