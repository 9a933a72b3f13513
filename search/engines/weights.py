"""Ranking weights of the title, the summary and the body of a document, engine by engine.

The figures were set with the judged queries (tests/relevance). They differ where what an engine
multiplies by them differs.
"""

from __future__ import annotations

from typing import NamedTuple


class Weights(NamedTuple):
    title: float
    summary: float
    body: float


# A word is counted so many times, before BM25 flattens what is repeated: bm25() of SQLite,
# combined_fields of Elasticsearch, and what PostgreSQL is asked.
COUNTED = Weights(12.0, 6.0, 1.0)

# Elasticsearch scores a phrase in each field apart, and multiplies that score, already flattened.
MULTIPLIED = Weights(2.0, 1.7, 1.0)

# What a document of the kind that was named is multiplied by: « contrat brest ».
FAVOURED = 1.5
