"""Elasticsearch away, slow or answering rubbish: the database answers, in time, and the page says so."""

from __future__ import annotations

import copy
import gzip
import json
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from search import engines
from search.engines.base import SearchRefused, SearchUnavailable
from search.engines.breaker import Breaker
from search.engines.elastic import index_identity
from search.engines.elastic.engine import ElasticEngine
from search.engines.elastic.mapping import META_ANALYSIS, META_DATABASE
from search.index.outbox import identity
from search.text.analysis import ANALYSIS_VERSION
from tests.search import rubbish_server as rubbish
from tests.search.engine_contract import asking
from tests.search.factories import ask, document, found, index
from tests.search.rubbish_server import Answer, http, in_json, serving

pytestmark = pytest.mark.django_db

TIMEOUT = 0.5
# Not a measure: what a busy machine may add to the time-out, far below what is never waited for.
BUSY = 1.5
LINE = "Recherche de secours\u00a0: l’ordre des résultats peut changer un peu."


@pytest.fixture(autouse=True)
def catalogue(settings) -> None:
    settings.ELASTICSEARCH_TIMEOUT = TIMEOUT
    # So that changes are recorded, as on a site that has a search server.
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    index(document("page:1", "L’eau"), document("page:2", "Le bois", facets={"theme": ("eau",)}))


@pytest.fixture
def on(settings) -> Callable[..., None]:
    """Have these addresses searched."""

    def switch(*urls: str) -> None:
        settings.ELASTICSEARCH_URL = list(urls)

    return switch


def page(client: Client, address: str = "/recherche/?q=eau") -> str:
    """A page that must be there within the time-out, found by the database."""
    started = time.monotonic()
    response = client.get(address)
    assert time.monotonic() - started < TIMEOUT + BUSY
    assert response.status_code == 200
    answer = response.context_data["response"]
    assert (answer.degraded, found(answer)) == (True, ["page:1"])
    return response.content.decode()


def well_known(answer: Answer, meta: dict[str, Any] | None = None) -> Answer:
    """A server whose index is ours, unless `meta` says otherwise, and which answers searches like
    that."""
    ours = {META_DATABASE: identity(), META_ANALYSIS: ANALYSIS_VERSION}
    index = {"mappings": {"_meta": ours if meta is None else meta}}
    told = {
        "GET /reciprocites/_mapping": in_json({"reciprocites-1": index}),
        "GET /reciprocites.marker/_doc/reciprocites-1": in_json(
            {"_source": index_identity.current()._asdict()}
        ),
    }
    return lambda request: [told[request]] if request in told else answer(request)


def good() -> dict[str, Any]:
    """A right answer to « eau », as read from a real server."""
    facet = {"doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": []}
    return {
        "took": 1,
        "timed_out": False,
        "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {
            "total": {"value": 1, "relation": "eq"},
            "max_score": None,
            "hits": [
                {"_index": "i", "_id": "page:2", "_score": 1.5, "sort": [1.5, 0, "x", "page:2"]}
            ],
        },
        "aggregations": {
            "all": {"doc_count": 1, **{f"facet{number}": facet for number in range(5)}}
        },
    }


def changed(path: str, value: Any) -> bytes:
    """The right answer but for one value; `...` takes it away."""
    answer = copy.deepcopy(good())
    *way, last = path.split("/")
    place: Any = answer
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    key: Any = int(last) if isinstance(place, list) else last
    if value is ...:
        del place[key]
    else:
        place[key] = value
    return in_json(answer)


