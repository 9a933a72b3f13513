"""The judged queries on the real content: what they name exists, and readers find it."""

from collections import Counter

import pytest
from django.db import connection

from contracts.catalogue.communes import load_communes
from scripts.relevance.judgments import HELD_OUT, PUBLICS, SENTENCES, TUNED, load
from scripts.relevance.reader import mean_ndcg, read
from search.models import SearchDocument
from search.text.analysis import fold
from tests.contracts.conftest import catalogue, real_catalogue  # noqa: F401 (fixtures)
from tests.search.elastic import (  # noqa: F401 (fixtures)
    create_index,
    elastic,
    elastic_url,
    project,
)

# Slightly under what is measured (`make relevance`): a change that loses more is looked at.
LEAST_NDCG = {
    TUNED: {"sqlite": 0.948, "elasticsearch": 0.946, "postgresql": 0.946},
    SENTENCES: {"sqlite": 0.570, "elasticsearch": 0.550, "postgresql": 0.578},
    HELD_OUT: {"sqlite": 0.926, "elasticsearch": 0.923, "postgresql": 0.924},
}
MOST_UNANSWERED = {
    TUNED: {"sqlite": 1, "elasticsearch": 1, "postgresql": 1},
    SENTENCES: {"sqlite": 9, "elasticsearch": 11, "postgresql": 9},
    HELD_OUT: {"sqlite": 6, "elasticsearch": 4, "postgresql": 4},
}
EACH_SET = pytest.mark.parametrize(
    "queries", [TUNED, SENTENCES, HELD_OUT], ids=lambda path: path.stem
)


@pytest.mark.parametrize(
    ("queries", "least", "least_of_each_public"),
    [
        pytest.param(TUNED, 80, 20, id="queries"),
        pytest.param(SENTENCES, 30, 10, id="sentences"),
        pytest.param(HELD_OUT, 60, 15, id="held_out"),
    ],
)
def test_there_are_enough_queries_of_every_public_and_none_twice(
    queries, least, least_of_each_public
):
    judged = load(queries)
    publics = Counter(one.public for one in judged)

    assert len(judged) >= least
    assert set(publics) == PUBLICS
    assert min(publics.values()) >= least_of_each_public
    assert len({_asked(one) for one in judged}) == len(judged)


def test_no_query_that_is_held_out_is_one_of_the_others():
    tuned = {_asked(one) for queries in (TUNED, SENTENCES) for one in load(queries)}

    assert {_asked(one) for one in load(HELD_OUT)}.isdisjoint(tuned)


@EACH_SET
@pytest.mark.usefixtures("catalogue")
def test_every_page_that_is_graded_can_be_found_or_proposed(queries, client):
    load_communes()
    urls = {url.strip("/") for url in SearchDocument.objects.values_list("url", flat=True)}
    judged = load(queries)
    graded = {page for one in judged if not one.is_of_proposals for page in one.grades}
    proposed = {page for one in judged if one.is_of_proposals for page in one.grades}

    assert sorted(graded - urls) == []
    for page in proposed - urls:
        assert client.get(f"/{page}" if "?" in page else f"/{page}/").status_code == 200, page


@EACH_SET
@pytest.mark.usefixtures("catalogue")
def test_readers_find_what_answers_them(queries):
    _assert_readers_find(queries, connection.vendor)


@EACH_SET
@pytest.mark.elasticsearch
@pytest.mark.usefixtures("catalogue")
def test_readers_find_what_answers_them_on_elasticsearch(queries, elastic):  # noqa: F811
    create_index(elastic)
    project(elastic)

    _assert_readers_find(queries, "elasticsearch")


def _assert_readers_find(queries, engine):
    load_communes()
    seen = [read(judged) for judged in load(queries)]
    unanswered = [one.judged.q for one in seen if not one.is_answered]

    assert mean_ndcg(seen) >= LEAST_NDCG[queries][engine]
    assert len(unanswered) <= MOST_UNANSWERED[queries][engine], unanswered


def _asked(judged):
    return fold(judged.q), tuple(judged.filters.items())
