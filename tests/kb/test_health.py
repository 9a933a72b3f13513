"""/sante/ under real faults: no database, an empty one, a broken index, an old index."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection
from django.test import Client

from search.models import SearchDocument
from search.text.analysis import ANALYSIS_VERSION
from tests.running_site import BASE_DIR, free_port

ASK = """
import django, json
django.setup()
from django.test import Client
answer = Client(headers={"host": "localhost"}).get("/sante/")
print(json.dumps([answer.status_code, answer.json()]))
"""


def ask_on(database: str) -> tuple[int, dict[str, str], str]:
    """Status, states and log of /sante/ in a process of its own that has this database."""
    result = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
            "DATABASE_URL": database,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    status, states = json.loads(result.stdout)
    return status, states, result.stdout + result.stderr


@pytest.mark.django_db
def test_a_site_that_is_well_answers_200_uncached_and_without_a_cookie(client: Client):
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (200, {"base": "ok", "index": "ok"})
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.sqlite
def test_a_database_that_does_not_answer_is_told_without_its_password():
    port = free_port()
    status, states, log = ask_on(f"postgres://reader:s3cret@127.0.0.1:{port}/catalogue")
    assert status == 503
    assert states == {
        "base": "la base de données ne répond pas",
        "index": "inconnu sans la base de données",
    }
    assert "the database does not answer" in log
    assert "s3cret" not in log


@pytest.mark.sqlite
def test_an_empty_database_is_told(tmp_path):
    status, states, _log = ask_on(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert (status, states["base"]) == (503, "la base de données ne répond pas")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_index_that_cannot_be_read_is_told_apart_from_the_database(client: Client):
    table = SearchDocument._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    try:
        answer = client.get("/sante/")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table}_away RENAME TO {table}")
    assert (answer.status_code, answer.json()) == (
        503,
        {"base": "ok", "index": "l’index ne répond pas"},
    )


@pytest.mark.django_db
def test_an_index_of_an_older_analysis_asks_for_a_rebuild(client: Client):
    SearchDocument.objects.create(
        key="essai",
        kind="contrat",
        title="Essai",
        url="/essai/",
        updated="2026-01-01T00:00:00Z",
        digest="0",
        analysis_version=ANALYSIS_VERSION - 1,
        revision=1,
    )
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (
        503,
        {"base": "ok", "index": "l’index date d’une autre version : lancez rebuild_search"},
    )


def test_sante_cannot_be_posted(client: Client):
    assert client.post("/sante/").status_code == 405
