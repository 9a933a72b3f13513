"""The engine that answers a search: Elasticsearch where it is configured, else the database; and
the database whenever Elasticsearch cannot."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from search.engines.base import EngineResult, SearchEngine, SearchUnavailable
from search.engines.breaker import Breaker
from search.engines.database import DatabaseEngine
from search.engines.elastic import connection
from search.engines.elastic.engine import ElasticEngine
from search.query.request import SearchRequest

DATABASE = "database"
ELASTICSEARCH = "elasticsearch"

ENGINES: dict[str, Callable[[], SearchEngine]] = {
    DATABASE: DatabaseEngine,
    ELASTICSEARCH: ElasticEngine,
}

guard = Breaker()

# Whether a server that is told of changes after they are committed was asked, since this was set to
# False: what it answers may be older than the database.
asked_a_server: ContextVar[bool] = ContextVar("asked_a_server", default=False)


def chosen_name() -> str:
    return ELASTICSEARCH if connection.is_on() else DATABASE


def chosen() -> SearchEngine:
    """The engine that the settings choose: Elasticsearch when they say where it is."""
    return ENGINES[chosen_name()]()


def answer(request: SearchRequest) -> tuple[EngineResult, bool]:
    """What the chosen engine answers, and whether the database had to answer instead of it. Raises
    SearchUnavailable when the database cannot either."""
    if chosen_name() == DATABASE:
        return chosen().match(request), False
    asked_a_server.set(True)
    try:
        return guard.call(lambda: chosen().match(request)), False
    except SearchUnavailable:
        return in_database(request), True


def in_database(request: SearchRequest) -> EngineResult:
    """What the database answers, whatever the settings choose: it alone gives a list of any length
    at once, of one moment of the index. Raises SearchUnavailable."""
    return ENGINES[DATABASE]().match(request)
