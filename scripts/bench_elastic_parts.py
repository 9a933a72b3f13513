"""The parts of the bench of Elasticsearch, each run in a process of its own by bench_elastic.py.

    python -m scripts.bench_elastic_parts PART SIZE

DATABASE_URL names the SQLite file of this size, ELASTICSEARCH_URL and ELASTICSEARCH_INDEX_PREFIX
the server and the index. Prints one JSON object; what it says while it works goes to the error
output. A part that would take all the memory ends alone.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import resource
import statistics
import sys
from collections.abc import Callable, Iterator
from time import perf_counter, sleep
from typing import Any

from scripts import bench_search
from search.index.documents import Document

PROGRESS = 20_000  # documents between two lines
FILLING_CACHE_KB = 2_000_000  # 2 GB
PUBLICATIONS = 20
FOUND_WITHIN = 60.0
SUGGESTIONS = 400
WARM_UP = 100  # other searches, before those that are measured: a site runs for long


def fill(size: int) -> dict[str, Any]:
    """The rows of the index, in SQLite, with Elasticsearch switched off. A file that is larger than
    the page cache of SQLite would be read again for each row: this one process, which is only
    there to fill it, gets more of it. What is measured afterwards has what the site has."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from search.index.indexing import put_many

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA cache_size = -{FILLING_CACHE_KB}")
        cursor.execute("PRAGMA synchronous = OFF")  # a bench that is interrupted fills it again
    started = perf_counter()
    with transaction.atomic():
        put_many(_counted(bench_search.documents(size), size))
    return {"seconds": perf_counter() - started}


def project(size: int) -> dict[str, Any]:
    """The index of Elasticsearch made from the rows, as rebuild_search does."""
    from search.engines.elastic import connection, mapping, rebuilding

    last = 0

    def progress(done: int, total: int) -> None:
        nonlocal last
        if done - last >= PROGRESS:
            last = done
            _say(f"{done} / {total} documents transmis")

    started = perf_counter()
    rebuilt = rebuilding.rebuild(progress)
    seconds = perf_counter() - started
    if rebuilt.documents != size:
        sys.exit(f"{rebuilt.documents} documents instead of {size}")
    client = connection.client_for_writing()
    # What was asked before must not be remembered instead of searched.
    client.indices.put_settings(
        index=mapping.alias(), settings={"index.requests.cache.enable": False}
    )
    stored = client.indices.stats(index=mapping.alias(), metric="store").body
    megabytes = stored["_all"]["primaries"]["store"]["size_in_bytes"] / 1e6
    return {"seconds": seconds, "per_second": size / seconds, "megabytes": megabytes}


def searches(_size: int) -> dict[str, Any]:
    """The searches of the bench, eight facets counted, through the engine that is configured."""
    from django.conf import settings
    from django.http import QueryDict

    from search.answers.service import answer
    from search.query.form import SearchForm

    bench_search.register_facets()

    def ask(address: str) -> tuple[float, int]:
        form = SearchForm.from_querydict(QueryDict(address), facets=bench_search.FACETS)
        started = perf_counter()
        response = answer(form)
        seconds = perf_counter() - started
        if response.degraded:
            sys.exit("Elasticsearch did not answer: the database did")
        return seconds * 1000, response.total

    first, everything = ask("")
    for address in bench_search.addresses(WARM_UP, seed=3):
        ask(address)
    _say(f"{'Elasticsearch' if settings.ELASTICSEARCH_URL else 'base de données'} : 200 recherches")
    times, totals = zip(*map(ask, bench_search.addresses()), strict=True)
    return {"first": first, "totals": [everything, *totals], **_spread(times)}


def freshness(size: int) -> dict[str, Any]:
    """Seconds from a publication to its being found; `drain_search --watch` runs beside."""
    from django.db import transaction
    from django.http import QueryDict

    from search.engines.elastic.engine import ElasticEngine
    from search.index.indexing import put
    from search.query.form import SearchForm

    moments = random.Random(4)  # noqa: S311 (a bench must be repeatable)
    delays = []
    for number, document in enumerate(_first(bench_search.documents(size), PUBLICATIONS)):
        sleep(moments.uniform(0, 2))  # at any moment of the drainer's and the server's rounds
        word = f"nouveaute{number}x{os.getpid()}"
        form = SearchForm.from_querydict(QueryDict(f"q={word}"), facets=())
        with transaction.atomic():
            put(dataclasses.replace(document, title=f"{document.title} {word}"))
        started = perf_counter()
        while not ElasticEngine().match(form.request).total:
            if perf_counter() - started > FOUND_WITHIN:
                sys.exit(f"not found after {FOUND_WITHIN:.0f} s")
            sleep(0.01)
        delays.append(perf_counter() - started)
    return {"median": statistics.median(delays), "most": max(delays)}


def suggestions(size: int) -> dict[str, Any]:
    """Suggestions for what readers type: the beginning of a word or two, some with an error."""
    from search.words.suggestions import suggest

    texts = list(_typed(size))
    started = perf_counter()
    suggest(texts[0])
    first = perf_counter() - started
    times = []
    found = 0
    for text in texts:
        started = perf_counter()
        found += bool(suggest(text))
        times.append((perf_counter() - started) * 1000)
    return {"first": first * 1000, "found": found, **_spread(times)}


def _typed(size: int) -> Iterator[str]:
    chance = random.Random(5)  # noqa: S311
    titles = [document.title.split() for document in _first(bench_search.documents(size), 2_000)]
    for number in range(SUGGESTIONS):
        words = chance.sample(chance.choice(titles), k=chance.choice((1, 1, 2)))
        words[-1] = words[-1][: chance.randint(2, 8)]
        if number % 4 == 0:
            place = chance.randrange(len(words[-1]))
            words[-1] = words[-1][:place] + chance.choice("aeiou") + words[-1][place + 1 :]
        yield " ".join(words)


def _first(documents: Iterator[Document], count: int) -> Iterator[Document]:
    for _, document in zip(range(count), documents, strict=False):
        yield document


def _counted(documents: Iterator[Document], size: int) -> Iterator[Document]:
    for number, document in enumerate(documents, 1):
        if number % PROGRESS == 0:
            _say(f"{number} / {size} documents indexés")
        yield document


def _spread(times: Any) -> dict[str, float]:
    """In milliseconds."""
    return {
        "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[-1],
        "most": max(times),
    }


def _say(line: str) -> None:
    print(f"    {line}", file=sys.stderr, flush=True)


PARTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "fill": fill,
    "project": project,
    "elasticsearch": searches,
    "database": searches,
    "suggestions": suggestions,
    "freshness": freshness,
}


def main(part: str, size: int) -> None:
    import django

    django.setup()
    result = PARTS[part](size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({**result, "memory_mb": round(peak)}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
