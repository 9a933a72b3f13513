"""Both engines on the real catalogue, asked the judged queries: the same found and counted, and
nearly the same shown first."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.http import QueryDict

from scripts.relevance.judgments import TUNED, load
from search.answers import expansions
from search.engines.database import DatabaseEngine
from search.engines.elastic.engine import ElasticEngine
from search.query.form import SearchForm
from search.query.request import SearchRequest, Sort
from tests.search.elastic import (  # noqa: F401 (fixtures)
    create_index,
    elastic,
    elastic_url,
    project,
)

pytestmark = pytest.mark.elasticsearch

FIRST = 10
# Two engines that score differently settle near-ties differently. Measured: 0.99 of the first ten
# are the same on SQLite and 0.98 on PostgreSQL, and the very first for 0.96 and 0.95 of the queries.
SAME_AMONG_FIRST = 0.96
SAME_FIRST = 0.9


@dataclass(frozen=True)
class Compared:
    q: str
    among_first: float
    first: bool


def requests() -> list[SearchRequest]:
    """The judged queries, as the result page asks them."""
    asked = []
    for judged in load(TUNED):
        data = QueryDict(mutable=True)
        data["q"] = judged.q
        for facet, codes in judged.filters.items():
            data.setlist(facet, list(codes))
        form = SearchForm.from_querydict(data, page_size=FIRST)
        asked.append(expansions.widened(form.request).request)
    return asked


def test_the_engines_find_and_count_the_same_and_show_nearly_the_same_first(catalogue, elastic):  # noqa: F811
    create_index(elastic)
    project(elastic)
    compared: list[Compared] = []
    for request in requests():
        ours, theirs = ElasticEngine().match(request), DatabaseEngine().match(request)
        assert (ours.total, ours.counts) == (theirs.total, theirs.counts), request.q
        if ours.keys:
            common = len(set(ours.keys) & set(theirs.keys))
            compared.append(
                Compared(request.q, common / len(theirs.keys), ours.keys[0] == theirs.keys[0])
            )
    assert len(compared) >= 80
    assert sum(one.among_first for one in compared) / len(compared) >= SAME_AMONG_FIRST
    assert sum(one.first for one in compared) / len(compared) >= SAME_FIRST


@pytest.mark.parametrize("sort", [Sort.RECENT, Sort.TITLE])
def test_the_engines_sort_the_whole_catalogue_alike(catalogue, elastic, sort: Sort):  # noqa: F811
    create_index(elastic)
    project(elastic)
    request = SearchRequest(sort=sort, page_size=1_000)
    found = ElasticEngine().match(request).keys
    assert len(found) > 100
    assert found == DatabaseEngine().match(request).keys
