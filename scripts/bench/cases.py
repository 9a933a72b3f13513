"""What is measured, one function a case: the number of documents in, figures out.

Milliseconds, unless a name says otherwise.
"""

from __future__ import annotations

import dataclasses
import os
import random
import statistics
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice
from time import perf_counter, sleep
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from wagtail.search.backends import get_search_backend

from contracts.catalogue.load import load_catalogue
from contracts.models import CaseStudyPage
from home.site import create_tree
from scripts.bench.documents import FACETS, QUERIES, addresses, documents
from scripts.bench.wagtail_app.models import FILTERS, BenchFiche
from search.answers.service import answer
from search.engines.elastic import connection as server
from search.engines.elastic import mapping, rebuilding
from search.engines.elastic.engine import ElasticEngine
from search.index.documents import Document
from search.index.indexing import put, put_many
from search.models import SearchDocument
from search.query import facets
from search.query.facets import Facet
from search.query.form import SearchForm
from search.words.suggestions import suggest

PROGRESS = 20_000  # documents between two lines
LARGER_THAN_THE_CACHE = 100_000  # documents
FILLING_CACHE_KB = 2_000_000  # 2 GB
PUBLICATIONS = 20
FOUND_WITHIN = 60.0
SUGGESTIONS = 400
WARM_UP = 100  # other searches, before those that are measured: a site runs for long
UPDATES = 30
ROUNDS = 20
WAGTAIL_SECONDS = 60  # the Wagtail way takes seconds a search from 10 000 fiches up
PAGES = (
    ("fiche de contrat", "/contrats/brest-metropole-centre-ouest-bretagne/"),
    ("liste des contrats", "/contrats/"),
    ("liste, page 2, filtrée", "/contrats/?statut=signe&page=2"),
    ("recherche", "/recherche/?q=eau"),
)
NOTE = f"{PAGES[0][1]}note.pdf"


def _labels(codes: Collection[str]) -> Mapping[str, str]:
    return {code: code for code in codes}


facets.register(*(Facet(name, name, _labels) for name in FACETS))


def fill(size: int) -> dict[str, Any]:
    """The rows of the index, with Elasticsearch switched off. A file of SQLite that is larger than
    its page cache would be read again for each row: above LARGER_THAN_THE_CACHE this one process
    gets more of it. What is measured afterwards has what the site has."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    if SearchDocument.objects.exists():
        sys.exit("The bench needs a database in which nothing is indexed.")
    if size > LARGER_THAN_THE_CACHE and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{FILLING_CACHE_KB}")
            cursor.execute("PRAGMA synchronous = OFF")  # an interrupted bench fills it again
    before = _database_bytes()
    started = perf_counter()
    with transaction.atomic():
        put_many(_counted(documents(size), size))
    seconds = perf_counter() - started
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE search_searchdocument")
    return {"seconds": seconds, "megabytes": (_database_bytes() - before) / 1e6}


def project(size: int) -> dict[str, Any]:
    """The index of Elasticsearch made from the rows, as rebuild_search does."""
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
    client = server.client_for_writing()
    # What was asked before must not be remembered instead of searched.
    client.indices.put_settings(
        index=mapping.alias(), settings={"index.requests.cache.enable": False}
    )
    stored = client.indices.stats(index=mapping.alias(), metric="store").body
    megabytes = stored["_all"]["primaries"]["store"]["size_in_bytes"] / 1e6
    return {"seconds": seconds, "per_second": size / seconds, "megabytes": megabytes}


def searches(_size: int) -> dict[str, Any]:
    """The searches of the bench, eight facets counted, through the engine that is configured."""
    engine = "Elasticsearch" if settings.ELASTICSEARCH_URL else "base de données"
    first, everything = _search("")
    for address in addresses(WARM_UP, seed=3):
        _search(address)
    _say(f"{engine} : {QUERIES} recherches")
    times, totals = zip(*map(_search, addresses()), strict=True)
    return {"first": first, "totals": [everything, *totals], **_spread(times)}


def updates(size: int) -> dict[str, Any]:
    """One document saved anew, and the search that follows."""
    times, searched = [], []
    for number, document in enumerate(islice(documents(size), UPDATES)):
        started = perf_counter()
        with transaction.atomic():
            put(dataclasses.replace(document, title=f"{document.title} {number}"))
        times.append((perf_counter() - started) * 1000)
        searched.append(_search("b-theme=v1")[0])
    return {"p50": statistics.median(times), "search_p50": statistics.median(searched)}


def freshness(size: int) -> dict[str, Any]:
    """Seconds from a publication to its being found; `drain_search --watch` runs beside."""
    moments = random.Random(4)  # noqa: S311 (a bench must be repeatable)
    delays = []
    for number, document in enumerate(islice(documents(size), PUBLICATIONS)):
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
    texts = list(_typed(size))
    (first,) = _timed(lambda: suggest(texts[0]))
    times = [time for text in texts for time in _timed(lambda text=text: suggest(text))]
    return {"first": first, **_spread(times)}


def pages(_size: int) -> dict[str, Any]:
    """Server time and number of queries of whole pages of the real content, among the fiches; of a
    note that is kept, then of one that is made each time; of a draft saved and published."""
    load_catalogue(create_tree())
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    client = Client()

    def ask_anew() -> None:
        caches["papers"].clear()
        client.get(NOTE)

    measured = {}
    for name, address in (*PAGES, ("note du même contrat", NOTE)):
        client.get(address)  # what is read once and kept is not counted
        asked.clear()
        with connection.execute_wrapper(count):
            response = client.get(address)
        if response.status_code != 200:
            sys.exit(f"{address} answers {response.status_code}")
        queries = len(asked)
        times = _timed(lambda address=address: client.get(address), ROUNDS)
        measured[name] = {"p50": statistics.median(times), "queries": queries}
    made = _timed(ask_anew, ROUNDS)
    measured["la même, faite à chaque fois"] = {"p50": statistics.median(made), "queries": queries}
    measured["expérience enregistrée et publiée"] = _save(count, asked)
    return {"pages": measured}


def _save(count: Callable[..., Any], asked: list[str]) -> dict[str, Any]:
    """What an editor's « Publier » costs beyond the form: version, journal, page, index."""
    page = CaseStudyPage.objects.live().first()
    editor = get_user_model().objects.create_superuser("redaction")

    def publish() -> None:
        page.gist += "."
        page.save_revision(user=editor, log_action=True).publish(user=editor)

    publish()
    asked.clear()
    with connection.execute_wrapper(count):
        publish()
    queries = len(asked)
    return {"p50": statistics.median(_timed(publish, ROUNDS)), "queries": queries}


