"""Forget what readers searched for long ago."""

from __future__ import annotations

import calendar
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from search import log

# Two full years can be compared, month by month.
KEPT_MONTHS = 25


class Command(BaseCommand):
    help = "Forget the searches counted more than 25 months ago."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=KEPT_MONTHS, help="months that are kept")

    def handle(self, *args: Any, months: int, **options: Any) -> None:
        pruned = log.prune(months_before(timezone.localdate(), months))
        self.stdout.write(f"{pruned} ligne(s) du journal des recherches oubliée(s).")


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
