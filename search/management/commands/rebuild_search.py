"""Rebuild the search index from the content, and Elasticsearch from the index."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines.base import SearchUnavailable
from search.engines.elastic import drain, rebuild_lock, rebuilding
from search.engines.elastic.errors import Stale
from search.index import outbox
from search.index.indexing import rebuild

DATABASE, ELASTICSEARCH = "database", "elasticsearch"


class Command(BaseCommand):
    help = (
        "Rebuild the search index from the content, in one transaction, then the index of "
        "Elasticsearch if it is configured: readers find what they found until all of it is there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only", choices=[DATABASE, ELASTICSEARCH], help="rebuild one of the two"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        only = options["only"]
        if only == ELASTICSEARCH and not outbox.is_on():
            raise CommandError("Elasticsearch n’est pas configuré (ELASTICSEARCH_URL).")
        with_elasticsearch = outbox.is_on() and only != DATABASE
        try:
            if with_elasticsearch:
                rebuild_lock.check()  # told now, not after the first half
            if only != ELASTICSEARCH:
                self._rebuild_database()
            if with_elasticsearch:
                self._rebuild_elasticsearch()
        except rebuild_lock.RebuildRefused as error:
            raise CommandError(str(error)) from error

    def _rebuild_database(self) -> None:
        written, removed = rebuild(lambda count: self._show(f"{count} documents lus…"))
        self._end_of_line()
        self.stdout.write(
            f"Index reconstruit : {written} documents écrits, {removed} documents retirés."
        )

    def _rebuild_elasticsearch(self) -> None:
        def progress(done: int, total: int) -> None:
            share = 100 * done // total if total else 100
            self._show(f"Elasticsearch : {done} / {total} documents ({share} %)…")

        try:
            rebuilt = rebuilding.rebuild(progress)
        except (SearchUnavailable, Stale) as error:
            self._end_of_line()
            raise CommandError(
                f"Elasticsearch n’a pas pu être reconstruit, rien n’y a changé : {error}"
            ) from error
        self._end_of_line()
        for key, reason in rebuilt.refused.items():
            self.stderr.write(f"{key} est mis de côté, Elasticsearch le refuse : {reason}")
        self.stdout.write(f"Elasticsearch reconstruit : {rebuilt.documents} documents.")
        # What changed meanwhile was told to the new index already; this makes sure of the last.
        drain.drain(eager=True)

    def _show(self, line: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{line}", ending="")
            self.stdout.flush()

    def _end_of_line(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("")
