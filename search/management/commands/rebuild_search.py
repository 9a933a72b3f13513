"""Rebuild the search index from the content."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search.indexing import rebuild


class Command(BaseCommand):
    help = (
        "Rebuild the search index from the content, in one transaction: readers find what they "
        "found until all of it is there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        interactive = self.stdout.isatty()

        def progress(count: int) -> None:
            if interactive:
                self.stdout.write(f"\r{count} documents lus…", ending="")
                self.stdout.flush()

        written, removed = rebuild(progress)
        if interactive:
            self.stdout.write("")
        self.stdout.write(
            f"Index reconstruit : {written} documents écrits, {removed} documents retirés."
        )
