"""How well the search answers judged queries, on the real content and on every engine.

    make relevance
    scripts/with_postgres .venv/bin/python -m scripts.relevance

Prints nDCG at 10, MRR, and the queries that have no answer among the first three with what came
first instead: for the queries that the ranking was tuned on, of which whole questions and sentences
apart, then for those that were held out. On
a temporary SQLite database, or the empty one that DATABASE_URL names; and on Elasticsearch, started
for it unless ELASTICSEARCH_TEST_URL names a server. Ends with 1 when a goal is missed on the former.
The queries, and how they were judged, are in queries.yaml, sentences.yaml and held_out.yaml.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from scripts.elastic_server.cluster import Cluster
from scripts.elastic_server.distribution import ServerProblem
from scripts.elastic_server.leaving import leave_once


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database-only", action="store_true", help="without Elasticsearch")
    parser.add_argument("--details", action="store_true", help="every query below the goal")
    options = parser.parse_args()
    leave_once()
    with tempfile.TemporaryDirectory(prefix="reciprocites-relevance-") as folder:
        _start(folder)
        from scripts.relevance.report import measured

        reached = [measured(_database_name(), details=options.details)]
        if not options.database_only:
            try:
                with _elasticsearch():
                    reached.append(measured("Elasticsearch", details=options.details))
            except ServerProblem as problem:
                print(f"\nElasticsearch : NON MESURÉ, {problem}")
    return int(not all(reached))


def _start(folder: str) -> None:
    """Django on a database of its own, with the real content."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/relevance.sqlite3")
    os.environ["DJANGO_SETTINGS_MODULE"] = "kb.settings.test"
    os.environ["ELASTICSEARCH_URL"] = ""
    import django

    django.setup()
    from django.core.management import call_command

    from contracts.catalogue.communes import load_communes
    from contracts.catalogue.load import load_catalogue
    from home.site import create_tree

    print("Préparation : tables et contenu réel", flush=True)
    call_command("migrate", verbosity=0)
    load_catalogue(create_tree())
    load_communes()


def _database_name() -> str:
    from django.db import connection

    return f"Base de données ({connection.display_name})"


@contextmanager
def _elasticsearch() -> Iterator[None]:
    """The search answered by Elasticsearch, with an index of its own that goes afterwards."""
    if url := os.environ.get("ELASTICSEARCH_TEST_URL", ""):
        with _projected(url):
            yield
        return
    with Cluster() as cluster, _projected(cluster.url):
        yield


@contextmanager
def _projected(url: str) -> Iterator[None]:
    from django.conf import settings

    from search.engines.elastic import connection, mapping, rebuilding

    settings.ELASTICSEARCH_URL = [url]
    settings.ELASTICSEARCH_INDEX_PREFIX = f"pertinence-{secrets.token_hex(6)}"
    settings.ELASTICSEARCH_TIMEOUT = 30.0  # nothing is given up while it is measured
    client = connection.client_for_writing()
    try:
        rebuilding.rebuild()
        client.indices.refresh(index=mapping.alias())
        yield
    finally:
        names = client.indices.get(index=f"{mapping.alias()}*", expand_wildcards="all").body
        if names:
            client.indices.delete(index=list(names))
        settings.ELASTICSEARCH_URL = []


if __name__ == "__main__":
    sys.exit(main())
