"""How fast the site is at 100, 10 000 and 100 000 fiches, beside the usual Wagtail way.

    make bench
    python -m scripts.bench [--sizes 100 10000 100000]

On a temporary SQLite database, or the empty database that DATABASE_URL names. Prints medians in
milliseconds, and ratios measured in the same run: a ratio above 1 says how many times slower the
Wagtail way is. Ceilings and goals are those of docs/measurements.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter
from typing import Any

from scripts import bench_search

ROUNDS = 20
WAGTAIL_SECONDS = 60  # the Wagtail way takes seconds a search from 10 000 fiches up
CONTRACT = "/contrats/brest-metropole-centre-ouest-bretagne/"
PAGES = (
    ("fiche de contrat", CONTRACT),
    ("liste des contrats", "/contrats/"),
    ("liste, page 2, filtrée", "/contrats/?statut=signe&page=2"),
    ("recherche", "/recherche/?q=eau"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=bench_search.SIZES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _start(folder)
        for size in options.sizes:
            say(f"\n{size} fiches")
            ours = bench_search.measured(size)
            say_search(ours)
            _index_the_real_content()
            measure_pages()
            wagtail = wagtail_way(size)
            say(
                f"  à la manière de Wagtail : indexation {wagtail['index_s']:.1f} s, "
                f"{wagtail['searches']:.0f} des 200 recherches"
            )
            # Too few of its searches fit into the time they get for anything but a median.
            theirs = wagtail["p50"]
            say(
                f"  recherche et 8 facettes p50 : {theirs:.1f} ms, "
                f"soit × {theirs / ours.search_p50_ms:.1f}"
            )
            bench_search.empty_index()


def _start(folder: str) -> None:
    """Django on a database of its own, with the tables, the tree and the real content."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ["DJANGO_SETTINGS_MODULE"] = "kb.settings.test"
    os.environ["STATIC_ROOT"] = folder
    import django
    from django.conf import settings

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "scripts.wagtail_bench"]
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from contracts.catalogue.load import load_catalogue
    from home.site import create_tree
    from scripts.wagtail_bench.models import BenchFiche

    say("Préparation : tables et contenu réel")
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(BenchFiche)
    load_catalogue(create_tree())
    bench_search.register_facets()
    bench_search.empty_index()


def _index_the_real_content() -> None:
    from django.db import transaction

    from search.index.documents import sources
    from search.index.indexing import put_many

    with transaction.atomic():
        for source in sources():
            put_many(source.documents())


def measure_pages() -> None:
    """Server time and number of queries of whole pages, among as many fiches."""
    from django.db import connection
    from django.test import Client

    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    client = Client()
    for name, address in PAGES:
        client.get(address)  # what is read once and kept is not counted
        asked.clear()
        with connection.execute_wrapper(count):
            response = client.get(address)
        if response.status_code != 200:
            sys.exit(f"{address} answers {response.status_code}")
        times = timed(lambda address=address: client.get(address), ROUNDS)
        say(f"  {name} : {statistics.median(times):.0f} ms, {len(asked)} requêtes")


def wagtail_way(size: int) -> dict[str, float]:
    """Index the same documents in Wagtail's database backend; the same searches through it."""
    from wagtail.search.backends import get_search_backend

    from scripts.wagtail_bench.models import FILTERS, BenchFiche

    names = list(bench_search.FACETS)
    BenchFiche.objects.all().delete()
    BenchFiche.objects.bulk_create(
        (
            BenchFiche(
                title=document.title,
                summary=document.summary,
                body=document.body,
                **{
                    ours: document.facets[theirs][0]
                    for ours, theirs in zip(FILTERS, names, strict=True)
                },
            )
            for document in bench_search.documents(size)
        ),
        batch_size=500,
    )
    backend = get_search_backend()
    started = perf_counter()
    rows = BenchFiche.objects.order_by("pk")
    for start in range(0, size, 1000):
        backend.add_bulk(BenchFiche, list(rows[start : start + 1000]))
    indexed = perf_counter() - started
    times: list[float] = []
    for address in bench_search.addresses():
        times += timed(lambda address=address: _wagtail_search(address), 1)
        if sum(times) > WAGTAIL_SECONDS * 1000 and len(times) > 2:
            break
    return {
        "index_s": indexed,
        "searches": len(times),
        "p50": statistics.median(times),
    }


def _wagtail_search(address: str) -> Any:
    """The first page, the count, and the eight facets."""
    from django.http import QueryDict
    from wagtail.search.backends import get_search_backend

    from scripts.wagtail_bench.models import FILTERS, BenchFiche

    asked = QueryDict(address)
    fields = dict(zip(bench_search.FACETS, FILTERS, strict=True))
    filters = {fields[name]: asked[name] for name in asked if name != "q"}
    rows = BenchFiche.objects.filter(**filters)
    found = get_search_backend().search(asked["q"], rows, operator="and")
    return list(found[:12]), found.count(), [found.facet(name) for name in FILTERS]


def timed(action: Callable[[], Any], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    times = []
    for _ in range(rounds):
        started = perf_counter()
        action()
        times.append((perf_counter() - started) * 1000)
    return times


def say_search(measure: bench_search.Measure) -> None:
    say(f"  indexation {measure.index_seconds} s, {measure.size_mb} Mo")
    say(
        f"  recherche et 8 facettes : p50 {measure.search_p50_ms} ms, "
        f"p95 {measure.search_p95_ms} ms ({measure.hits_median} résultats en médiane)"
    )
    say(f"  mise à jour d’une fiche : {measure.update_p50_ms} ms")


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
