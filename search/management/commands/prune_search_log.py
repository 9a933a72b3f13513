"""Forget what readers searched for long ago."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.management.base import BaseCommand
from django.utils import timezone

from search import log
from search.jobs import KEPT_MONTHS


class Command(BaseCommand):
    help = "Forget the searches counted more than 25 months ago."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=KEPT_MONTHS, help="months that are kept")

    def handle(self, *args: Any, months: int, **options: Any) -> None:
        pruned = log.prune(timezone.localdate() - relativedelta(months=months))
        self.stdout.write(f"{pruned} ligne(s) du journal des recherches oubliée(s).")
