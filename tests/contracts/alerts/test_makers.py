"""Two clocks at once, and processes that die: one digest, neither none nor two."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.contracts.mail.post_office import post_office
from tests.own_database import ROOT, create, run

MAKER = "tests.contracts.alerts.maker"
MAILMAN = "tests.contracts.mail.mailman"


@pytest.fixture
def database(tmp_path, django_db_setup, django_db_blocker, request):
    """As in production: a worker sends, not whoever makes."""
    with django_db_blocker.unblock():
        environment = create(f"alerts{abs(hash(request.node.name)) % 10_000}", tmp_path)
    return {**environment, "TASKS_IN_DATABASE": "true"}


def start(database, *options: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", MAKER, "make", *options],
        cwd=ROOT,
        env=database,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def both_at_once(database, *options: str) -> list[list]:
    makers = [start(database, *options) for _ in range(2)]
    for maker in makers:
        maker.stdin.write("go\n")
        maker.stdin.flush()
    return [json.loads(maker.communicate(timeout=240)[0]) for maker in makers]


def digests(database) -> dict[str, int]:
    return json.loads(run(database, "-m", MAKER, "count").stdout)


def test_two_clocks_at_once_write_each_digest_once(database):
    run(database, "-m", MAKER, "prepare", "20")
    told = both_at_once(database)
    assert digests(database) == {f"{number}@ys.example": 1 for number in range(20)}
    assert all(what == "alertes envoyées" for share in told for what, _ in share)
    assert sum(many for share in told for _, many in share) == 20


@pytest.mark.postgresql
def test_without_their_lock_two_clocks_write_some_digests_twice(database):
    """That the test above can fail."""
    run(database, "-m", MAKER, "prepare", "20")
    both_at_once(database, "without-lock")
    assert max(digests(database).values()) == 2


def test_a_process_killed_while_it_writes_or_before_it_sends_leaves_one_digest(database):
    run(database, "-m", MAKER, "prepare", "1")
    killed = start(database, "killed-while-writing")
    killed.communicate("go\n", timeout=120)
    assert killed.returncode == -9
    assert digests(database) == {}
    start(database).communicate("go\n", timeout=120)  # it dies before anything is sent
    assert digests(database) == {"0@ys.example": 1}
    with post_office() as office:
        for minutes in ("0", "11"):
            run(database, "-m", MAILMAN, "turn", str(office.port), minutes)
        assert office.recipients == ["0@ys.example"]
        assert office.subjects() == ["1 nouveauté dans vos listes"]
