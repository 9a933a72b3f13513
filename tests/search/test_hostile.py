"""Whatever is typed is answered: a list of what broke other searches, and ten thousand inventions.

The ten thousand are drawn from a seed: the same at each run. An engine is asked each query that they
make once, since it sees nothing else of what was typed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from functools import cache

import pytest
from django.db import transaction
from django.http import QueryDict

from kb.middleware import LONGEST_ADDRESS
from search.answers.service import answer
from search.engines.database import DatabaseEngine
from search.engines.elastic.engine import ElasticEngine
from search.index.indexing import lock
from search.query.form import SearchForm
from search.query.request import Query, SearchRequest
from tests.search.elastic import create_index, project
from tests.search.engine_contract import FACETS, HOSTILE
from tests.search.factories import document, index

pytestmark = pytest.mark.django_db

SEED = 20_261_124
COUNT = 10_000
# Answered in bounded time: no measure, a machine under load included.
AT_MOST = 5.0

_SIGNS = list(
    "'’\"«»“”()[]{}*?\\/-–—+=:;,.!%&|<>~^#@$€_`´\t\r\n\u2028\u00a0\u202f\x00\x1b\u202e\ufeff"
)
_OPERATORS = [
    " AND ", " OR ", " NOT ", " NEAR(", "NEAR/3", " && ", " || ", "<->", "<2>", ":*", ":A", "!!",
    "title:", "terms_title : ", "facets.type:", "_exists_:", "/.*/", "[a TO b]", "~2", "^9", "\\\"",
    "{{7*7}}", "${x}", "<script>", "';--", " UNION SELECT ", "%00", "%s", "%(a)s", "{}", '{"query":',
]  # fmt: skip
_WORDS = [
    "eau", "l’eau", "bois", "Énergie", "mise", "en", "œuvre", "la", "co-voiturage", "P.N.R.", "1e5",
    "aujourd’hui", "centre-ouest-bretagne", "ß", "İ", "ǆ", "ﬁ", "ﷺ", "北京", "ماء", "🌾", "👩🏽‍🌾",
]  # fmt: skip


def _piece(draw: random.Random) -> str:
    match draw.randrange(9):
        case 0 | 1 | 2:
            return draw.choice(_WORDS)
        case 3:
            return draw.choice(_SIGNS) * draw.choice((1, 1, 1, 2, 3, 40))
        case 4:
            return draw.choice(_OPERATORS)
        case 5:
            return chr(
                draw.choice(
                    (
                        draw.randrange(0x300),
                        draw.randrange(0x3000),
                        0x1F000 + draw.randrange(0xFFF),
                        draw.randrange(0x11_0000),
                    )
                )
            )
        case 6:
            return "-" + draw.choice(('"', "«", "“", "")) + draw.choice(_WORDS)
        case 7:
            return draw.choice(_WORDS) * draw.choice((1, 2, 150))
        case _:
            return draw.choice(HOSTILE)


@cache
def inventions() -> tuple[str, ...]:
    draw = random.Random(SEED)  # noqa: S311 (the same ones at each run)
    return tuple(
        draw.choice(("", " ")).join(_piece(draw) for _ in range(draw.choice((1, 2, 3, 5, 8, 30))))
        for _ in range(COUNT)
    )


def typed(text: str) -> SearchForm:
    """What a browser sends of it, read as the site reads it."""
    data = QueryDict(mutable=True)
    data["q"] = text.encode(errors="ignore").decode()
    return SearchForm.from_querydict(data)


def distinct() -> Iterator[tuple[str, SearchForm]]:
    """What was typed and how it was understood, for each query that is not another's."""
    seen: set[Query] = set()
    for text in (*HOSTILE, *inventions()):
        form = typed(text)
        if form.request.query not in seen:
            seen.add(form.request.query)
            yield text, form


@pytest.fixture(autouse=True)
def catalogue() -> None:
    index(
        document("page:1", "L’eau et le bois", facets={"theme": ("eau", "bois")}),
        document("page:2", "Mise en œuvre", body="énergie du bois 1e5abc P.N.R. 北京"),
        document("page:3", "Co-voiturage", body="aujourd’hui, centre ouest Bretagne : la mise"),
    )


def test_the_inventions_are_various():
    assert len(inventions()) == COUNT
    assert sum(1 for _ in distinct()) > COUNT * 0.6


def test_whatever_is_typed_the_database_answers_in_bounded_time():
    for text, form in distinct():
        started = time.monotonic()
        response = answer(form)
        assert time.monotonic() - started < AT_MOST, text
        assert len(response.hits) == response.total <= 3, text


def test_whatever_is_typed_the_page_is_served(client):
    for text in (*HOSTILE, *inventions()[::20]):
        sent = text.encode(errors="ignore").decode()
        response = client.get("/recherche/", {"q": sent})
        if len(response.wsgi_request.get_full_path()) > LONGEST_ADDRESS:
            assert response.status_code == 414, text
            continue
        assert response.status_code == 200, text
        assert response.context_data["response"] is not None, text


@pytest.mark.elasticsearch
def test_whatever_is_typed_elasticsearch_answers_as_the_database(elastic):
    with transaction.atomic():
        lock()
    create_index(elastic)
    project(elastic)
    for text, form in distinct():
        request = SearchRequest(query=form.request.query, facets=FACETS)
        started = time.monotonic()
        # Raises SearchUnavailable rather than let the database answer instead.
        ours = ElasticEngine().match(request)
        assert time.monotonic() - started < AT_MOST, text
        theirs = DatabaseEngine().match(request)
        assert sorted(ours.keys) == sorted(theirs.keys), text
        assert ours.counts == theirs.counts, text
