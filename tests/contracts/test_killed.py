"""Kill -9 during saves and publications: after the restart, the index equals the pages."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
# KILLS=40 in the environment makes the long run; a few are enough for each change.
KILLS = int(os.environ.get("KILLS", "3"))


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup, django_db_blocker):
    """The environment of processes on a database of their own, of the same make as the suite's."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kb.settings.test"}
    if connection.vendor == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{tmp_path_factory.mktemp('killed')}/db.sqlite3"
    else:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS killed")
            cursor.execute("CREATE DATABASE killed")
        base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        environment["DATABASE_URL"] = f"{base}/killed"
    run(environment, "manage.py", "migrate", "--verbosity=0")
    run(environment, "-m", "tests.contracts.killed_writer", "prepare")
    return environment


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.mark.parametrize("mode", ["admin", "scheduled"])
def test_after_many_kills_the_index_equals_the_pages(database, tmp_path, mode):
    chance = random.Random(2016)  # noqa: S311 - moments to kill at, the same each time
    for kill in range(KILLS):
        errors = (tmp_path / f"errors-{kill}.txt").open("w+")
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.contracts.killed_writer", mode],
            cwd=ROOT,
            env=database,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        with writer, errors:
            try:
                begun = writer.stdout.readline()
                writer.wait(timeout=chance.uniform(0.0, 1.5))
            except subprocess.TimeoutExpired:
                pass
            finally:
                writer.kill()
            writer.wait()
            errors.seek(0)
            assert writer.returncode == -9, errors.read()
            assert begun.strip().isdecimal(), "the writer was to be killed while it wrote"
        run(database, "manage.py", "check_search")
