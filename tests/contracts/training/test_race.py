"""A crowd at the door: exactly as many seats as there are, in the order of the lock."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from contracts.training.models import Status
from tests.own_database import ROOT, create, run

CROWD = "tests.contracts.training.crowd"


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        environment = create("race", tmp_path_factory.mktemp("race"))
    # As in production: whoever registers does not send the mail, a worker does.
    return {**environment, "TASKS_IN_DATABASE": "true"}


@pytest.fixture(scope="module")
def sessions(database) -> list[str]:
    """Two sessions of 20 seats."""
    return run(database, "-m", CROWD, "prepare", "20", "2").stdout.split()


def crowd(
    database, page: str, *options: str, people: int, processes: int = 5, connections: int = 10
) -> tuple[list[str], dict]:
    """(errors, what is in the database) once all have registered at the same time."""
    share = people // processes
    running = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", CROWD, "register", page),
                *(str(one) for one in (number * share, share, connections)),
                *options,
            ],
            cwd=ROOT,
            env=database,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [
        error for process in running for error in json.loads(process.communicate(timeout=240)[0])
    ]
    return errors, json.loads(run(database, "-m", CROWD, "result", page).stdout)


@pytest.mark.postgresql
def test_a_thousand_people_on_50_connections_get_the_20_seats_and_the_waiting_list(
    database, sessions
):
    errors, found = crowd(database, sessions[0], people=1000)
    assert errors == []
    assert found == {
        "order": [Status.CONFIRMED] * 20 + [Status.WAITING],
        Status.CONFIRMED: 20,
        Status.WAITING: 980,
    }


@pytest.mark.postgresql
def test_without_the_lock_the_same_crowd_meets_errors_or_takes_too_many_seats(database, sessions):
    errors, found = crowd(database, sessions[1], "without-lock", people=1000)
    assert errors or found[Status.CONFIRMED] > 20


@pytest.mark.sqlite
def test_fifty_people_at_once_on_a_file_of_sqlite_get_the_20_seats(database, sessions):
    errors, found = crowd(database, sessions[0], people=50)
    assert errors == []
    assert found == {
        "order": [Status.CONFIRMED] * 20 + [Status.WAITING],
        Status.CONFIRMED: 20,
        Status.WAITING: 30,
    }
