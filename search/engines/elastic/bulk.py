"""Bulk-index changed rows, read anew. Versions come from the database, so that whatever is sent
late or twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from elastic_transport import ApiError
from elasticsearch import Elasticsearch

from search.engines.base import SearchUnavailable
from search.engines.elastic import index_identity, mapping
from search.engines.elastic.connection import WRITING_TIMEOUT
from search.engines.elastic.deadline import within
from search.engines.elastic.errors import Stale, nonsense, outages, shortened
from search.models import SearchDocument

# What a request may hold; an Elasticsearch as it comes takes 100 MB.
_REQUEST_SIZE = 8_000_000
# The bodies of the rows are not sent, their terms are.
_READ = (
    "key",
    "terms_title",
    "terms_summary",
    "terms_body",
    "facets",
    "date",
    "sort_title",
    "weight",
    "digest",
    "revision",
)
_REFUSED = 400
_TOO_LARGE = 413


@dataclass
class Told:
    """What came of a sending: the version of each document that the server now has (or knows to be
    gone), the reason of each that it will never have, and the outage that cut the sending short."""

    versions: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    outage: SearchUnavailable | None = None
    landed: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Item:
    key: str
    version: int
    action: Mapping[str, Any]
    source: Mapping[str, Any] | None
    size: int


def documents() -> QuerySet[SearchDocument]:
    """The rows to tell, with what is told of them."""
    return SearchDocument.objects.only(*_READ)


def tell(client: Elasticsearch, wanted: Mapping[str, int], *, marked: str) -> Told:
    """Make the documents of these keys in the index in service what they are in the database;
    those that are gone, gone as of the given version. `marked` is the index behind the alias when
    it was last looked at."""
    rows = {row.key: row for row in documents().filter(key__in=wanted)}
    told = tell_rows(client, rows.values(), wanted, index=mapping.alias(), marked=marked)
    for landed in told.landed - {marked}:
        # The alias was turned to another index meanwhile.
        index_identity.mark(client, landed, index_identity.current())
    return told


def tell_rows(
    client: Elasticsearch,
    rows: Iterable[SearchDocument],
    wanted: Mapping[str, int],
    *,
    index: str,
    marked: str,
) -> Told:
    """Send these rows to `index`, and the removal of what is wanted and has no row."""
    found = {row.key: row for row in rows}
    # After the rows were read: it is their revision, or a later one.
    index_identity.mark(client, marked, index_identity.current())
    items = [_item(key, version, found.get(key), index) for key, version in wanted.items()]
    told = Told()
    for group in _groups(items):
        _send(client, group, told, require_alias=index == mapping.alias())
        if told.outage is not None:
            break
    return told


def _item(key: str, version: int, row: SearchDocument | None, index: str) -> _Item:
    place = {"_index": index, "_id": mapping.id_of(key), "version_type": "external"}
    if row is None:
        return _Item(key, version, {"delete": {**place, "version": version}}, None, 200)
    return _Item(
        key,
        row.revision,
        {"index": {**place, "version": row.revision}},
        mapping.source_of(row),
        len(row.terms_title) + len(row.terms_summary) + len(row.terms_body) + 2_000,
    )


def _groups(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """The items by lots that a request can hold."""
    group: list[_Item] = []
    size = 0
    for item in items:
        if group and size + item.size > _REQUEST_SIZE:
            yield group
            group, size = [], 0
        group.append(item)
        size += item.size
    if group:
        yield group


def _send(client: Elasticsearch, group: list[_Item], told: Told, *, require_alias: bool) -> None:
    operations: list[Mapping[str, Any]] = []
    for item in group:
        operations.append(item.action)
        if item.source is not None:
            operations.append(item.source)
    try:
        with outages():
            try:
                answer = within(
                    WRITING_TIMEOUT + 5,
                    lambda: client.bulk(operations=operations, require_alias=require_alias).body,
                )
            except ApiError as error:
                if error.meta.status not in {_REFUSED, _TOO_LARGE}:
                    raise
                _send_by_halves(client, group, told, error, require_alias=require_alias)
                return
        with nonsense():
            results = [(one["_id"], one) for entry in answer["items"] for one in entry.values()]
            for item, (identifier, result) in zip(group, results, strict=True):
                if identifier != mapping.id_of(item.key):
                    raise ValueError("the answer speaks of other documents")
                _note(told, item, result)
    except SearchUnavailable as error:
        told.outage = error


def _send_by_halves(
    client: Elasticsearch,
    group: list[_Item],
    told: Told,
    error: ApiError,
    *,
    require_alias: bool,
) -> None:
    """The request as a whole was refused: because of which document?"""
    if len(group) == 1:
        told.refused[group[0].key] = shortened(str(error))
        return
    middle = len(group) // 2
    for half in (group[:middle], group[middle:]):
        if told.outage is None:
            _send(client, half, told, require_alias=require_alias)


def _note(told: Told, item: _Item, result: Mapping[str, Any]) -> None:
    status = int(result["status"])
    error = result.get("error") or {}
    kind = error.get("type", "")
    if status < 300 or status == 409 or (status == 404 and not error):
        # 409: the server has this version already, or a later one. 404: it is gone already.
        told.versions[item.key] = item.version
        told.landed.add(str(result["_index"]))
    elif kind == "index_not_found_exception":
        raise Stale("le serveur n’a plus l’index")
    elif status == _REFUSED and kind != "index_closed_exception":
        told.refused[item.key] = _reason(error)
    else:
        told.outage = SearchUnavailable(f"{status}: {_reason(error)}")


def _reason(error: Mapping[str, Any]) -> str:
    cause = error.get("caused_by") or {}
    parts = [error.get("type"), error.get("reason"), cause.get("reason")]
    return shortened(" : ".join(str(part) for part in parts if part))
