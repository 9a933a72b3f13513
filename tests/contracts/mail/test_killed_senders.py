"""Processes that die while they send, and processes that send at the same time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from tests.contracts.mail.post_office import post_office
from tests.own_database import ROOT, create, run

MAILMAN = "tests.contracts.mail.mailman"


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        environment = create("mailkilled", tmp_path_factory.mktemp("mailkilled"))
    prepare(environment, 0, 0)
    return environment


@pytest.fixture
def office():
    with post_office() as office:
        yield office


def prepare(database, first: int, count: int) -> None:
    """So many people registered, and no worker that sends their mail."""
    without_worker = {**database, "TASKS_IN_DATABASE": "true"}
    run(without_worker, "-m", MAILMAN, "prepare", str(first), str(count))


def start(database, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", MAILMAN, *arguments],
        cwd=ROOT,
        env=database,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def turn(database, office, *, minutes: int) -> None:
    run(database, "-m", MAILMAN, "turn", str(office.port), str(minutes))


def test_a_process_killed_between_the_commit_and_the_mail_leaves_the_mail_to_the_clock(
    database, office
):
    process = start(database, "register", str(office.port))
    office.on_hello = process.kill
    assert process.communicate(timeout=120)[0] == ""
    assert process.returncode == -9
    assert office.recipients == []
    office.on_hello = lambda: None
    turn(database, office, minutes=11)
    assert office.recipients == ["ada@ys.example"]
    turn(database, office, minutes=30)
    assert office.recipients == ["ada@ys.example"]


def test_a_process_killed_between_the_server_s_word_and_ours_sends_twice_under_one_identity(
    database, office
):
    prepare(database, 100, 1)
    process = start(database, "send", str(office.port))
    office.on_message = process.kill
    process.communicate("go\n", timeout=120)
    assert process.returncode == -9
    office.on_message = lambda: None
    turn(database, office, minutes=0)
    assert office.recipients == ["100@ys.example"]  # somebody may still be sending it
    turn(database, office, minutes=11)
    assert office.recipients == ["100@ys.example", "100@ys.example"]
    first, second = office.received
    assert first["Message-ID"] == second["Message-ID"]


def test_two_senders_at_once_send_each_mail_once(database, office):
    prepare(database, 0, 60)
    senders = [start(database, "send", str(office.port)) for _ in range(2)]
    for sender in senders:
        assert sender.stdout.readline() == "ready\n"
    shares = []
    for sender in senders:
        sender.stdin.write("go\n")
        sender.stdin.flush()
    for sender in senders:
        shares.append(int(sender.communicate(timeout=240)[0]))
        assert sender.returncode == 0
    assert sum(shares) == 60
    assert min(shares) > 0
    assert Counter(office.recipients) == {f"{number}@ys.example": 1 for number in range(60)}
