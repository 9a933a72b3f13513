"""What is due of the search, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from search import log

# Two full years can be compared, month by month.
KEPT_MONTHS = 25


def _forget_searches() -> Iterator[tuple[str, int]]:
    yield "recherches oubliées", log.prune(timezone.localdate() - relativedelta(months=KEPT_MONTHS))


JOBS = (("recherches oubliées", _forget_searches),)
