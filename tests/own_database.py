"""A database for tests whose processes commit: of the same make as the suite's, and apart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def create(name: str, folder: Path) -> dict[str, str]:
    """The environment of processes on an empty, migrated database of this name."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kb.settings.test"}
    if connection.vendor == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{folder}/{name}.sqlite3"
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
        base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        environment["DATABASE_URL"] = f"{base}/{name}"
    run(environment, "manage.py", "migrate", "--verbosity=0")
    return environment


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python process of the project that must succeed."""
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
