"""Elasticsearch keeps the contract of the engines, and answers as the database does."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from django.db import transaction
from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import EngineResult, SearchUnavailable
from search.engines.database import DatabaseEngine
from search.engines.elastic import connection, mapping, search_body
from search.engines.elastic import engine as elastic_engine
from search.engines.elastic.engine import ElasticEngine
from search.index.indexing import lock, put_many, remove
from search.models import IndexState, SearchDocument
from search.query.request import Alternative, Group, Query, SearchRequest, Sort
from tests.search import rubbish_server as rubbish
from tests.search.elastic import create_index, project
from tests.search.engine_contract import (
    DOCUMENTS,
    FACETS,
    FILTERS,
    QUERIES,
    EngineContract,
    asking,
)
from tests.search.factories import ask, day, document, found, index, search
from tests.search.rubbish_server import serving

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


class ProjectedEngine(ElasticEngine):
    """The engine, told before each search of what changed in the rows since the last one."""

    def __init__(self, client: Elasticsearch) -> None:
        self._client = client
        self._told = ""

    def match(self, request: SearchRequest) -> EngineResult:
        token = IndexState.objects.values_list("token", flat=True).get()
        if token != self._told:
            project(self._client)
            self._told = token
        return super().match(request)


@pytest.fixture
def engine(elastic) -> ProjectedEngine:
    with transaction.atomic():
        lock()
    create_index(elastic)
    return ProjectedEngine(elastic)


class TestElasticEngine(EngineContract):
    pass


# As the database, on any documents and any query

TERMS = st.sampled_from(["eau", "boi", "energi", "mis", "oeuvr", "covoiturag"])
ALTERNATIVES = st.one_of(
    st.lists(TERMS, min_size=1, max_size=3).map(lambda t: Alternative(tuple(t), tuple(t))),
    st.lists(st.sampled_from(["la", "en", "eau", "bois"]), min_size=1, max_size=3).map(
        lambda t: Alternative(tuple(t), tuple(t), exact=True, source="glossaire")
    ),
)
WIDE_QUERIES = st.builds(
    Query,
    groups=st.lists(
        st.lists(ALTERNATIVES, min_size=1, max_size=3).map(lambda one: Group(tuple(one))),
        max_size=3,
    ).map(tuple),
    excluded=st.lists(ALTERNATIVES, max_size=2).map(tuple),
    sequence=st.lists(st.sampled_from(["la", "eau", "bois"]), max_size=3).map(tuple),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    documents=DOCUMENTS,
    dates=st.lists(st.sampled_from([None, "2015-01-01", "2023-05-02"]), min_size=8, max_size=8),
    query=st.one_of(QUERIES.map(lambda q: asking(q).query), WIDE_QUERIES),
    filters=FILTERS,
    fixed=st.sampled_from([{}, {"type": ("contrat",)}]),
    sort=st.sampled_from([None, *Sort]),
    page=st.integers(1, 4),
    page_size=st.integers(1, 5),
)
def test_it_answers_as_the_database(
    engine, documents, dates, query, filters, fixed, sort, page, page_size
):
    request = SearchRequest(
        query=query,
        filters=filters,
        fixed=fixed,
        facets=FACETS,
        sort=sort,
        page=page,
        page_size=page_size,
    )
    with transaction.atomic():
        put_many(
            replace(one, date=date and day(date))
            for one, date in zip(documents, dates, strict=False)
        )
        ours, theirs = engine.match(request), DatabaseEngine().match(request)
        everything = replace(request, page=1, page_size=100)
        all_ours, all_theirs = engine.match(everything), DatabaseEngine().match(everything)
        transaction.set_rollback(True)
    assert (ours.total, ours.page, ours.counts) == (theirs.total, theirs.page, theirs.counts)
    assert (ours.without, ours.without_words) == (theirs.without, theirs.without_words)
    assert set(all_ours.keys) == set(all_theirs.keys)
    if request.effective_sort is not Sort.RELEVANCE:
        assert ours.keys == theirs.keys


def test_titles_are_sorted_as_the_database_sorts_them(engine):
    titles = ["Zoé", "éa", "Ea", "eb", "Œuvre", "oe", "n° 1", "É", "中文", "🌾", "中" * 12_000, "x"]
    index(*(document(f"page:{number}", title) for number, title in enumerate(titles)))
    request = asking(sort=Sort.TITLE)
    assert engine.match(request).keys == DatabaseEngine().match(request).keys


def test_a_key_longer_than_an_identifier_can_be_is_found(engine):
    key = "page:" + "🌾" * 195
    index(document(key, "Eau"), document("page:2", "Bois"))
    assert engine.match(asking("eau")).keys == (key,)


# Pages far down, facets of many values, long queries


@pytest.mark.parametrize("sort", [Sort.RECENT, Sort.TITLE, Sort.RELEVANCE])
def test_pages_far_down_are_those_that_reading_from_the_top_would_find(
    engine, monkeypatch, sort: Sort
):
    index(
        *(
            document(f"page:{number:02}", f"Eau {number % 7}", body="eau " * (number % 5))
            for number in range(45)
        )
    )
    whole = engine.match(asking("eau", sort=sort)).keys
    # Near is what is within the first ten results; the pages after that are far.
    monkeypatch.setattr(elastic_engine, "_NEAR", 10)
    pages = [
        engine.match(asking("eau", sort=sort, page=number, page_size=4)) for number in range(1, 13)
    ]
    assert tuple(itertools.chain.from_iterable(one.keys for one in pages[:12])) == whole
    assert [one.page for one in pages] == list(range(1, 13))
    beyond = engine.match(asking("eau", sort=sort, page=99_999, page_size=4))
    assert (beyond.page, beyond.keys) == (12, whole[-1:])


def test_a_page_beyond_ten_thousand_results_is_found(engine, elastic):
    create_big(elastic, 12_000)
    for page, size in [(1_001, 10), (1_100, 10), (1_200, 10), (99_999, 10), (7, 2_000)]:
        result = ElasticEngine().match(asking(sort=Sort.TITLE, page=page, page_size=size))
        last = 12_000 // size
        start = (min(page, last) - 1) * size
        assert result.total == 12_000
        assert result.keys == tuple(f"page:{n:05}" for n in range(start, start + size))


def create_big(client: Elasticsearch, size: int) -> None:
    """Documents without any row, each under a code of its own."""
    lines: list[dict] = []
    for number in range(size):
        row = SearchDocument(
            key=f"page:{number:05}",
            terms_title="eau =eau",
            facets={"theme": ["tous", f"t{number}"], "type": ["contrat"]},
            sort_title=f"{number:05}",
            revision=1,
        )
        lines += [{"index": {"_id": mapping.id_of(row.key)}}, mapping.source_of(row)]
    client.bulk(index=mapping.alias(), operations=lines)
    client.indices.refresh(index=mapping.alias())


def test_a_facet_of_thousands_of_values_is_counted_whole(engine, elastic, monkeypatch):
    create_big(elastic, 3_000)
    expected = {"tous": 3_000, **{f"t{number}": 1 for number in range(3_000)}}
    assert ElasticEngine().match(asking("eau")).counts["theme"] == expected
    monkeypatch.setattr(search_body, "COUNTED_AT_ONCE", 700)  # counted in five times
    assert ElasticEngine().match(asking("eau")).counts["theme"] == expected
    narrowed = ElasticEngine().match(asking("eau", filters={"theme": ("t7", "t8")}))
    assert narrowed.total == 2
    assert narrowed.counts["theme"] == expected
    assert narrowed.counts["type"] == {"contrat": 2}


def wide(words: int, phrases: int, others: int = 0) -> SearchRequest:
    """So many words, each with so many expansions of its own: phrases, and words."""
    query = asking(" ".join(f"mot{number}" for number in range(words))).query

    def wider(number: int, group: Group) -> Group:
        found = [(f"a{number}", f"b{one}") for one in range(phrases)]
        found += [(f"c{number}x{one}",) for one in range(others)]
        return Group((*group.alternatives, *(Alternative(one, one, source="s") for one in found)))

    groups = tuple(wider(number, group) for number, group in enumerate(query.groups))
    return replace(asking(), query=replace(query, groups=groups))


def clauses(query: object) -> int:
    """As the server counts them: a word once for each text in which it is scored, the words of a
    filter once together."""
    if isinstance(query, list):
        return sum(map(clauses, query))
    if not isinstance(query, dict):
        return 0
    found = 0
    for name, value in query.items():
        match name:
            case "terms" | "match_phrase" | "match_all":
                found += 1
            case "combined_fields":
                found += len(value["query"].split()) * len(value["fields"])
            case "multi_match":
                found += len(value["fields"])
            case _:
                found += clauses(value)
    return found


@pytest.mark.parametrize(
    "request_", [wide(1, 0), wide(16, 4, 3), wide(80, 0, 50), wide(81, 0), wide(100, 6, 20)]
)
def test_no_query_has_more_clauses_than_a_small_server_allows(request_):
    assert 1 <= clauses(search_body.hits(request_, 0, 12).to_dict()["query"]) <= 1_024


@pytest.mark.parametrize("request_", [wide(100, 6, 20), wide(80, 0, 50)])
def test_a_query_of_hundreds_of_clauses_is_answered(engine, request_):
    words = " ".join(f"mot{number}" for number in range(100))
    index(document("page:1", "Long", body=words), document("page:2", "Court", body="mot1"))
    assert engine.match(request_).keys == ("page:1",)


# Which index is believed, and which node answers


@pytest.mark.parametrize("meta", [{"database": "another"}, {"analysis": 99}, {"analysis": None}])
def test_an_index_of_another_database_or_analysis_is_not_searched(elastic, meta):
    index(document("page:1", "Eau"))
    create_index(elastic, **meta)
    project(elastic)
    with pytest.raises(SearchUnavailable, match="run rebuild_search"):
        ElasticEngine().match(asking("eau"))
    response = ask("eau")
    assert (response.degraded, found(response)) == (True, ["page:1"])


def test_an_index_that_is_not_there_is_an_outage(elastic):
    index(document("page:1", "Eau"))
    with pytest.raises(SearchUnavailable, match="has no index"):
        ElasticEngine().match(asking("eau"))


def test_an_index_that_goes_is_an_outage_and_one_that_comes_back_is_searched_again(
    elastic, monkeypatch
):
    monkeypatch.setattr(elastic_engine, "CHECKED_EVERY", 0)
    index(document("page:1", "Eau"))
    name = create_index(elastic)
    project(elastic)
    assert ElasticEngine().match(asking("eau")).keys == ("page:1",)
    elastic.indices.delete(index=name)
    with pytest.raises(SearchUnavailable):
        ElasticEngine().match(asking("eau"))
    create_index(elastic, "2")
    project(elastic)
    assert ElasticEngine().match(asking("eau")).keys == ("page:1",)


def test_the_page_is_that_of_the_search_server_and_says_nothing(engine, client):
    index(document("page:1", "Eau"))
    engine.match(asking())
    response = client.get("/recherche/?q=eau")
    assert found(response.context_data["response"]) == ["page:1"]
    assert not response.context_data["response"].degraded
    assert "Recherche de secours" not in response.content.decode()


def test_a_row_gone_since_it_was_sent_is_not_shown(engine):
    index(document("page:1", "Eau"), document("page:2", "Eau"))
    engine.match(asking())
    with transaction.atomic():
        remove(["page:1"])
    response = search("q=eau")
    assert (response.degraded, found(response)) == (False, ["page:2"])


@pytest.mark.parametrize("order", [0, 1])
def test_a_node_that_says_nothing_is_left_for_another_within_the_time_out(
    engine, elastic_url, settings, order
):
    index(document("page:1", "Eau"))
    engine.match(asking())
    settings.ELASTICSEARCH_TIMEOUT = 4.0
    with serving(rubbish.silent) as silent:
        nodes = [elastic_url, silent.url]
        settings.ELASTICSEARCH_URL = nodes[order:] + nodes[:order]
        for _ in range(3):
            assert not ask("eau").degraded


def test_a_process_that_is_forked_makes_a_client_of_its_own(engine, monkeypatch):
    before = connection.client_for_searching()
    assert connection.client_for_searching() is before
    monkeypatch.setattr(connection.os, "getpid", lambda: -1)
    assert connection.client_for_searching() is not before
