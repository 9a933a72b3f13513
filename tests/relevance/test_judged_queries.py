"""The judged queries on the real content: what they name exists, and readers find it."""

from collections import Counter

import pytest
from django.db import connection

from search.models import SearchDocument
from tests.contracts.conftest import catalogue, real_catalogue  # noqa: F401 (fixtures)
from tests.relevance.judgments import PUBLICS, load
from tests.relevance.reader import mean_ndcg, read

# Slightly under what is measured (`make relevance`): a change that loses more is looked at.
LEAST_NDCG = {"sqlite": 0.925, "postgresql": 0.91}
MOST_UNANSWERED = {"sqlite": 3, "postgresql": 4}


def test_there_are_enough_queries_of_every_public_and_none_twice():
    judged = load()
    publics = Counter(one.public for one in judged)

    assert len(judged) >= 80
    assert set(publics) == PUBLICS
    assert min(publics.values()) >= 20
    assert len({(one.q, tuple(one.filters)) for one in judged}) == len(judged)


@pytest.mark.usefixtures("catalogue")
def test_every_page_that_is_graded_can_be_found():
    urls = {url.strip("/") for url in SearchDocument.objects.values_list("url", flat=True)}
    graded = {page for one in load() for page in one.grades}

    assert sorted(graded - urls) == []


@pytest.mark.usefixtures("catalogue")
def test_readers_find_what_answers_them():
    seen = [read(judged) for judged in load()]
    unanswered = [one.judged.q for one in seen if not one.is_answered]

    assert mean_ndcg(seen) >= LEAST_NDCG[connection.vendor]
    assert len(unanswered) <= MOST_UNANSWERED[connection.vendor], unanswered
