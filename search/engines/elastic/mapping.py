"""The mapping of the index, and a row of the index as its document.

Texts are the terms that search.text.analysis made, separated by spaces and split there again: nothing
is analysed a second way. What sorts a document is what the database sorts it by.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings

from search.engines.base import share_of_title
from search.index.snapshot import recency
from search.models import SearchDocument
from search.text.analysis import ANALYSIS_VERSION

# The keys of `_meta` in an index: the database it projects, and the analysis that made its terms.
META_DATABASE = "database"
META_ANALYSIS = "analysis"

# The three texts, and all of them one after the other with a gap that no phrase crosses.
TITLE, SUMMARY, BODY, WHOLE = "title", "summary", "body", "whole"
FACETS = "facets"
SORT_TITLE = "sort_title"
WEIGHT, TITLE_SHARE = "weight", "title_share"  # what multiplies a score

# An identifier takes 512 bytes, a keyword 32 766: a letter has at most 4 of them. Two titles that
# begin with so many same letters are sorted by their keys.
_ID_BYTES = 512
_SORTED_LETTERS = 8_000
# Any page of any result can be asked. Reading one far down costs the server memory for all those
# before it, so matching asks for it from the nearer end.
_RESULT_WINDOW = 100_000_000

# Given to an index when it begins to serve: as many copies as there are other nodes, one at most;
# what is written is found within a second, searched lately or not.
SERVING = {"refresh_interval": "1s", "auto_expand_replicas": "0-1"}
# While it is filled, nothing is found or copied.
FILLING = {"refresh_interval": "-1", "auto_expand_replicas": "false", "number_of_replicas": 0}


def alias() -> str:
    """The name under which the index in service is searched and written."""
    return settings.ELASTICSEARCH_INDEX_PREFIX


def physical_name(stamp: str) -> str:
    """The name of one index behind the alias; `stamp` in lower case letters, digits and « - »."""
    return f"{alias()}-{stamp}"


def index_body(identity: str) -> dict[str, Any]:
    """The settings and mappings of an index that projects the database of this identity. It is
    made to be filled: give it SERVING before the alias points to it."""
    text = {"type": "text", "analyzer": "whitespace", "copy_to": WHOLE}
    unsearched = {"index": False}
    return {
        "settings": {
            "number_of_shards": settings.ELASTICSEARCH_SHARDS,
            "max_result_window": _RESULT_WINDOW,
            **FILLING,
        },
        "mappings": {
            "_meta": {META_DATABASE: identity, META_ANALYSIS: ANALYSIS_VERSION},
            # Rows are the source of everything: only what tells them apart is given back.
            "_source": {"includes": ["key", "digest", "revision"]},
            "dynamic": "strict",
            "date_detection": False,
            "dynamic_templates": [
                {
                    FACETS: {
                        "path_match": f"{FACETS}.*",
                        "mapping": {"type": "keyword", "eager_global_ordinals": True},
                    }
                }
            ],
            "properties": {
                TITLE: text,
                SUMMARY: text,
                BODY: text,
                WHOLE: {"type": "text", "analyzer": "whitespace", "norms": False},
                FACETS: {"type": "object", "dynamic": True, "subobjects": False},
                "recency": {"type": "integer", **unsearched},
                SORT_TITLE: {"type": "keyword", **unsearched},
                "key": {"type": "keyword"},
                WEIGHT: {"type": "double", **unsearched},
                TITLE_SHARE: {"type": "double", **unsearched},
                "digest": {"type": "keyword", "doc_values": False, **unsearched},
                "revision": {"type": "long", **unsearched},
            },
        },
    }


def id_of(key: str) -> str:
    """The identifier of the document of this key: the key itself unless it is too long."""
    if len(key.encode()) <= _ID_BYTES:
        return key
    return f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def source_of(row: SearchDocument) -> dict[str, Any]:
    """The document of a row."""
    return {
        TITLE: row.terms_title,
        SUMMARY: row.terms_summary,
        BODY: row.terms_body,
        FACETS: row.facets,
        "recency": recency(row.date),
        SORT_TITLE: row.sort_title[:_SORTED_LETTERS],
        "key": row.key,
        WEIGHT: row.weight,
        TITLE_SHARE: share_of_title(row.sort_title),
        "digest": row.digest,
        "revision": row.revision,
    }
