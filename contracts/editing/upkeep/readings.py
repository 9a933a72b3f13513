"""Count how often readers read a fiche, by month: nothing of who reads, no cookie.

Counts are added up in the memory of the process and written together, a minute after the first of
them, by a thread of their own: no answer waits for them, and none fails because of them. A process
that ends writes what it holds; one that is killed loses a minute of counts. A page that is kept is
counted each time that it is sent, and so is a 304, which is a reading too.
"""

from __future__ import annotations

import atexit
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock, Timer
from typing import Any

from django.conf import settings
from django.db import Error, close_old_connections, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from contracts import kinds
from contracts.models.upkeep.reading import PageReading
from search.log import is_from_a_reader

WRITTEN_AFTER = 60.0  # seconds

_logger = logging.getLogger(__name__)


class ReadingCounter:
    """What is read in this process and not yet written: (pk of the page, first day of the month)."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, date]] = Counter()
        self._lock = Lock()
        self._timer: Timer | None = None

    def add(self, page: int, month: date) -> None:
        with self._lock:
            self._counts[page, month] += 1
            if self._timer is None:
                self._timer = Timer(WRITTEN_AFTER, self._write_apart)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> None:
        """All that is held; what cannot be written is dropped, with a line in the log."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        try:
            if counts:
                _add(counts)
        except Error as error:
            _logger.error("%d readings were not counted: %s", counts.total(), error)

    def _write_apart(self) -> None:
        """In a thread that has a connection of its own."""
        close_old_connections()
        try:
            self.write()
        finally:
            close_old_connections()


def _add(counts: Mapping[tuple[int, date], int]) -> None:
    with transaction.atomic():
        # Some may have been deleted since they were read.
        pages = Page.objects.filter(pk__in={page for page, _ in counts})
        known = set(pages.values_list("pk", flat=True))
        for (page, month), number in sorted(counts.items()):
            if page not in known:
                continue
            row = PageReading.objects.filter(page=page, month=month)
            more = {"readings": F("readings") + number}
            if not row.update(**more):
                # Another process may be the first of the month at the same moment.
                first = PageReading(page_id=page, month=month)
                PageReading.objects.bulk_create([first], ignore_conflicts=True)
                row.update(**more)


counter = ReadingCounter()
atexit.register(counter.write)


@dataclass(frozen=True)
class _CountedReading:
    page: int

    def __call__(self, request: HttpRequest) -> None:
        if is_from_a_reader(request):
            counter.add(self.page, timezone.localdate().replace(day=1))


def count_when_served(serve: Callable[..., Any]) -> Callable[..., Any]:
    """Hook `on_serve_page`."""

    def served(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> Any:
        response = serve(page, request, args, kwargs)
        is_read = response.status_code == 200 and not response.has_header("Cache-Control")
        if settings.READING_LOG and isinstance(page, counted_models()) and is_read:
            reading = _CountedReading(page.pk)
            response.on_each_reading = reading
            if not request.user.is_authenticated:
                reading(request)
        return response

    return served


def counted_models() -> tuple[type[Page], ...]:
    """Fiches and sessions: what a page of the tree lists."""
    return tuple(
        kind.model for kind in kinds.registered() if kind.listing and issubclass(kind.model, Page)
    )


def forget(before: date) -> int:
    """The months before a day; how many rows that were."""
    return PageReading.objects.filter(month__lt=before).delete()[0]