def wagtail(size: int) -> dict[str, Any]:
    """Index the same documents in Wagtail's database backend; the same searches through it."""
    BenchFiche.objects.bulk_create(
        (
            BenchFiche(
                title=document.title,
                summary=document.summary,
                body=document.body,
                **{
                    ours: document.facets[theirs][0]
                    for ours, theirs in zip(FILTERS, FACETS, strict=True)
                },
            )
            for document in documents(size)
        ),
        batch_size=500,
    )
    backend = get_search_backend()
    rows = BenchFiche.objects.order_by("pk")
    started = perf_counter()
    for start in range(0, size, 1000):
        backend.add_bulk(BenchFiche, list(rows[start : start + 1000]))
    seconds = perf_counter() - started
    times: list[float] = []
    for address in addresses():
        times += _timed(lambda address=address: _wagtail_search(address))
        if sum(times) > WAGTAIL_SECONDS * 1000 and len(times) > 2:
            break
    # Too few of its searches fit into the time they get for anything but a median.
    return {"seconds": seconds, "searches": len(times), "p50": statistics.median(times)}


def _search(address: str) -> tuple[float, int]:
    """Milliseconds and number of hits."""
    form = SearchForm.from_querydict(QueryDict(address), facets=FACETS)
    started = perf_counter()
    response = answer(form)
    milliseconds = (perf_counter() - started) * 1000
    if response.degraded:
        sys.exit("Elasticsearch did not answer: the database did")
    return milliseconds, response.total


def _wagtail_search(address: str) -> Any:
    """The first page, the count, and the eight facets."""
    asked = QueryDict(address)
    fields = dict(zip(FACETS, FILTERS, strict=True))
    filters = {fields[name]: asked[name] for name in asked if name != "q"}
    rows = BenchFiche.objects.filter(**filters)
    found = get_search_backend().search(asked["q"], rows, operator="and")
    return list(found[:12]), found.count(), [found.facet(name) for name in FILTERS]


def _typed(size: int) -> Iterator[str]:
    chance = random.Random(5)  # noqa: S311
    titles = [document.title.split() for document in islice(documents(size), 2_000)]
    for number in range(SUGGESTIONS):
        words = chance.sample(chance.choice(titles), k=chance.choice((1, 1, 2)))
        words[-1] = words[-1][: chance.randint(2, 8)]
        if number % 4 == 0:
            place = chance.randrange(len(words[-1]))
            words[-1] = words[-1][:place] + chance.choice("aeiou") + words[-1][place + 1 :]
        yield " ".join(words)


def _counted(made: Iterator[Document], size: int) -> Iterator[Document]:
    for number, document in enumerate(made, 1):
        if number % PROGRESS == 0:
            _say(f"{number} / {size} documents indexés")
        yield document


def _database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


def _timed(action: Callable[[], Any], rounds: int = 1) -> list[float]:
    """Milliseconds of each round."""
    times = []
    for _ in range(rounds):
        started = perf_counter()
        action()
        times.append((perf_counter() - started) * 1000)
    return times


def _spread(times: Sequence[float]) -> dict[str, float]:
    return {
        "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[-1],
        "most": max(times),
    }


def _say(line: str) -> None:
    print(f"    {line}", file=sys.stderr, flush=True)