ERRORS = [
    "401 Unauthorized",
    "403 Forbidden",
    "404 Not Found",
    "408 Request Timeout",
    "429 Too Many Requests",
    "500 Internal Server Error",
    "502 Bad Gateway",
    "503 Service Unavailable",
    "504 Gateway Timeout",
]
WRONG: dict[str, Answer] = {
    **{status: rubbish.failing(status) for status in ERRORS},
    "says nothing": rubbish.silent,
    "drips its body": rubbish.dripping(b" " * 1_000, after=http(length=1_000), pause=0.05),
    "drips its headers": rubbish.dripping(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000, pause=0.05),
    "never ends": rubbish.endless,
    "closes at once": rubbish.always(b""),
    "is cut short": rubbish.always(http(json.dumps(good()).encode(), length=100_000)),
    "is cut within a word": rubbish.always(http(json.dumps(good()).encode()[:200])),
    "is not HTTP": rubbish.always(b"SSH-2.0-OpenSSH_9.2\r\n\x00\xff\xfe"),
    "is a page of a proxy": rubbish.always(
        http(b"<h1>Welcome</h1>", kind="text/html", product=False)
    ),
    "is a page that calls itself Elasticsearch": rubbish.always(http(b"<p>", kind="text/html")),
    "is empty": rubbish.always(http(b"")),
    "is nothing": rubbish.always(http(b"", status="204 No Content")),
    "sends elsewhere": rubbish.always(
        http(b"", status="302 Found", headers=["Location: http://127.0.0.1:1/"])
    ),
    "is no gzip": rubbish.always(http(b"{}", headers=["Content-Encoding: gzip"])),
    "is a bomb": rubbish.always(
        http(gzip.compress(b"[" * 10**6), headers=["Content-Encoding: gzip"])
    ),
    "is deeper than can be read": rubbish.always(http(b"[" * 10**5)),
    "is no UTF-8": rubbish.always(http(b'{"hits": "\xff\xfe"}')),
    **{
        f"is {text}": rubbish.always(http(text.encode()))
        for text in ["null", "[]", "{}", '"hits"', "12", "NaN", '{"error": "x"}', '{"hits": []}']
    },
    "lacks a shard": rubbish.always(changed("_shards/failed", 1)),
    "has no shard": rubbish.always(changed("_shards/successful", 0)),
    "gave up": rubbish.always(changed("timed_out", True)),
    "has an inexact total": rubbish.always(changed("hits/total/relation", "gte")),
    "has no total": rubbish.always(changed("hits/total", ...)),
    "has a total in words": rubbish.always(changed("hits/total/value", "one")),
    "has no hits": rubbish.always(changed("hits/hits", ...)),
    "has hits of another shape": rubbish.always(changed("hits/hits", {"a": 1})),
    "has a hit without a key": rubbish.always(changed("hits/hits/0/sort", ...)),
    "has a key that is no text": rubbish.always(changed("hits/hits/0/sort", [1])),
    "counts nothing": rubbish.always(changed("aggregations", ...)),
    "does not count a facet": rubbish.always(changed("aggregations/all/facet3", ...)),
    "counts in words": rubbish.always(
        changed("aggregations/all/facet0/buckets", [{"key": "eau", "doc_count": "two"}])
    ),
}


def test_a_right_answer_of_that_server_is_believed(on):
    """Without which the tests below would show nothing."""
    with serving(well_known(rubbish.always(in_json(good())))) as server:
        on(server.url)
        response = ask("eau")
    assert (response.degraded, found(response)) == (False, ["page:2"])
    *looked, search = server.requests
    assert looked == ["GET /reciprocites/_mapping", "GET /reciprocites.marker/_doc/reciprocites-1"]
    assert search.startswith("POST /reciprocites/_search?")


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_answer_is_replaced_and_spares_the_next_visitor(client, on, wrong: str):
    with serving(well_known(WRONG[wrong])) as server:
        on(server.url)
        assert LINE in page(client)
        asked = len(server.requests)
        assert asked == 3
        assert LINE in page(client)
        assert len(server.requests) == asked


NOT_ELASTICSEARCH = rubbish.always(in_json({"version": {"number": "2.11"}}, product=False))


