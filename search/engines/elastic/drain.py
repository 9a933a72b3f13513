"""Drain the outbox into Elasticsearch: due changes are sent, refused ones wait, none is lost.

Several workers may drain at once: each reads the documents anew and sends them under the versions
of the database, so that the server keeps the latest whoever comes last, and a change is forgotten
only up to the version that was sent. Nothing of the database is locked while the server is waited
for, so saving never waits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from elasticsearch import Elasticsearch

from search.engines.base import SearchUnavailable
from search.engines.elastic import connection, index_identity, rebuild_lock
from search.engines.elastic.bulk import tell
from search.engines.elastic.errors import Stale, outages
from search.index import outbox
from search.models import ProjectionState

_BATCH = 250
# After an outage: 2 s, 4 s… and no longer than this.
_LONGEST_PAUSE = 60


@dataclass(frozen=True)
class Drained:
    """What a drain did: the documents told to the server, those it refused and those put aside for
    that; why it stopped early (`outage`), or never began (`stale`, in French); and when to drain
    again if nothing else asks for it."""

    told: int = 0
    refused: int = 0
    parked: tuple[outbox.Parked, ...] = ()
    outage: str = ""
    stale: str = ""
    again: datetime | None = None


def drain(*, eager: bool = False, may_go_on: Callable[[], bool] = lambda: True) -> Drained:
    """Tell the server what it was not told yet. After an outage the server is left alone for a
    while, unless `eager`, which also looks whether the index can be believed when there is nothing
    to tell. Ends between two batches once `may_go_on` says no."""
    resting = _resting_until()
    if not eager and (resting is not None or not outbox.due(1)):
        return Drained()
    rebuild_lock.is_running()  # ends one that died, whose changes are then sent again
    run = _Run()
    try:
        with outages():
            client = connection.client_for_writing()
        index = index_identity.served(client)
        while may_go_on() and (changes := outbox.due(_BATCH)):
            run.tell(client, changes, index)
    except Stale as error:
        return run.result(stale=str(error))
    except SearchUnavailable as error:
        return run.result(outage=str(error), again=_rest())
    _rested()
    return run.result(again=outbox.next_attempt() if run.refused else None)


class _Run:
    """What has been done so far."""

    def __init__(self) -> None:
        self.told = 0
        self.refused = 0
        self.parked: list[outbox.Parked] = []

    def tell(self, client: Elasticsearch, changes: list[outbox.Change], index: str) -> None:
        # Of several changes of one document the last counts, with the attempts made for it.
        newest = {change.key: change for change in sorted(changes, key=lambda one: one.version)}
        ended_before = rebuild_lock.ended()
        told = tell(client, {key: change.version for key, change in newest.items()}, marked=index)
        rebuild_lock.acknowledge(told.versions, ended_before)
        for key, reason in told.refused.items():
            self.refused += 1
            if outbox.refused(newest[key], reason):
                self.parked.append(outbox.Parked(key, reason))
        self.told += len(told.versions)
        if told.outage is not None:
            raise told.outage

    def result(
        self, *, outage: str = "", stale: str = "", again: datetime | None = None
    ) -> Drained:
        return Drained(self.told, self.refused, tuple(self.parked), outage, stale, again)


def _resting_until() -> datetime | None:
    until = _state().values_list("next_attempt", flat=True).first()
    return until if until is not None and until > timezone.now() else None


def _rest() -> datetime:
    """Leave the server alone, longer with each outage; for all the processes."""
    row, _ = ProjectionState.objects.get_or_create(pk=ProjectionState.ONLY_ID)
    failures = min(row.failures + 1, 100)
    until: datetime = timezone.now() + timedelta(seconds=min(2**failures, _LONGEST_PAUSE))
    _state().update(failures=failures, next_attempt=until)
    return until


def _rested() -> None:
    _state().exclude(failures=0).update(failures=0, next_attempt=None)


def _state() -> QuerySet[ProjectionState]:
    return ProjectionState.objects.filter(pk=ProjectionState.ONLY_ID)
