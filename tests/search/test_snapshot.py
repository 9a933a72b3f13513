"""What a process remembers of the index is never wrong: writes, rollbacks, other processes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from search.engines import index_reader
from search.engines.database import DatabaseEngine
from search.index import indexing, snapshot
from search.index.documents import Document
from search.index.snapshot import SnapshotCache, slot_flags, slot_list, slot_set
from search.models import IndexRevision, IndexState, SearchDocument
from tests.search.engine_contract import asking
from tests.search.factories import document, found, index, search
from tests.search.test_indexing import in_thread

ROOT = Path(__file__).resolve().parents[2]


@given(st.sets(st.integers(0, 300)), st.integers(301, 400))
def test_a_set_of_slots_gives_back_its_slots(slots: set[int], size: int):
    assert slot_list(slot_set(slots, size), size) == sorted(slots)
    assert [slot for slot, flag in enumerate(slot_flags(slot_set(slots, size), size)) if flag] == (
        sorted(slots)
    )


def test_the_empty_set_of_an_empty_index():
    assert (slot_set((), 0), slot_flags(0, 0), slot_list(0, 0)) == (0, b"", [])


def queries_of_a_search() -> int:
    with CaptureQueriesContext(connection) as captured:
        search("q=eau")
    return len(captured)


@pytest.mark.usefixtures("committed")
def test_a_search_when_nothing_changed_costs_three_queries():
    index(*(document(f"page:{one}", "Eau", facets={"theme": ("eau",)}) for one in range(30)))
    search()
    assert queries_of_a_search() == 3  # what matches, the scores, the rows shown
    index(document("page:3", "Eau douce"))
    assert queries_of_a_search() == 5  # and what changed since
    assert queries_of_a_search() == 3


@pytest.mark.usefixtures("committed")
def test_after_any_writes_and_rollbacks_counts_are_those_of_the_documents():
    chance = random.Random(4)  # noqa: S311
    present: dict[str, Document] = {}
    for step in range(150):
        after = dict(present)
        with transaction.atomic():
            for _ in range(chance.randrange(1, 4)):
                key = f"page:{chance.randrange(12)}"
                if chance.random() < 0.3:
                    indexing.remove([key])
                    after.pop(key, None)
                else:
                    themes = tuple(chance.sample(["a", "b", "c", "d"], k=2))
                    after[key] = document(key, f"Eau {step}", facets={"theme": themes})
                    indexing.put(after[key])
                if chance.random() < 0.2:
                    assert search("q=eau").total == len(after)
            undone = chance.random() < 0.2
            transaction.set_rollback(undone)
        present = present if undone else after
        if chance.random() < 0.3:
            continue  # several changes are then taken at once
        request = asking("eau" if step % 2 else "", filters={"theme": ("a", "c")})
        result = DatabaseEngine().match(request)
        assert sorted(result.keys) == sorted(
            key for key, one in present.items() if {"a", "c"} & set(one.facets["theme"])
        )
        assert result.counts["theme"] == Counter(
            code for one in present.values() for code in one.facets["theme"]
        )


@pytest.mark.usefixtures("committed")
def test_a_revision_of_the_same_number_after_a_rollback_is_not_mistaken_for_it():
    index(document("page:1", "Eau", facets={"theme": ("eau",)}))
    search()
    with transaction.atomic():
        indexing.put(document("page:1", "Eau", facets={"theme": ("bois",)}))
        assert DatabaseEngine().match(asking()).counts["theme"] == {"bois": 1}
        transaction.set_rollback(True)
    index(document("page:1", "Eau", facets={"theme": ("alim",)}))
    assert DatabaseEngine().match(asking()).counts["theme"] == {"alim": 1}


@pytest.mark.usefixtures("committed")
def test_a_search_in_a_transaction_that_is_rolled_back_costs_the_others_nothing():
    index(document("page:1", "Eau"))
    search()
    with transaction.atomic():
        indexing.put(document("page:2", "Eau"))
        assert search("q=eau").total == 2
        transaction.set_rollback(True)
    assert queries_of_a_search() == 3


@pytest.mark.usefixtures("committed")
def test_a_write_between_the_match_and_the_counts_makes_the_search_begin_again(monkeypatch):
    index(document("page:1", "Eau", facets={"theme": ("eau",)}))

    class Interrupted(SnapshotCache):
        writes = 0

        def at(self, *place):
            if not self.writes:
                self.writes = 1
                in_thread(self.write)
            return super().at(*place)

        def write(self):
            index(document("page:2", "Eau", facets={"theme": ("eau",)}))
            connection.close()

    monkeypatch.setattr(index_reader, "_snapshots", Interrupted())
    result = DatabaseEngine().match(asking("eau"))
    assert result.total == 2
    assert result.counts["theme"] == {"eau": 2}


@pytest.mark.usefixtures("committed")
def test_a_database_restored_from_a_backup_is_read_anew():
    index(document("page:1", "Eau", facets={"theme": ("eau",)}))
    index(document("page:1", "Eau", facets={"theme": ("bois",)}))
    search()
    # As if an older copy had been put back, then written to: same number, another history.
    IndexState.objects.update(token="another")
    IndexRevision.objects.filter(number=IndexState.objects.get().revision).update(token="another")
    SearchDocument.objects.update(facets={"type": ["contrat"], "theme": ["alim"]})
    assert DatabaseEngine().match(asking()).counts["theme"] == {"alim": 1}


@pytest.mark.usefixtures("committed")
def test_a_process_that_missed_too_many_revisions_reads_everything(monkeypatch):
    monkeypatch.setattr(indexing, "KEPT_REVISIONS", 2)
    index(document("page:1", "Eau"), document("page:2", "Eau"))
    search()
    with transaction.atomic():
        indexing.remove(["page:2"])
    for number in range(5):
        index(document("page:1", f"Eau {number}"))
    assert found(search("q=eau")) == ["page:1"]


@pytest.mark.usefixtures("committed")
def test_dead_slots_do_not_pile_up(monkeypatch):
    monkeypatch.setattr(snapshot, "_DEAD", 0.5)
    for number in range(60):
        index(document("page:1", f"Eau {number}", facets={"theme": ("eau",)}))
        assert search("q=eau").total == 1
    held = engine_snapshots()
    assert [len(one.slots) for one in held] == [1]
    assert all(one.size <= 4 for one in held)


def engine_snapshots() -> list[snapshot.Snapshot]:
    return list(index_reader._snapshots._snapshots.values())


@pytest.mark.usefixtures("committed")
def test_what_another_thread_commits_is_in_the_next_search():
    index(document("page:1", "Eau"))
    search()

    def write() -> None:
        index(document("page:2", "Eau", facets={"theme": ("eau",)}))
        connection.close()

    in_thread(write)
    assert sorted(found(search("q=eau"))) == ["page:1", "page:2"]
    assert DatabaseEngine().match(asking()).counts["theme"] == {"eau": 1}


@pytest.mark.usefixtures("committed")
def test_threads_that_search_while_others_write_always_count_one_moment():
    """Each write moves all the documents to another theme: a search must never see two."""
    keys = [f"page:{number}" for number in range(8)]

    def put(theme: str) -> None:
        with transaction.atomic():
            indexing.put_many(document(key, "Eau", facets={"theme": (theme,)}) for key in keys)

    put("t0")
    faults: list[object] = []

    def write() -> None:
        for number in range(30):
            put(f"t{number}")
        connection.close()

    def read() -> None:
        for number in range(60):
            result = DatabaseEngine().match(asking("eau" if number % 2 else ""))
            if result.total != 8 or list(result.counts["theme"].values()) != [8]:
                faults.append(result)
        connection.close()

    in_thread(write, read, read, read)
    assert faults == []


@pytest.mark.usefixtures("committed")
def test_what_another_process_commits_is_in_the_next_search():
    index(document("page:1", "Eau", facets={"theme": ("eau",)}), document("page:2", "Bois"))
    assert search("q=eau").total == 1
    subprocess.run(
        [sys.executable, "-c", _OTHER_PROCESS],
        check=True,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
        timeout=60,
    )
    assert found(search("q=eau")) == ["page:3"]
    assert DatabaseEngine().match(asking()).counts["theme"] == {"bois": 1}


_OTHER_PROCESS = """
import django
django.setup()
from django.db import transaction
from tests.search.factories import document
from search.index.indexing import put, remove
with transaction.atomic():
    put(document("page:3", "L’eau", facets={"theme": ("bois",)}))
    remove(["page:1"])
"""


def database_url() -> str:
    """The address of the database of the tests, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return (
        f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}"
        f"/{values['NAME']}"
    )
