"""How well the search answers judged queries, on the real content and on every engine.

    make relevance
    scripts/with_postgres .venv/bin/python scripts/relevance.py

Prints nDCG at 10, MRR, and the queries that have no answer among the first three with what came
first instead: for the queries that the ranking was tuned on, then for those that were held out. On
a temporary SQLite database, or the empty one that DATABASE_URL names; and on Elasticsearch, started
for it unless ELASTICSEARCH_TEST_URL names a server. Ends with 1 when a goal is missed on the former.
The queries, and how they were judged, are in tests/relevance/queries.yaml and held_out.yaml.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from elastic_server.cluster import Cluster
from elastic_server.distribution import ServerProblem
from elastic_server.leaving import leave_once

if TYPE_CHECKING:
    from tests.relevance.reader import Seen

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

GOAL = 0.95
SHOWN_INSTEAD = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database-only", action="store_true", help="without Elasticsearch")
    parser.add_argument("--details", action="store_true", help="every query below the goal")
    options = parser.parse_args()
    leave_once()
    with tempfile.TemporaryDirectory(prefix="reciprocites-relevance-") as folder:
        _start(folder)
        reached = [_measured(_database_name(), details=options.details)]
        if not options.database_only:
            try:
                with _elasticsearch():
                    reached.append(_measured("Elasticsearch", details=options.details))
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

    from contracts.catalogue.load import load_catalogue
    from home.site import create_tree

    print("Préparation : tables et contenu réel", flush=True)
    call_command("migrate", verbosity=0)
    load_catalogue(create_tree())


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


def _measured(engine: str, *, details: bool) -> bool:
    """Ask every query and tell what was reached: whether both goals were, where it was tuned."""
    from tests.relevance.judgments import HELD_OUT, TUNED, load
    from tests.relevance.reader import mean_ndcg, read

    tuned = [read(judged) for judged in load(TUNED)]
    _tell(f"{engine}, requêtes qui ont servi au réglage", tuned, details=details)
    held_out = [read(judged) for judged in load(HELD_OUT)]
    _tell(f"{engine}, requêtes mises à part", held_out, details=details)
    return mean_ndcg(tuned) >= GOAL and all(one.is_answered for one in tuned)


def _tell(title: str, seen: list[Seen], *, details: bool) -> None:
    from tests.relevance.reader import mean_ndcg, mean_reciprocal_rank

    failures = [one for one in seen if not one.is_answered]
    print(
        f"\n{title} : {len(seen)}\n"
        f"  nDCG@10 {mean_ndcg(seen):.3f} (but : {GOAL}), MRR {mean_reciprocal_rank(seen):.3f}, "
        f"{len(failures)} sans réponse parmi les trois premières (but : aucune)"
    )
    _tell_kinds(seen)
    for one in failures:
        _tell_failure(one)
    if details:
        for one in sorted(seen, key=lambda one: one.ndcg):
            if one.ndcg < GOAL and one.is_answered:
                _tell_order(one)


def _tell_kinds(seen: list[Seen]) -> None:
    from tests.relevance.reader import mean_ndcg

    kinds: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        kinds[one.judged.kind].append(one)
    for kind, ones in kinds.items():
        answered = sum(one.is_answered for one in ones)
        print(f"  {kind:<14} nDCG@10 {mean_ndcg(ones):.3f}, {answered}/{len(ones)} avec réponse")


def _tell_failure(one: Seen) -> None:
    first = ", ".join(one.addresses[:SHOWN_INSTEAD]) or "rien"
    print(f"  SANS RÉPONSE « {one.judged.q} » : {first}\n    au lieu de {', '.join(one.answers)}")


def _tell_order(one: Seen) -> None:
    print(f"  {one.ndcg:.2f} « {one.judged.q} » ({one.results} résultats)")
    for page in one.addresses[:10]:
        print(f"       {one.judged.grades.get(page, '·')} {page}")


if __name__ == "__main__":
    sys.exit(main())
