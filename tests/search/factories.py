"""One valid document, and searches in one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict

from search.answers.service import answer
from search.index.documents import Document
from search.index.indexing import put_many
from search.query.form import SearchForm
from search.query.results import SearchResponse

WRITTEN_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def document(
    key: str = "page:1", title: str = "Contrat de réciprocité", **changes: Any
) -> Document:
    values: dict[str, Any] = {
        "key": key,
        "kind": "contrat",
        "title": title,
        "url": f"/{key}/",
        "updated": WRITTEN_AT,
        **changes,
    }
    return Document(**values)


def index(*documents: Document) -> int:
    with transaction.atomic():
        return put_many(documents)


def search(address: str = "", **options: Any) -> SearchResponse:
    return answer(SearchForm.from_querydict(QueryDict(address), **options))


def ask(q: str, **options: Any) -> SearchResponse:
    data = QueryDict(mutable=True)
    data["q"] = q
    return answer(SearchForm.from_querydict(data, **options))


def found(response: SearchResponse) -> list[str]:
    return [hit.key for hit in response.hits]


def counted(response: SearchResponse) -> Mapping[str, Mapping[str, int]]:
    return {
        one.facet.name: {value.code: value.count for value in one.values if value.count}
        for one in response.facets
    }


def day(text: str) -> date:
    return date.fromisoformat(text)
