"""Compare the index of the server with the rows. Nothing is repaired here."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone
from elasticsearch import Elasticsearch
from elasticsearch.helpers import ScanError, scan

from search.engines.base import SearchUnavailable
from search.engines.elastic import connection, index_identity, mapping
from search.engines.elastic.deadline import within
from search.engines.elastic.errors import Stale, nonsense, outages
from search.index import outbox
from search.index.integrity import Difference
from search.models import SearchDocument

_BATCH = 500
_LATE = timedelta(minutes=15)
# A document that changes while it is compared is looked at again.
_LOOKS = 3
_SOURCE = ["key", "digest", "revision"]

# What is compared of a document: digest, revision, and the version that the server keeps.
_State = tuple[str, int, int]


class State(StrEnum):
    """How the server is, for the health address."""

    OK = "ok"
    UNAVAILABLE = "ne répond pas : la base répond à sa place"
    STALE = "à reconstruire : la base répond à sa place"


def state() -> State:
    """Asked within the time-out of a search."""
    try:
        with outages():
            client = connection.client_for_searching()
            seen = within(connection.access().timeout, lambda: index_identity.look(client))
    except SearchUnavailable:
        return State.UNAVAILABLE
    return State.STALE if index_identity.fault(seen) else State.OK


def differences() -> Iterator[Difference]:
    """Everything in which the index of the server differs from the rows. What the server is still
    to be told is counted, and does not differ."""
    try:
        with outages():
            client = connection.client_for_writing()
        index_identity.served(client)
        yield from _document_differences(client)
    except Stale as error:
        yield Difference(f"Elasticsearch est à reconstruire : {error}.")
    except SearchUnavailable as error:
        yield Difference(f"Elasticsearch ne répond pas ({error}).")
    for one in outbox.parked():
        yield Difference(f"{one.key} est refusé par Elasticsearch : {one.refusal}")
    count, oldest = outbox.waiting()
    if oldest is not None:
        is_late = oldest < timezone.now() - _LATE
        yield Difference(
            f"{count} changement(s) en attente pour Elasticsearch"
            + (
                ", depuis plus d’un quart d’heure : drain_search tourne-t-il\u202f?"
                if is_late
                else "."
            ),
            warning=not is_late,
        )


def _document_differences(client: Elasticsearch) -> Iterator[Difference]:
    with outages():
        client.indices.refresh(index=mapping.alias())
    suspects = _suspects(client)
    for _ in range(_LOOKS):
        if not suspects:
            return
        suspects = _still_differing(client, suspects)
        time.sleep(0.2 if suspects else 0)
    titles = dict(_rows().filter(key__in=suspects).values_list("key", "title"))
    indexed, expected = _indexed(client, suspects), _expected(suspects)
    for key in sorted(suspects):
        if key not in expected:
            yield Difference(f"{key} n’existe plus et reste dans Elasticsearch.")
        elif key not in indexed:
            yield Difference(f"{key} (« {titles[key]} ») manque à Elasticsearch.")
        else:
            yield Difference(f"{key} (« {titles[key]} ») n’est pas à jour dans Elasticsearch.")


def _suspects(client: Elasticsearch) -> set[str]:
    """The documents that differed at some moment: the whole index is read once."""
    suspects: set[str] = set()
    seen: set[str] = set()
    lot: dict[str, _State] = {}
    try:
        with outages(), nonsense():
            for hit in scan(
                client,
                index=mapping.alias(),
                query={"query": {"match_all": {}}, "version": True},
                source_includes=_SOURCE,
                size=_BATCH,
            ):
                lot[hit["_source"]["key"]] = _state_of(hit)
                if len(lot) == _BATCH:
                    suspects |= _differing(lot, _expected(lot))
                    seen.update(lot)
                    lot = {}
    except ScanError as error:
        raise SearchUnavailable(str(error)) from error
    suspects |= _differing(lot, _expected(lot))
    seen.update(lot)
    keys = _rows().values_list("key", flat=True)
    return suspects | {key for key in keys.iterator() if key not in seen}


def _still_differing(client: Elasticsearch, suspects: Collection[str]) -> set[str]:
    indexed, expected = _indexed(client, suspects), _expected(suspects)
    differing = {key for key in suspects if indexed.get(key) != expected.get(key)}
    return differing - outbox.pending(differing)


def _differing(indexed: Mapping[str, _State], expected: Mapping[str, _State]) -> set[str]:
    return {key for key, found in indexed.items() if expected.get(key) != found}


def _indexed(client: Elasticsearch, keys: Collection[str]) -> dict[str, _State]:
    """What the server holds of these, as it would be after a refresh."""
    found: dict[str, _State] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        ids = [mapping.id_of(key) for key in ordered[start : start + _BATCH]]
        with outages():
            answer = client.mget(index=mapping.alias(), ids=ids, source_includes=_SOURCE).body
        with nonsense():
            for one in answer["docs"]:
                if one.get("found"):
                    found[one["_source"]["key"]] = _state_of(one)
    return found


def _expected(keys: Collection[str]) -> dict[str, _State]:
    found: dict[str, _State] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        rows = _rows().filter(key__in=ordered[start : start + _BATCH])
        for key, digest, revision in rows.values_list("key", "digest", "revision"):
            found[key] = (digest, revision, revision)
    return found


def _state_of(hit: Mapping[str, object]) -> _State:
    source = hit["_source"]
    if not isinstance(source, Mapping):
        raise TypeError("a document without its source")
    return str(source["digest"]), int(source["revision"]), int(str(hit["_version"]))


def _rows() -> QuerySet[SearchDocument]:
    return SearchDocument.objects.all()
