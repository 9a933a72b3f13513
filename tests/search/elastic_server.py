"""A real Elasticsearch of a test's own, to be killed, frozen, wiped and started again.

Tests that only need a server share the one of ELASTICSEARCH_TEST_URL. These cost ten seconds a
start: make the fixture as wide as the tests allow, and mark them `elasticsearch`.

    with own_server() as server:
        server.url          # "http://127.0.0.1:port": what ELASTICSEARCH_URL takes
        server.kill()       # -9; the address answers « connection refused »
        server.freeze()     # the address accepts connections and never answers; thaw() ends it
        server.stop()       # as an operator would
        server.wipe()       # forgets all data; only after kill() or stop()
        server.restart()    # same address, same data
        server.request("/_cat/indices?format=json")

Several nodes: own_server(nodes=3), kill(1) for the second one; `addresses` has one for each. With
security=True, `url` carries the account that may only touch indices beginning with `prefix`.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from scripts.elastic_server.cluster import Cluster
from scripts.elastic_server.distribution import ServerProblem, is_fetched


def own_server(**options: Any) -> Cluster:
    """Not started yet: enter it. Skips the test when there is no server on this machine, and fails
    it where everything is required."""
    is_required = os.environ.get("REQUIRE_ALL") == "1"
    if not is_fetched() and not is_required:
        pytest.skip("needs the server of Elasticsearch: make test-elasticsearch")
    try:
        return Cluster(**options)
    except ServerProblem as problem:
        if is_required:
            raise
        pytest.skip(f"needs the server of Elasticsearch: {problem}")
