"""What readers search for, counted by day: how often, and how often in vain. Nobody is in it.

A process counts in memory and writes the counts every half minute from a thread of its own: no
answer waits for them, and none fails because of them. What cannot be written is tried again a few
times, then dropped with a line in the log. A process that is killed loses its last half minute.

Not counted: what holds a mail address or a long number, which could be somebody's; what refines a
search (another page, order or filter, an excluded word); answers that a cache in front of the site
gives by itself.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import threading
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import Error, connections, transaction
from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from search.models import LoggedQuery
from search.query.form import SearchForm
from search.query.request import SearchResponse
from search.text.analysis import terms

# Fewer could be one person's words: they are shown to nobody.
SHOWN_FROM = 3

MAX_LENGTH = 100  # characters; whoever pastes a text does not search
MAX_FOLDED_LENGTH = 200
FLUSH_SECONDS = 30.0
MAX_ATTEMPTS = 5
MAX_QUERIES = 1_000  # different ones between two writings; the others are not counted
_BATCH = 100

# A mail address, an address of the web, seven digits in a row, or nine however they are set apart.
_SOMEBODYS = re.compile(r"@|://|\d{7}|\d(?:[\s.()/+-]*\d){8}")

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, order=True)
class _Key:
    day: date
    folded: str


@dataclass
class _Count:
    shown: str
    searches: int = 0
    zero_results: int = 0


class QueryLog:
    """The counts of one process, until they are written."""

    def __init__(self, *, seconds: float = FLUSH_SECONDS) -> None:
        self._seconds = seconds
        self._empty()

    def _empty(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._counts: dict[_Key, _Count] = {}
        self._timer: threading.Timer | None = None
        self._failures = 0

    def count(self, q: str, total: int) -> None:
        """Count one search for `q` that had `total` results."""
        folded = folded_query(q)
        if folded is None:
            return
        if self._process != os.getpid():
            self._empty()  # a child has its own counts, and none of its parent's threads
        with self._lock:
            key = _Key(timezone.localdate(), folded)
            if key not in self._counts and len(self._counts) >= MAX_QUERIES:
                return
            one = self._counts.setdefault(key, _Count(q))
            one.searches += 1
            one.zero_results += total == 0
            self._arm()

    def flush(self) -> bool:
        """Write the counts now; false when they could not be, and are kept for the next time."""
        with self._writing:
            with self._lock:
                taken, self._counts = self._counts, {}
            left = dict(sorted(taken.items()))
            try:
                while left:
                    batch = dict(list(left.items())[:_BATCH])
                    _add(batch)
                    for key in batch:
                        del left[key]
            except Error as error:
                self._put_back(left, error)
                return False
            self._failures = 0
            return True

    def _put_back(self, left: dict[_Key, _Count], error: Error) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= MAX_ATTEMPTS:
                _logger.error("%d search counts are lost: %s", len(left), error)
                self._failures = 0
                return
            for key, one in left.items():
                kept = self._counts.setdefault(key, _Count(one.shown))
                kept.searches += one.searches
                kept.zero_results += one.zero_results

    def _arm(self) -> None:
        """Have the counts written soon, if that is not under way; called with the lock held."""
        if self._timer is None:
            self._timer = threading.Timer(self._seconds, self._flush_in_its_thread)
            self._timer.daemon = True
            self._timer.start()

    def _flush_in_its_thread(self) -> None:
        with self._lock:
            self._timer = None
        try:
            self.flush()
        finally:
            connections.close_all()  # those of this thread, which ends here
        with self._lock:
            if self._counts:
                self._arm()

    @property
    def is_armed(self) -> bool:
        """Whether a writing is to come."""
        return self._timer is not None

    def stop(self) -> None:
        """Forget what was counted and not written."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            self._counts = {}

    def flush_at_exit(self) -> None:
        if self._counts and self._process == os.getpid():
            self.flush()


def _add(counts: dict[_Key, _Count]) -> None:
    """Add these counts to the rows, in one order everywhere: two processes never wait for each
    other's rows in turn."""
    rows = LoggedQuery.objects
    with transaction.atomic():
        rows.bulk_create(
            [
                LoggedQuery(day=key.day, folded=key.folded, shown=one.shown)
                for key, one in counts.items()
            ],
            ignore_conflicts=True,
        )
        for key, one in counts.items():
            rows.filter(day=key.day, folded=key.folded).update(
                searches=F("searches") + one.searches,
                zero_results=F("zero_results") + one.zero_results,
            )


_log = QueryLog()
atexit.register(lambda: _log.flush_at_exit())


def record(form: SearchForm, response: SearchResponse) -> None:
    """Count a search that a reader made, unless it only refines another one."""
    request = form.request
    if not settings.SEARCH_LOG or not request.query.groups or request.query.excluded:
        return
    if request.filters or request.exact or request.page > 1 or request.sort is not None:
        return
    _log.count(request.q, response.total)


def folded_query(q: str) -> str | None:
    """What the spellings of one query share; None for what is not kept."""
    if len(q) > MAX_LENGTH or _SOMEBODYS.search(q):
        return None
    folded = " ".join(term.exact for term in terms(q))
    return folded if 0 < len(folded) <= MAX_FOLDED_LENGTH else None


def totals(rows: QuerySet[LoggedQuery]) -> QuerySet[LoggedQuery, dict[str, Any]]:
    """The queries of these rows that may be shown, those most often in vain first: {folded,
    spelling (the last one), times, in_vain, last_day}."""
    spellings = LoggedQuery.objects.filter(folded=OuterRef("folded")).order_by("-day")
    return (
        rows.values("folded")
        .annotate(
            times=Sum("searches"),
            in_vain=Sum("zero_results"),
            last_day=Max("day"),
        )
        .filter(times__gte=SHOWN_FROM)
        .annotate(spelling=Subquery(spellings.values("shown")[:1]))
        .order_by("-in_vain", "-times", "folded")
    )


def prune(before: date) -> int:
    """Forget what was searched before a day; how many rows that were."""
    return LoggedQuery.objects.filter(day__lt=before).delete()[0]
