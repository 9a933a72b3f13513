"""Parse the answers of Elasticsearch; an answer of another shape raises SearchUnavailable.

An answer that lacks a part of the index is none either: what is not counted must not look absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from elasticsearch import ApiError, BadRequestError, Elasticsearch, TransportError
from elasticsearch.dsl import Search

from search.engines.base import SearchRefused, SearchUnavailable
from search.engines.elastic import index_identity

T = TypeVar("T")


@dataclass(frozen=True)
class Counted:
    """The documents under each code of a facet. `complete` is false when there are more codes."""

    codes: Mapping[str, int]
    complete: bool


@dataclass(frozen=True)
class CountedSet:
    """A set of documents: how many there are, and the facets counted among them, by the place of
    each in the request."""

    total: int
    facets: Mapping[int, Counted]


@dataclass(frozen=True)
class Answer:
    """`after` is where the next values of a facet begin, when they are asked in several times."""

    total: int
    keys: tuple[str, ...]
    sets: Mapping[str, CountedSet]
    values: Mapping[str, int]
    after: Mapping[str, Any] | None


def ask(client: Elasticsearch, search: Search[Any]) -> Answer:
    """The answer of the server; SearchUnavailable when there is none that can be trusted."""
    return _read(lambda: search.using(client).execute().to_dict(), _answer)


def seen(client: Elasticsearch) -> index_identity.Seen:
    """What the server says of the index in service, by which one can tell whose it is."""
    found: index_identity.Seen = _read(lambda: index_identity.look(client), lambda seen: seen)
    if not found.index:
        raise SearchUnavailable("the server has no index of this site: run rebuild_search")
    return found


def _read(call: Callable[[], Any], reading: Callable[[Any], T]) -> T:
    try:
        raw = call()
    except BadRequestError as error:
        raise SearchRefused(f"the server refuses this search: {_said(error)}") from error
    except ApiError as error:
        raise SearchUnavailable(f"the server answers {_said(error)}") from error
    except SearchUnavailable:
        raise
    except TransportError as error:
        raise SearchUnavailable(f"{type(error).__name__}: {error.message}") from error
    except Exception as error:  # whatever an answer can make of its readers
        raise SearchUnavailable(f"the answer cannot be read: {error!r}") from error
    try:
        return reading(raw)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise SearchUnavailable(f"the answer has another shape: {error!r}") from error


def _said(error: ApiError) -> str:
    return f"{error.status_code} {str(error.message)[:200]}"


def _answer(raw: Any) -> Answer:
    if raw["timed_out"] or raw["_shards"]["failed"] or not raw["_shards"]["successful"]:
        raise SearchUnavailable("the server answers for a part of the index only")
    total = raw["hits"]["total"]
    if total["relation"] != "eq":
        raise ValueError("the total is not exact")
    aggregations = raw.get("aggregations", {})
    values = aggregations.get("values", {"buckets": []})
    return Answer(
        total=_count(total["value"]),
        keys=tuple(_text(hit["sort"][-1]) for hit in raw["hits"]["hits"]),
        sets={name: _set(found) for name, found in aggregations.items() if "buckets" not in found},
        values={_text(one["key"]["code"]): _count(one["doc_count"]) for one in values["buckets"]},
        after=values.get("after_key"),
    )


def _set(raw: Any) -> CountedSet:
    return CountedSet(
        total=_count(raw["doc_count"]),
        facets={
            int(name.removeprefix("facet")): Counted(
                codes={_text(one["key"]): _count(one["doc_count"]) for one in found["buckets"]},
                complete=not found["sum_other_doc_count"],
            )
            for name, found in raw.items()
            if name.startswith("facet")
        },
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no count")
    return value
