"""A server that asks who is there: the account of the site, a wrong password, a role too narrow.

API keys cannot be made on this build of the server (see scripts/elastic_server/accounts.py): how
the site reads one is tested in test_connection.
"""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from search import engines
from search.engines.breaker import Breaker
from search.engines.elastic import check, rebuilding
from search.engines.elastic.drain import drain
from tests.search.elastic_server import own_server
from tests.search.factories import document, found, index, search

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]

PREFIX = "connu"


@pytest.fixture(scope="module")
def guarded():
    """A server with two accounts, of which that of the site may only touch its own indices."""
    with own_server(security=True, prefix=PREFIX) as server:
        yield server


@pytest.fixture
def built(guarded, settings, monkeypatch):
    """Two documents, indexed through the account of the site."""
    monkeypatch.setattr(engines, "guard", Breaker())
    settings.ELASTICSEARCH_TIMEOUT = 30.0
    settings.ELASTICSEARCH_INDEX_PREFIX = PREFIX
    settings.ELASTICSEARCH_URL = [guarded.url]
    index(document("page:1", "Eau"), document("page:2", "Bois"))
    rebuilding.rebuild()
    return guarded


def check_search() -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("check_search", stdout=said, stderr=said)
    except SystemExit as exit_:
        return int(str(exit_.code)), said.getvalue()
    return 0, said.getvalue()


def test_a_role_limited_to_the_indices_of_the_site_is_enough(built):
    index(document("page:1", "Eau vive"), document("page:3", "Eau de pluie"))
    assert drain().told == 2
    built.request(f"/{PREFIX}/_refresh", method="POST")
    response = search("q=eau&tri=titre")
    assert (response.degraded, found(response)) == (False, ["page:3", "page:1"])
    assert check.state() == check.State.OK
    assert list(check.differences()) == []


def test_a_wrong_password_has_the_database_answer_and_the_checks_say_so(built, settings):
    settings.ELASTICSEARCH_URL = [built.url.replace(built.limited.password, "faux")]
    response = search("q=eau")
    assert (response.degraded, found(response)) == (True, ["page:1"])
    assert check.state() == check.State.UNAVAILABLE
    index(document("page:1", "Eau vive"))
    drained = drain()
    assert (drained.told, drained.refused) == (0, 0)
    assert "401" in drained.outage
    status, said = check_search()
    assert status == 1
    assert "Elasticsearch ne répond pas" in said
    assert "401" in said
    # With the right one, what was saved meanwhile is sent.
    settings.ELASTICSEARCH_URL = [built.url]
    assert drain(eager=True).told == 1
    assert list(check.differences()) == []


def test_indices_outside_the_role_are_an_outage_and_not_an_empty_answer(built, settings):
    settings.ELASTICSEARCH_INDEX_PREFIX = "ailleurs"
    response = search("q=eau")
    assert (response.degraded, found(response)) == (True, ["page:1"])
    assert check.state() == check.State.UNAVAILABLE
    status, said = check_search()
    assert status == 1
    assert "403" in said
