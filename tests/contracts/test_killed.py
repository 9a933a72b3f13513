"""Kill -9 during saves and publications: after the restart, the index equals the pages."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest

from tests.own_database import ROOT, create, run

# KILLS=40 in the environment makes the long run; a few are enough for each change.
KILLS = int(os.environ.get("KILLS", "3"))


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup, django_db_blocker):
    """The environment of processes on a database of their own, of the same make as the suite's."""
    with django_db_blocker.unblock():
        environment = create("killed", tmp_path_factory.mktemp("killed"))
    run(environment, "-m", "tests.contracts.killed_writer", "prepare")
    return environment


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
