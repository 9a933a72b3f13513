"""How fast search is: index, search with eight facets, update of one document.

    python -m scripts.bench_search [--sizes 100 10000 100000] [--json]

Measures a database of its own: a temporary SQLite file, or the empty PostgreSQL database that
DATABASE_URL names. The documents are drawn for the bench alone, always the same ones: words by
Zipf's law among 30 000, eight facets of one to three values each.

`measured(size)` can be imported by a bench that compares it with another search of the same
documents: `documents(size)` and `addresses()` give what is indexed and what is asked.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

from search.index.documents import Document

SIZES = (100, 10_000, 100_000)
QUERIES = 200
VOCABULARY = 30_000
FREQUENT = 300  # readers ask for what is written about
WORDS = 66  # of a document, without its title
# The number of values of each facet: from a handful of kinds to many territories.
FACETS = {
    "b-type": 7, "b-theme": 15, "b-region": 18, "b-etape": 10,
    "b-public": 6, "b-etiquette": 300, "b-territoire": 1300, "b-annee": 12,
}  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """Seconds to index, megabytes, and milliseconds; medians unless a name says otherwise."""

    database: str
    documents: int
    index_seconds: float
    size_mb: float
    first_search_ms: float
    search_p50_ms: float
    search_p95_ms: float
    search_max_ms: float
    hits_median: int
    hits_most: int
    browse_p50_ms: float
    update_p50_ms: float
    update_max_ms: float
    search_after_update_p50_ms: float


class _Shape:
    """The random choices of the bench, from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (a bench must be repeatable)
        syllables = ["ba", "con", "dre", "fi", "gou", "la", "mer", "no", "pi", "ro", "sa", "tu"]
        maker = random.Random(7)  # noqa: S311
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words["".join(maker.choices(syllables, k=maker.randint(2, 5)))] = None
        self.words = list(words)
        self.weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
        self.cumulative = list(itertools.accumulate(self.weights))

    def text(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.cumulative, k=count))


def documents(size: int) -> Iterator[Document]:
    """The documents of the bench."""
    from search.index.documents import Document

    shape = _Shape(seed=1)
    first = date(2015, 1, 1)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(size):
        yield Document(
            key=f"bench:{number}",
            kind="contrat",
            title=shape.text(6),
            summary=shape.text(16),
            body=shape.text(WORDS - 16),
            url=f"/bench/{number}/",
            date=first + timedelta(days=shape.random.randrange(4_000)),
            updated=now,
            facets={
                name: tuple(
                    f"v{shape.random.randrange(values)}" for _ in range(shape.random.randint(1, 3))
                )
                for name, values in FACETS.items()
            },
            card={"lieu": shape.text(2)},
        )


def addresses(count: int = QUERIES, seed: int = 2) -> list[str]:
    """The searches asked: one or two of the frequent words, up to two filters."""
    shape = _Shape(seed)
    asked = []
    for _ in range(count):
        words = "+".join(
            shape.random.choices(
                shape.words[:FREQUENT], shape.weights[:FREQUENT], k=shape.random.choice((1, 1, 2))
            )
        )
        chosen = shape.random.sample(sorted(FACETS), k=shape.random.randint(0, 2))
        filters = [f"{name}=v{shape.random.randrange(FACETS[name])}" for name in chosen]
        asked.append("&".join([f"q={words}", *filters]))
    return asked


def measured(size: int) -> Measure:
    """Index `size` documents in the empty index at hand, and search it."""
    from django.db import connection, transaction
    from django.http import QueryDict

    from search.answers.service import answer
    from search.index.indexing import put, put_many
    from search.models import SearchDocument
    from search.query.form import SearchForm

    if SearchDocument.objects.exists():
        sys.exit("The bench needs a database in which nothing is indexed.")

    def search(address: str) -> tuple[float, int]:
        form = SearchForm.from_querydict(QueryDict(address), facets=FACETS)
        started = perf_counter()
        response = answer(form)
        return (perf_counter() - started) * 1000, response.total

    before = _size()
    started = perf_counter()
    with transaction.atomic():
        put_many(documents(size))
    indexed = perf_counter() - started
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE search_searchdocument")
    first, _ = search("")
    times, hits = zip(*map(search, addresses()), strict=True)
    browses = [search(f"b-theme=v{number % 15}")[0] for number in range(20)]
    updates: list[float] = []
    afterwards: list[float] = []
    for number, document in enumerate(itertools.islice(documents(30), min(size, 30))):
        started = perf_counter()
        with transaction.atomic():
            put(_retitled(document, f"{document.title} {number}"))
        updates.append((perf_counter() - started) * 1000)
        afterwards.append(search("b-theme=v1")[0])
    return Measure(
        database=connection.vendor,
        documents=size,
        index_seconds=round(indexed, 2),
        size_mb=round((_size() - before) / 1e6, 1),
        first_search_ms=round(first, 1),
        search_p50_ms=round(statistics.median(times), 2),
        search_p95_ms=round(statistics.quantiles(times, n=20)[-1], 2),
        search_max_ms=round(max(times), 2),
        hits_median=int(statistics.median(hits)),
        hits_most=max(hits),
        browse_p50_ms=round(statistics.median(browses), 2),
        update_p50_ms=round(statistics.median(updates), 2),
        update_max_ms=round(max(updates), 2),
        search_after_update_p50_ms=round(statistics.median(afterwards), 2),
    )


def register_facets() -> None:
    """The eight facets of the bench, beside those of the site."""
    from search.query import facets
    from search.query.facets import Facet

    def labels(codes: Collection[str]) -> Mapping[str, str]:
        return {code: code for code in codes}

    facets.register(*(Facet(name, name, labels) for name in FACETS))


def _retitled(document: Document, title: str) -> Document:
    import dataclasses

    return dataclasses.replace(document, title=title)


def _size() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


def empty_index() -> None:
    """Make room for the next size."""
    from django.db import connection, transaction

    from search.index.indexing import remove
    from search.models import SearchDocument

    with transaction.atomic():
        remove(list(SearchDocument.objects.values_list("key", flat=True)))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM FULL search_searchdocument")
        else:
            cursor.execute("INSERT INTO search_fulltext(search_fulltext) VALUES ('optimize')")
            cursor.execute("VACUUM")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        settings.DEBUG = False  # a debugging Django keeps every statement
        call_command("migrate", verbosity=0)
        register_facets()
        for size in options.sizes:
            measure = asdict(measured(size))
            if options.json:
                print(json.dumps(measure))
            else:
                print("\n".join(f"{name:28} {value}" for name, value in measure.items()) + "\n")
            empty_index()


if __name__ == "__main__":
    main()
