"""One turn of the clock, for cron or a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb import jobs


class Command(BaseCommand):
    help = (
        "Publish what was scheduled, let offers expire, offer freed seats, send reminders, thanks and the mail that waits, "
        "forget what must be forgotten. Every five minutes; two at once do no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        turn = jobs.turn()
        for what, count in turn.done.items():
            self.stdout.write(f"{what} : {count}")
        if turn.failures:
            raise CommandError("\n".join(turn.failures))