@pytest.mark.parametrize("wrong", [*WRONG, "is not Elasticsearch"])
def test_a_server_wrong_in_everything_is_replaced(client, on, wrong: str):
    with serving(WRONG.get(wrong, NOT_ELASTICSEARCH)) as server:
        on(server.url)
        page(client)
        assert 1 <= len(server.requests) <= 2


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1",
        "http://nulle-part.invalid:9200",
        "http://[::1]:1",
        "not an address",
        "ftp://127.0.0.1:9200",
        "http://",
        "http://127.0.0.1:99999",
    ],
)
def test_an_address_where_nothing_answers_is_replaced(client, on, url: str):
    on(url)
    assert LINE in page(client)


def test_a_server_that_does_not_speak_tls_is_replaced(client, on):
    with serving(rubbish.always(in_json(good()))) as server:
        on(server.url.replace("http:", "https:"))
        page(client)


def test_a_port_that_takes_connections_and_answers_none_is_replaced(client, on):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        on(f"http://127.0.0.1:{listening.getsockname()[1]}")
        page(client)


def test_several_nodes_that_all_hang_are_waited_for_once_together(client, on):
    with (
        serving(rubbish.silent) as one,
        serving(rubbish.silent) as two,
        serving(rubbish.silent) as three,
    ):
        on(one.url, two.url, three.url)
        page(client)


@pytest.mark.parametrize(
    "bad", [rubbish.silent, rubbish.always(b""), rubbish.failing("503 Service Unavailable")]
)
def test_another_node_answers_for_the_one_that_does_not(on, settings, bad: Answer):
    settings.ELASTICSEARCH_TIMEOUT = 4
    right = well_known(rubbish.always(in_json(good())))
    with serving(bad) as one, serving(right) as two:
        on(one.url, two.url)
        for _ in range(4):
            assert not ask("eau").degraded


def test_an_index_of_another_database_or_analysis_is_not_searched(client, on, monkeypatch):
    for meta in (
        {META_DATABASE: "another", META_ANALYSIS: ANALYSIS_VERSION},
        {META_DATABASE: identity(), META_ANALYSIS: ANALYSIS_VERSION + 1},
        {},
    ):
        right = rubbish.always(in_json(good()))
        with serving(well_known(right, meta)) as server:
            on(server.url)
            page(client)
        monkeypatch.setattr(engines, "guard", Breaker())


def test_a_search_that_the_server_refuses_says_nothing_of_the_others(on):
    refusing = well_known(rubbish.failing("400 Bad Request", "too_many_nested_clauses"))
    with serving(refusing) as server:
        on(server.url)
        assert found(ask("eau")) == ["page:1"]
        with pytest.raises(SearchRefused):
            ElasticEngine().match(asking("eau"))
        server.answer = well_known(rubbish.always(in_json(good())))
        assert not ask("eau").degraded


def test_a_page_far_down_that_takes_too_long_says_nothing_of_the_others(on):
    with serving(well_known(rubbish.silent)) as server:
        on(server.url)
        with pytest.raises(SearchRefused):
            ElasticEngine().match(asking("eau", page=9_999))
        with pytest.raises(SearchUnavailable) as outage:
            ElasticEngine().match(asking("eau"))
        assert not isinstance(outage.value, SearchRefused)


def test_a_row_that_the_server_still_holds_is_not_shown(on):
    answer = good()
    answer["hits"]["hits"][0]["sort"][-1] = "page:gone"
    with serving(well_known(rubbish.always(in_json(answer)))) as server:
        on(server.url)
        response = ask("eau")
    assert (response.degraded, found(response)) == (False, [])


def test_no_password_is_in_what_is_told(on, caplog):
    on("http://elastic:s3cret@nulle-part.invalid:9200")
    ask("eau")
    on("ftp://elastic:s3cret@nulle-part.invalid:9200")
    with pytest.raises(SearchUnavailable) as refusal:
        ElasticEngine().match(asking("eau"))
    assert "the search server is unavailable" in caplog.text
    assert "s3cret" not in caplog.text + str(refusal.value)
