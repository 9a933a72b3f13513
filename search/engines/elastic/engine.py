"""The engine of Elasticsearch: one conversation with the server for each search.

It gives the same documents and the same counts as the database for the same rows, as of the last
time that they were sent; search.engines.elastic.search_body tells the limits that both share.
"""

from __future__ import annotations

import math
import threading
import time
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search

from search.engines.base import EngineResult, SearchRefused, SearchUnavailable
from search.engines.elastic import connection, index_identity, mapping, response, search_body
from search.engines.elastic.deadline import Overdue, within
from search.engines.elastic.response import Answer, Counted
from search.query.request import SearchRequest

# Results further down are asked for from the nearer end, once it is known how many there are.
_NEAR = 10_000
# For how many seconds an index is believed to be still the one of this database.
CHECKED_EVERY = 5.0


class ElasticEngine:
    """Answers from Elasticsearch, within its time-out whatever the server does."""

    def match(self, request: SearchRequest) -> EngineResult:
        try:
            access = connection.access()
            client = connection.client_for_searching()
        except connection.Misconfigured as error:
            raise SearchUnavailable(str(error)) from error
        must_look = not believed.is_fresh()
        milliseconds = max(1, int(access.timeout * 1000))

        def conversation() -> tuple[index_identity.Seen | None, EngineResult]:
            seen = response.seen(client) if must_look else None
            return seen, _Conversation(client, request, milliseconds).result()

        try:
            seen, result = within(access.timeout, conversation)
        except Overdue as error:
            raise _unavailable(request, str(error)) from error
        if seen is not None:
            if reason := index_identity.fault(seen):
                raise SearchUnavailable(f"{reason}: run rebuild_search")
            believed.renew()
        return result


def _unavailable(request: SearchRequest, reason: str) -> SearchUnavailable:
    """A page far down may be too much for a server that answers all the others."""
    is_far = request.page * request.page_size > _NEAR
    return SearchRefused(reason) if is_far else SearchUnavailable(reason)


class Believed:
    """Until when the index in service needs not be asked again whose it is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[object, float] = {}  # by addresses and name of the index

    def is_fresh(self) -> bool:
        with self._lock:
            return self._until.get(self._place(), -math.inf) > time.monotonic()

    def renew(self) -> None:
        with self._lock:
            self._until = {self._place(): time.monotonic() + CHECKED_EVERY}

    @staticmethod
    def _place() -> object:
        return connection.addresses(), mapping.alias()


believed = Believed()


class _Conversation:
    """The questions that one search needs; most need one."""

    def __init__(self, client: Elasticsearch, request: SearchRequest, milliseconds: int) -> None:
        self._client = client
        self._request = request
        self._milliseconds = milliseconds

    def result(self) -> EngineResult:
        request, size = self._request, self._request.page_size
        is_near = request.page * size <= _NEAR
        first = search_body.hits(request, (request.page - 1) * size, size if is_near else 0)
        answer = self._ask(search_body.with_counts(first[:0] if not is_near else first, request))
        page = min(request.page, max(1, math.ceil(answer.total / size)))
        is_there = is_near and page == request.page
        without: dict[str, int] = {}
        without_words = 0
        if not answer.total:
            without = {
                facet: answer.sets[name].total
                for name, facet in search_body.counting(request).items()
                if facet is not None
            }
            if not request.query.is_empty:
                without_words = self._ask(search_body.everything(request)).total
        return EngineResult(
            total=answer.total,
            page=page,
            keys=answer.keys if is_there else self._keys(page, answer.total),
            counts=self._counts(answer),
            without=without,
            without_words=without_words,
        )

    def _keys(self, page: int, total: int) -> tuple[str, ...]:
        """The keys of a page, asked for from the end when it is nearer."""
        size = self._request.page_size
        start = (page - 1) * size
        wanted = min(size, total - start)
        from_end = total - start - wanted
        if wanted <= 0:
            return ()
        if start <= from_end:
            return self._ask(search_body.hits(self._request, start, wanted)).keys
        answer = self._ask(search_body.hits(self._request, from_end, wanted, backwards=True))
        return answer.keys[::-1]

    def _counts(self, answer: Answer) -> dict[str, dict[str, int]]:
        found: dict[int, Counted] = {}
        for one in answer.sets.values():
            found.update(one.facets)
        counts: dict[str, dict[str, int]] = {}
        for number, facet in enumerate(self._request.facets):
            try:
                counted = found[number]
            except KeyError as error:
                raise SearchUnavailable(f"the answer does not count {facet}") from error
            counts[facet] = dict(counted.codes) if counted.complete else self._all_counts(facet)
        return counts

    def _all_counts(self, facet: str) -> dict[str, int]:
        """The counts of a facet that has more values than one search counts."""
        counts: dict[str, int] = {}
        after: Any = None
        while True:
            answer = self._ask(search_body.counts_of(self._request, facet, after))
            counts.update(answer.values)
            after = answer.after
            if not answer.values or after is None:
                return counts

    def _ask(self, search: Search[Any]) -> Answer:
        # The server stops working for somebody who is answered by the database already.
        return response.ask(self._client, search.extra(timeout=f"{self._milliseconds}ms"))
