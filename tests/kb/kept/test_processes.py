"""Processes on one database: each keeps its own pages, and sees what the others commit at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.own_database import ROOT, create, run

LISTING = "/territoires/"
CHANGE = "UPDATE home_publisher SET name = '{}'"


class Process:
    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kb.kept.one_process"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, line: str) -> dict[str, Any]:
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def text(self, address: str = LISTING) -> str:
        answer = self.do(f"get {address}")
        assert answer["status"] == 200
        return answer["text"]

    def keeps(self, address: str = LISTING) -> bool:
        """Asked again once: it may just have become midnight in one of the zones of France."""
        return self.do(f"get {address}")["kept"] or self.do(f"get {address}")["kept"]

    def end(self) -> None:
        self._process.communicate(timeout=60)


def made_with_tree(name: str, folder: Path) -> dict[str, str]:
    """The environment of processes on a database of this name, with the site's tree."""
    environment = create(name, folder)
    tree = (
        "import django; django.setup(); from home.site import create_tree; create_tree();"
        "from home.models import Publisher; from wagtail.models import Site;"
        "Publisher.for_site(Site.objects.get())"
    )
    run(environment, "-c", tree)
    return environment


@pytest.fixture(scope="module")
def environment(tmp_path_factory, django_db_setup, django_db_blocker) -> dict[str, str]:
    with django_db_blocker.unblock():
        return made_with_tree("kept", tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def processes(environment) -> Iterator[tuple[Process, Process, Process]]:
    """A reader and two writers."""
    with ExitStack() as running:
        made = tuple(Process(environment) for _ in range(3))
        for process in made:
            running.callback(process.end)
        yield made


def test_what_one_process_commits_is_what_the_others_show_next(processes):
    reader, writer, other = processes
    for number in range(3):
        assert reader.text() == other.text()
        assert reader.keeps()
        writer.do(CHANGE.format(f"Agence {number}"))
        assert f"Agence {number}" in reader.text()
        assert f"Agence {number}" in other.text()


def test_what_is_in_progress_is_not_shown_nor_what_is_rolled_back(processes):
    reader, writer, _ = processes
    writer.do("begin")
    writer.do(CHANGE.format("En cours"))
    assert "En cours" not in reader.text()
    assert "En cours" not in reader.text()
    writer.do("rollback")
    assert "En cours" not in reader.text()
    assert reader.keeps()
    writer.do("begin")
    writer.do(CHANGE.format("Validé"))
    assert "Validé" not in reader.text()
    writer.do("commit")
    assert "Validé" in reader.text()


@pytest.mark.postgresql
@pytest.mark.parametrize("last", ["first", "second"])
def test_of_two_transactions_at_once_neither_waits_and_each_is_seen_when_it_commits(
    processes, last: str
):
    reader, first, second = processes
    first.do("SET lock_timeout = '2s'")
    second.do("SET lock_timeout = '2s'")
    for writer in (first, second):
        writer.do("begin")
    first.do(CHANGE.format(f"Premier {last}"))
    second.do("UPDATE wagtailcore_page SET title = 'Second ' || title WHERE slug = 'aide'")
    early, late = (second, first) if last == "first" else (first, second)
    before = reader.text("/aide/")
    early.do("commit")
    between = reader.text("/aide/")
    assert reader.keeps("/aide/")
    late.do("commit")
    after = reader.text("/aide/")
    assert len({before, between, after}) == 3
    assert reader.keeps("/aide/")


@pytest.mark.postgresql
def test_the_revisions_that_were_left_are_taken_away(processes):
    _, writer, _ = processes
    for number in range(20):
        writer.do(CHANGE.format(f"Agence {number}"))
    answer = writer.do("DO $$ BEGIN ASSERT (SELECT count(*) FROM kept_contentrevision) < 4; END $$")
    assert answer == {}


@pytest.mark.sqlite
@pytest.mark.parametrize("way", ["written over", "put in its place"])
def test_a_back_up_that_is_restored_is_noticed(environment, tmp_path: Path, way: str):
    """The number of changes is the same as before; what they wrote is not."""
    file = Path(environment["DATABASE_URL"].removeprefix("sqlite:///"))
    assert connection.vendor == "sqlite"
    reader, writer = Process(environment), Process(environment)
    try:
        writer.do(CHANGE.format("Avant"))
        shutil.copyfile(file, tmp_path / "saved")
        writer.do(CHANGE.format("Perdu"))
        assert "Perdu" in reader.text()
        assert reader.keeps()
        if way == "written over":
            shutil.copyfile(tmp_path / "saved", file)
        else:
            shutil.move(tmp_path / "saved", file)
        assert "Avant" in reader.text()
        assert "Avant" in writer.text()  # a request, which opens what has taken the place
        writer.do(CHANGE.format("Après"))
        assert "Après" in reader.text()
    finally:
        reader.end()
        writer.end()


@pytest.mark.postgresql
def test_a_back_up_that_is_loaded_with_its_older_revision_is_noticed(processes):
    """As pg_restore --clean does: every table as it was, the revisions too, no trigger firing."""
    reader, writer, _ = processes
    tables = ("home_publisher", "kept_contentrevision")
    writer.do(CHANGE.format("Avant"))
    assert "Avant" in reader.text()
    for table in tables:
        writer.do(f"CREATE TABLE saved_{table} AS SELECT * FROM {table}")
    writer.do(CHANGE.format("Perdu"))
    assert "Perdu" in reader.text()
    assert reader.keeps()
    writer.do("SET session_replication_role = replica")
    writer.do("begin")
    for table in tables:
        writer.do(f"DELETE FROM {table}")
        writer.do(f"INSERT INTO {table} SELECT * FROM saved_{table}")
        writer.do(f"DROP TABLE saved_{table}")
    assert "Perdu" in reader.text()
    writer.do("commit")
    writer.do("SET session_replication_role = DEFAULT")
    assert "Avant" in reader.text()
    writer.do(CHANGE.format("Après"))
    assert "Après" in reader.text()
