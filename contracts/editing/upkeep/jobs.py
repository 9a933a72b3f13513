"""What is due of the upkeep, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from contracts.editing.upkeep import readings

# Two full years can be compared, month by month.
KEPT_MONTHS = 25


def _forget_readings() -> Iterator[tuple[str, int]]:
    before = timezone.localdate() - relativedelta(months=KEPT_MONTHS)
    yield "lectures oubliées", readings.forget(before)


JOBS = (("lectures oubliées", _forget_readings),)
