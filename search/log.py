"""Count what readers search for, by day: how often, and how often in vain. Nobody is in it.

One thread of the process writes the counts, one by one: no answer waits for them, and none fails
because of them. A count that cannot be written is dropped with a line in the log, and so are those
that would wait behind too many others.

Not counted: what holds a mail address or a long number, which could be somebody's; what refines a
search (another page, order or filter, an excluded word). A page that is kept is counted each time that
it is read.
"""

from __future__ import annotations

import logging
import re
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.db import Error, close_old_connections, transaction
from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.utils import timezone

from search.models import LoggedQuery
from search.query.form import SearchForm
from search.text.analysis import terms

# Fewer could be one person's words: they are shown to nobody.
SHOWN_FROM = 3

MAX_LENGTH = 100  # characters; whoever pastes a text does not search
MAX_FOLDED_LENGTH = 200
MAX_WAITING = 100  # counts; a process that ends writes them first

# A mail address, an address of the web, seven digits in a row, or nine however they are set apart.
_ROBOT = re.compile(r"bot\b|crawl|spider|slurp|https?://", re.IGNORECASE)
_SOMEBODYS = re.compile(r"@|://|\d{7}|\d(?:[\s.()/+-]*\d){8}")

_logger = logging.getLogger(__name__)
# Its thread starts with the first count, hence in a process that answers, never in one that forks.
_writer: Executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search-log")
_room = BoundedSemaphore(MAX_WAITING)


def counts(form: SearchForm) -> bool:
    """Whether this is a search, and not what only refines another one."""
    request = form.request
    if not settings.SEARCH_LOG or not request.query.groups or request.query.excluded:
        return False
    refines = request.filters or request.exact or request.page > 1 or request.sort is not None
    return not refines


def is_from_a_reader(request: HttpRequest) -> bool:
    """Neither the preview of an editor, nor a page fetched before anyone asked for it, nor a robot
    that says that it is one."""
    return (
        request.method == "GET"
        and not getattr(request, "is_preview", False)
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
        and not _ROBOT.search(request.headers.get("User-Agent", ""))
    )


def count(q: str, total: int) -> None:
    """Have one search for `q` counted, that had `total` results; returns at once."""
    folded = folded_query(q)
    if folded is None or not _room.acquire(blocking=False):
        return
    with suppress(RuntimeError):  # the process is ending: nothing is taken on any more
        written = _writer.submit(_write, timezone.localdate(), folded, q, in_vain=total == 0)
        written.add_done_callback(lambda _: _room.release())


def _write(day: date, folded: str, shown: str, *, in_vain: bool) -> None:
    close_old_connections()
    try:
        _add(day, folded, shown, in_vain=in_vain)
    except Error as error:
        _logger.error("a search was not counted: %s", error)
    finally:
        close_old_connections()


def _add(day: date, folded: str, shown: str, *, in_vain: bool) -> None:
    row = LoggedQuery.objects.filter(day=day, folded=folded)
    more = {"searches": F("searches") + 1, "zero_results": F("zero_results") + int(in_vain)}
    with transaction.atomic():
        if not row.update(**more):
            # Another process may be the first at the same moment.
            first = LoggedQuery(day=day, folded=folded, shown=shown)
            LoggedQuery.objects.bulk_create([first], ignore_conflicts=True)
            row.update(**more)


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
