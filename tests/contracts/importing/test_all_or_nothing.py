"""An import that is killed writes nothing; of two imports of one file, one wins."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from contracts.editing.importing.models import State
from contracts.editing.importing.plan import Decision
from tests.own_database import ROOT, create, run

IMPORTER = "tests.contracts.importing.importer"
# KILLS=40 in the environment makes the long run.
KILLS = max(1, int(os.environ.get("KILLS", "3")) // 3)


@pytest.fixture
def database(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return create("import", tmp_path_factory.mktemp("import"))


def prepared(database, rows: int, imports: int) -> list[int]:
    told = run(database, "-m", IMPORTER, "prepare", str(rows), str(imports)).stdout
    return list(json.loads(told.splitlines()[-1]))


def result(database) -> dict:
    return dict(json.loads(run(database, "-m", IMPORTER, "result").stdout.splitlines()[-1]))


def importer(database, pk: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", IMPORTER, "write", str(pk)],
        cwd=ROOT,
        env=database,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    process.stdin.write("go\n")
    process.stdin.flush()


@pytest.mark.parametrize("kill", range(KILLS))
def test_an_import_of_5000_rows_killed_in_its_middle_leaves_nothing(database, kill):
    [pk] = prepared(database, 5000, 1)
    process = importer(database, pk)
    go(process)
    for _ in range(25 + 40 * kill):
        assert process.stdout.readline() == "written\n"
    process.kill()
    process.communicate()
    assert process.returncode == -9
    found = result(database)
    nothing = ("pages", "revisions", "tags", "remembered", "history")
    assert {name: found[name] for name in nothing} == dict.fromkeys(nothing, 0)
    assert (found["states"], found["files"]) == ([State.WRITING], [True])
    run(database, "manage.py", "check_search")


def test_of_two_imports_of_one_file_at_once_one_wins_and_the_other_is_told(database):
    processes = [importer(database, pk) for pk in prepared(database, 30, 2)]
    for process in processes:
        go(process)
    for process in processes:
        process.communicate(timeout=240)
    found = result(database)
    assert sorted(found["states"]) == sorted([State.DONE, State.PLANNED])
    loser = found["states"].index(State.PLANNED)
    assert "Rien n’a été importé : depuis le plan, quelqu’un a changé" in found["messages"][loser]
    assert found["messages"][1 - loser] == ""
    assert found["planned"][loser] == [Decision.UNCHANGED] * 30
    assert (found["pages"], found["revisions"], found["history"]) == (30, 30, 30)
