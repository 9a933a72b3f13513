"""A real Elasticsearch for tests, with an index of their own; without one, how to have it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from search.engines.elastic import connection, index_identity, mapping
from search.index.outbox import identity
from search.models import SearchDocument

VARIABLE = "ELASTICSEARCH_TEST_URL"
CURE = f"needs Elasticsearch: make test-elasticsearch (or {VARIABLE}=http://127.0.0.1:9200)"


@pytest.fixture
def elastic_url() -> str:
    """The address of the server that was started for the tests."""
    url = os.environ.get(VARIABLE, "")
    if not url:
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(CURE, pytrace=False)
        pytest.skip(CURE)
    return url


@pytest.fixture
def elastic(elastic_url: str, settings) -> Iterator[Elasticsearch]:
    """Elasticsearch switched on under a prefix that nobody else has; its indices go afterwards."""
    settings.ELASTICSEARCH_URL = [elastic_url]
    settings.ELASTICSEARCH_INDEX_PREFIX = f"test-{secrets.token_hex(6)}"
    # A machine that does other things too is no fault of the engine: outages are tested elsewhere.
    settings.ELASTICSEARCH_TIMEOUT = 30.0
    client = connection.client_for_writing()
    yield client
    names = client.indices.get(index=f"{mapping.alias()}*", expand_wildcards="all").body
    if names:
        client.indices.delete(index=list(names))


def create_index(client: Elasticsearch, stamp: str = "1", **meta: object) -> str:
    """An empty index behind the alias, as a rebuild leaves it."""
    body = mapping.index_body(identity())
    body["mappings"]["_meta"].update(meta)
    # Tests refresh when they want to find.
    body["settings"].update({**mapping.SERVING, "refresh_interval": "-1"})
    name = mapping.physical_name(stamp)
    client.indices.create(index=name, **body, aliases={mapping.alias(): {}})
    index_identity.prepare_markers(client)
    index_identity.mark(client, name, index_identity.current())
    return name


def project(client: Elasticsearch, rows: Iterable[SearchDocument] | None = None) -> None:
    """Make the index hold these rows, all of them by default, and nothing else; findable now."""
    wanted = {
        mapping.id_of(row.key): mapping.source_of(row)
        for row in (SearchDocument.objects.all() if rows is None else rows)
    }
    held = client.search(index=mapping.alias(), size=10_000, source=False)["hits"]["hits"]
    bulk(
        client,
        [
            *(
                {"_op_type": "delete", "_index": mapping.alias(), "_id": hit["_id"]}
                for hit in held
                if hit["_id"] not in wanted
            ),
            *(
                {"_index": mapping.alias(), "_id": identifier, "_source": source}
                for identifier, source in wanted.items()
            ),
        ],
    )
    client.indices.refresh(index=mapping.alias())
