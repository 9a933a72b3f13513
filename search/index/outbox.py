"""Outbox: changes of the index to send to Elasticsearch, recorded in their transaction.

A change is recorded only while Elasticsearch is switched on. A write made while it is off draws the
identity of the index anew, so that an index that missed it is told as one to be rebuilt when it is
switched on again, and never taken for an older state of this one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from search.after_commit import call_once_after_commit
from search.models import IndexChange, IndexState

# A document that the server refuses is sent again after 10 s, 40 s, 160 s, 640 s, then put aside.
MAX_ATTEMPTS = 5
_FIRST_DELAY = timedelta(seconds=10)
_MAX_REFUSAL = 1_000


@dataclass(frozen=True)
class Change:
    """One recorded change: the document of `key` became what it is, or went, at `version`."""

    id: int
    key: str
    version: int
    attempts: int


@dataclass(frozen=True)
class Parked:
    """A change put aside: the server refused its document as often as it may."""

    key: str
    refusal: str


def is_on() -> bool:
    """Whether changes are recorded for an Elasticsearch."""
    return bool(getattr(settings, "ELASTICSEARCH_URL", None))


def identity() -> str:
    """Names this database, and the history of which every change was recorded. Empty before the
    first document: no index bears that name."""
    return (
        IndexState.objects.filter(pk=IndexState.ONLY_ID).values_list("identity", flat=True).first()
        or ""
    )


def new_identity() -> str:
    return secrets.token_hex(16)


def record(keys: Iterable[str], version: int) -> None:
    """Note that these documents changed at this revision. Called by the writer of the index, who
    holds its lock."""
    IndexChange.objects.bulk_create(IndexChange(key=key, version=version) for key in keys)
    call_once_after_commit(_call_drainers, version)


def due(limit: int) -> list[Change]:
    """The oldest changes that wait for nothing. Never « those above the last one »: a number may be
    committed after a greater one."""
    rows = _rows().filter(_is_due(timezone.now()))
    return [
        Change(*row)
        for row in rows.order_by("id").values_list("id", "key", "version", "attempts")[:limit]
    ]


def since(version: int) -> list[tuple[int, str, int]]:
    """(id, key, version) of all that changed after this revision, told to a server or not."""
    rows = _rows().filter(version__gt=version)
    return list(rows.order_by("id").values_list("id", "key", "version"))


def acknowledge(versions: dict[str, int], *, keep: bool) -> None:
    """The server knows these documents as of these versions: forget the changes up to them, the
    later ones excepted. `keep` them as sent while a rebuild fills another index."""
    with transaction.atomic():
        # Locked in one order and not waited for: another worker may be forgetting the same.
        rows = _rows().select_for_update(skip_locked=True).filter(key__in=versions).order_by("id")
        ids = [
            row_id
            for row_id, key, version in rows.values_list("id", "key", "version")
            if version <= versions[key]
        ]
        if keep:
            _rows().filter(id__in=ids).update(sent=True, parked=False, refusal="")
        else:
            _rows().filter(id__in=ids).delete()


def refused(change: Change, reason: str) -> bool:
    """The server would not have this document: later, or put aside. Whether it was put aside."""
    attempts = change.attempts + 1
    parked = attempts >= MAX_ATTEMPTS
    with transaction.atomic():
        # Another worker may have been refused the same at the same time: counted once.
        rows = _rows().filter(id=change.id, attempts=change.attempts)
        rows.update(
            attempts=attempts,
            parked=parked,
            refusal=reason[:_MAX_REFUSAL],
            next_attempt=timezone.now() + _FIRST_DELAY * 4 ** (attempts - 1),
        )
        older = _rows().filter(key=change.key, version__lt=change.version)
        older.delete()
    return parked


def park(key: str, version: int, reason: str) -> None:
    """Put a document aside that the server would not have while an index was filled."""
    _rows().create(
        key=key,
        version=version,
        parked=True,
        attempts=MAX_ATTEMPTS,
        refusal=reason[:_MAX_REFUSAL],
    )


def forget_until(version: int) -> None:
    """A new index was filled after this revision: it knows all that changed until then."""
    _rows().filter(version__lte=version).delete()


def requeue() -> int:
    """Send again what was sent while a rebuild filled another index: the count of changes. Sending
    twice does no harm."""
    return _rows().filter(sent=True).update(sent=False, next_attempt=None)


def retry_parked() -> int:
    """Give the documents put aside a new chance: the count of changes."""
    return (
        _rows().filter(parked=True).update(parked=False, attempts=0, next_attempt=None, refusal="")
    )


def parked() -> list[Parked]:
    rows = _rows().filter(parked=True).order_by("key", "version")
    return [Parked(*row) for row in rows.values_list("key", "refusal")]


def pending(keys: Iterable[str] | None = None) -> set[str]:
    """The keys, among these if given, of which the server is still to be told something."""
    rows = _rows().filter(sent=False)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return set(rows.values_list("key", flat=True))


def next_attempt() -> datetime | None:
    """When the first of the documents that were refused is to be sent again."""
    rows = _rows().filter(sent=False, parked=False, next_attempt__isnull=False)
    return rows.order_by("next_attempt").values_list("next_attempt", flat=True).first()


def waiting() -> tuple[int, datetime | None]:
    """How many changes are neither told nor put aside, and when the oldest was recorded."""
    rows = _rows().filter(sent=False, parked=False)
    oldest = rows.order_by("id").values_list("recorded", flat=True).first()
    return rows.count(), oldest


_drainers: list[Callable[[], object]] = []


def call_after_commit(drainer: Callable[[], object]) -> None:
    """Have this called once after each transaction that recorded changes, whose outcome it cannot
    touch any more. Call it from AppConfig.ready."""
    _drainers.append(drainer)


def _call_drainers(_versions: list[int]) -> None:
    for drainer in _drainers:
        drainer()


def _is_due(now: datetime) -> Q:
    return Q(sent=False, parked=False) & (Q(next_attempt__isnull=True) | Q(next_attempt__lte=now))


def _rows() -> QuerySet[IndexChange]:
    return IndexChange.objects.all()
