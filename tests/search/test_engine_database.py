"""The embedded engine keeps the contract; and what it promises besides, of its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import engines
from search.engines import sqlite
from search.engines.base import SearchUnavailable
from search.engines.database import DatabaseEngine
from search.engines.elastic.engine import ElasticEngine
from search.engines.index_reader import IndexReader
from search.index import snapshot
from search.query.request import Sort
from tests.search.engine_contract import EngineContract, asking
from tests.search.factories import ask, document, index, search

pytestmark = pytest.mark.django_db


class TestDatabaseEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> DatabaseEngine:
        return DatabaseEngine()


def test_the_database_is_searched_unless_there_is_a_search_server(settings):
    assert isinstance(engines.chosen(), DatabaseEngine)
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9200"]
    assert isinstance(engines.chosen(), ElasticEngine)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "q=eau",
        "q=eau&theme=bois&annee=2016",
        "q=eau+-bois",
        "q=-bois",
        "q=eau&tri=titre",
        "q=absent",
        "theme=inconnu",
        "q=contrat&page=2",
    ],
)
def test_a_search_asks_the_database_the_same_at_1_document_and_at_60(address: str):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            search(address)
        return len(captured)

    index(document("page:0", "Contrat", body="eau", facets={"theme": ("bois",)}))
    with_one = queries()
    index(
        *(
            document(f"page:{number}", "Contrat", body="eau", facets={"theme": ("bois",)})
            for number in range(1, 60)
        )
    )
    # Inside the transaction of a test each search loads its snapshot; outside, it has it already.
    assert with_one <= 5
    assert queries() <= 5


def test_words_found_nearly_everywhere_are_scored_in_titles_only(monkeypatch):
    monkeypatch.setattr(IndexReader().flavour, "SCORED_AT_MOST", 2)
    index(
        document("page:1", "Autre", body="eau eau eau"),
        document("page:2", "Autre", body="eau"),
        document("page:3", "Eau"),
    )
    assert ask("eau").hits[0].key == "page:3"
    assert [hit.key for hit in ask("eau").hits] == ["page:3", "page:1", "page:2"]


def test_a_facet_of_rare_values_is_counted_like_any_other(monkeypatch):
    documents = [
        document(f"page:{number}", "Eau", facets={"theme": ("tous", f"t{number // 2}")})
        for number in range(60)
    ]
    for few in (0.0, 0.5):
        monkeypatch.setattr(snapshot, "_FEW", few)
        index(*documents)
        result = DatabaseEngine().match(asking("eau", filters={"theme": ("t3", "t4")}))
        assert result.total == 4
        assert result.counts["theme"] == {"tous": 60, **{f"t{one}": 2 for one in range(30)}}


def test_the_order_of_the_first_page_does_not_depend_on_the_size_of_pages():
    index(*(document(f"page:{one:02}", "Eau", body="eau " * (one % 7)) for one in range(40)))
    whole = DatabaseEngine().match(asking("eau", page_size=100)).keys
    parts = [
        key
        for page in range(1, 11)
        for key in DatabaseEngine().match(asking("eau", page_size=4, page=page)).keys
    ]
    assert parts == list(whole)


def test_a_table_that_is_gone_is_an_outage_and_no_empty_answer():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_indexstate RENAME TO search_elsewhere")
    with pytest.raises(SearchUnavailable):
        DatabaseEngine().match(asking("eau", sort=Sort.TITLE))


@pytest.mark.postgresql
def test_a_word_of_every_document_is_found_by_the_index_and_not_by_reading_the_table():
    index(*(document(f"page:{one}", "Autre", body="eau " + "mot " * 300) for one in range(300)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchdocument")
        readings = "SELECT pg_stat_get_xact_numscans('search_fulltext'::regclass)"
        cursor.execute(readings)
        before = cursor.fetchone()
        assert ask("eau", page_size=1, facets=()).total == 300
        cursor.execute(readings)
        assert cursor.fetchone() > before


@pytest.mark.sqlite
def test_the_full_text_is_read_once_and_never_row_by_row():
    statement, values = sqlite.matching(asking("eau bois").query)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = [row[3] for row in cursor.fetchall()]
    assert steps == ["SCAN search_fulltext VIRTUAL TABLE INDEX 0:M3"]
