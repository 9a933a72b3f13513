"""Databases copied from one that is migrated already: the suite's own, and those of tests whose
processes commit, which are of the same make and apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from wagtail.models import Site

from home.site import create_tree
from tests.database_template import BASE_DIR, FOLDER, alone, digest, kept_file, site_sources

ROOT = BASE_DIR
BARE, WITH_TREE, WITH_CATALOGUE = "bare", "with_tree", "with_catalogue"


class SuiteDatabase:
    """The database of this process: migrated, or with the site's tree, or with the real catalogue.

    Each is copied from a kept database. Tests undo what they do; after one that commits, it is
    copied anew.
    """

    def __init__(self, unblock: Callable[[], AbstractContextManager[None]]) -> None:
        self.name = connection.creation._get_test_db_name()
        self.holds = ""
        self._unblock = unblock
        self._kept: dict[str, str] = {}  # the names of their databases

    def create(self) -> None:
        with self._unblock():
            _copy(_template(), self.name)
            connection.close()
            settings.DATABASES[connection.alias]["NAME"] = self.name
            connection.settings_dict["NAME"] = self.name
            # Nothing to apply; what applications do after it follows the code, not the digest.
            call_command("migrate", verbosity=0, interactive=False)
            self._keep(BARE)
            create_tree()
            self._keep(WITH_TREE)

    def show(self, what: str) -> None:
        if self.holds == what:
            return
        with self._unblock():
            connection.close()
            if what not in self._kept:
                self._kept[what] = catalogue_database()
            _copy(self._kept[what], self.name)
            Site.clear_site_root_paths_cache()
        self.holds = what

    def forget(self) -> None:
        """Somebody committed: what it holds is known no more."""
        self.holds = ""

    def drop(self) -> None:
        with self._unblock():
            connection.close()
            for what in (BARE, WITH_TREE):
                _drop(self._kept[what])
            _drop(self.name)

    def _keep(self, what: str) -> None:
        connection.close()
        self._kept[what] = f"{self.name}_{what}"
        _copy(self.name, self._kept[what])
        self.holds = what


def create(name: str, folder: Path) -> dict[str, str]:
    """The environment of processes on an empty, migrated database of this name.

    One server serves every worker: the name of the worker keeps theirs apart.
    """
    own_name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    address = str(folder / f"{name}.sqlite3") if connection.vendor == "sqlite" else own_name
    _copy(_template(), address)
    return _environment(address)


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python process of the project that must succeed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def catalogue_database() -> str:
    """The name of a database with the real catalogue that nobody is connected to, kept as long as
    nothing that could write it otherwise has changed. Loading it is what costs the most in a suite:
    one process does it for all."""
    return _kept("catalogue", digest(site_sources()), _load_catalogue)


def _template() -> str:
    """A migrated database that nobody is connected to, kept as long as migrations are the same."""
    return _kept("reciprocites", digest(), _migrate)


def _kept(kind: str, fingerprint: str, fill: Callable[[str], None]) -> str:
    """The database of this kind and fingerprint, made once for all processes by `fill`."""
    folder, name = FOLDER / kind, f"{kind}_{fingerprint}"
    if connection.vendor == "sqlite":
        return str(kept_file(folder, name, ".sqlite3", lambda file: fill(str(file))))
    with alone(folder):
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            exists = cursor.fetchone() is not None
        if not exists:
            unfinished = f"{name}_unfinished"
            _drop(unfinished)
            fill(unfinished)
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def _migrate(name: str) -> None:
    if connection.vendor != "sqlite":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    run(_environment(name), "manage.py", "migrate", "--verbosity=0")


def _load_catalogue(name: str) -> None:
    _copy(_template(), name)
    run(_environment(name), "-m", "tests.load_catalogue")


def _environment(name: str) -> dict[str, str]:
    if connection.vendor == "sqlite":
        address = f"sqlite:///{name}"
    else:
        address = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kb.settings.test",
        "DATABASE_URL": address,
    }


def _copy(source: str, target: str) -> None:
    _drop(target)
    if connection.vendor == "sqlite":
        shutil.copyfile(source, target)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
