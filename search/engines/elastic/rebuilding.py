"""Rebuild the index of the server beside the one that serves, then switch the alias to it.

Filled from the rows of the index, never from the content; then what changed meanwhile is told to
it, and the alias is turned to it in one request. What the other workers send during all that is
kept in the outbox and sent again at the end. A rebuild that fails leaves the server as it was.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from elasticsearch import Elasticsearch

from search.engines.base import SearchUnavailable
from search.engines.elastic import connection, index_identity, mapping, rebuild_lock
from search.engines.elastic.bulk import Told, documents, tell_rows
from search.engines.elastic.errors import nonsense, outages
from search.engines.elastic.rebuild_lock import RebuildRefused, Turn
from search.index import indexing, outbox
from search.models import SearchDocument
from search.text.analysis import ANALYSIS_VERSION

logger = logging.getLogger(__name__)

_BATCH = 500
_PAUSES = (1, 2, 4, 8)  # seconds, while the server does not answer
# A few documents that the server refuses are put aside; more than that, and the index is wrong.
_REFUSED_AT_MOST = 20
# How long the server remembers the version of a removed document. A worker that stopped between
# reading a document and sending it must not bring it back: it is given up long before.
_KEPT_REMOVALS = {"gc_deletes": "1h"}
_STAMP = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")


@dataclass(frozen=True)
class Rebuilt:
    """The documents in the new index, and those that the server refused, with its reasons."""

    documents: int
    refused: Mapping[str, str]


def rebuild(progress: Callable[[int, int], object] = lambda _done, _total: None) -> Rebuilt:
    """Make the index anew and have it serve. `progress` is called with the count of documents sent
    and that of all. Raises RebuildRefused, SearchUnavailable or trust.Stale; the former index then
    still serves."""
    if documents().exclude(analysis_version=ANALYSIS_VERSION).exists():
        raise RebuildRefused(
            "L’index de la base est fait par une autre version de l’analyse : "
            "reconstruisez-le d’abord (rebuild_search)."
        )
    with rebuild_lock.taken() as mine:
        with outages():
            client = connection.client_for_writing()
        _drop(client, _orphans(client))
        with transaction.atomic():
            # With the lock of the writers: every change up to this revision is committed.
            state = indexing.lock()
            identity, since = state.identity, state.revision
        index = mapping.physical_name(f"{timezone.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}")
        former: list[str] = []
        serves = False
        try:
            _create(client, index, identity)
            filling = _Filling(client, index, mine)
            filling.fill(progress)
            filling.check()
            filling.catch_up(since)
            mine.renew()
            former = _former(client)
            _serve(client, index, former)
            mine.finish(since, filling.refused)
            serves = True
        finally:
            if not serves:
                _drop_quietly(client, [index])
        _drop_quietly(client, former)
    return Rebuilt(
        len(filling.filled), {key: reason for key, (_, reason) in filling.refused.items()}
    )


class _Filling:
    """An index being filled."""

    def __init__(self, client: Elasticsearch, index: str, mine: Turn) -> None:
        self._client = client
        self._index = index
        self._mine = mine
        self.filled: set[str] = set()
        self.refused: dict[str, tuple[int, str]] = {}

    def fill(self, progress: Callable[[int, int], object]) -> None:
        total = documents().count()
        last = 0
        progress(0, total)
        # By lots, each read to its end: on SQLite an open reading would make savers wait.
        while rows := list(documents().filter(id__gt=last).order_by("id")[:_BATCH]):
            last = rows[-1].pk
            wanted = {row.key: row.revision for row in rows}
            told = self._tell(rows, wanted)
            self.filled.update(told.versions)
            for key, reason in told.refused.items():
                self.refused[key] = (wanted[key], reason)
            if len(self.refused) > max(_REFUSED_AT_MOST, total // 100):
                raise SearchUnavailable(f"{len(self.refused)} documents refused: {reason}")
            done = len(self.filled) + len(self.refused)
            progress(done, max(total, done))

    def check(self) -> None:
        """The server must have kept what it said that it took."""
        with outages():
            self._client.indices.refresh(index=self._index)
            counted = self._client.count(index=self._index).body
        with nonsense():
            kept = int(counted["count"])
        if kept != len(self.filled):
            raise SearchUnavailable(f"{len(self.filled)} documents sent, {kept} kept")

    def catch_up(self, since: int) -> None:
        """Tell the index what changed while it was filled, so that little is left to tell once it
        serves."""
        seen: set[int] = set()
        for _ in range(10):
            changes = [change for change in outbox.since(since) if change[0] not in seen]
            for start in range(0, len(changes), _BATCH):
                lot = changes[start : start + _BATCH]
                wanted = {key: version for _, key, version in lot}
                self._tell(documents().filter(key__in=wanted), wanted)
            seen.update(row_id for row_id, _, _ in changes)
            if len(changes) < _BATCH // 10:
                return

    def _tell(self, rows: Iterable[SearchDocument], wanted: Mapping[str, int]) -> Told:
        read = list(rows)
        for pause in (*_PAUSES, None):
            self._mine.renew()
            told = tell_rows(self._client, read, wanted, index=self._index, marked=self._index)
            if told.outage is None:
                return told
            if pause is None:
                raise told.outage
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")


def _create(client: Elasticsearch, index: str, identity: str) -> None:
    index_identity.prepare_markers(client)
    body = mapping.index_body(identity)
    with outages():
        client.indices.create(
            index=index,
            mappings=body["mappings"],
            settings={**body["settings"], **_KEPT_REMOVALS},
        )
    index_identity.mark(client, index, index_identity.current())


def _serve(client: Elasticsearch, index: str, former: Iterable[str]) -> None:
    """Turn the alias to this index, in one request: no search sees none, or both."""
    alias = mapping.alias()
    with outages():
        client.indices.put_settings(index=index, settings=mapping.SERVING)
        client.indices.refresh(index=index)
        client.cluster.health(index=index, wait_for_status="yellow", timeout="20s")
        actions: list[dict[str, dict[str, object]]] = [
            {"remove_index": {"index": name}}
            if name == alias  # made by somebody who wrote when there was no alias
            else {"remove": {"index": name, "alias": alias}}
            for name in former
        ]
        actions.append({"add": {"index": index, "alias": alias, "is_write_index": True}})
        client.indices.update_aliases(actions=actions)


def _former(client: Elasticsearch) -> list[str]:
    """The indices that the alias leads to now, or the index that took its name."""
    with outages():
        found = client.options(ignore_status=404).indices.get_alias(index=mapping.alias()).body
    return [] if "error" in found else list(found)


def _orphans(client: Elasticsearch) -> list[str]:
    """The indices that a rebuild left when it was killed: ours by their names, behind no alias."""
    prefix = mapping.physical_name("")
    with outages():
        found = client.indices.get_alias(index=f"{prefix}*").body
    with nonsense():
        return [
            name
            for name, body in found.items()
            if _STAMP.fullmatch(name.removeprefix(prefix)) and not body["aliases"]
        ]


def _drop(client: Elasticsearch, indices: Iterable[str]) -> None:
    for index in indices:
        with outages():
            client.indices.delete(index=index, ignore_unavailable=True)
        index_identity.forget(client, index)


def _drop_quietly(client: Elasticsearch, indices: Iterable[str]) -> None:
    """Drop them if the server can be reached; the next rebuild does it otherwise."""
    try:
        _drop(client, [name for name in indices if name != mapping.alias()])
    except SearchUnavailable as error:
        logger.warning("an index is left to the next rebuild: %s", error)
