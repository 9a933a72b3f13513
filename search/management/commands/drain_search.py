"""Tell Elasticsearch what has changed: once, or for as long as the process runs."""

from __future__ import annotations

import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from search.engines.elastic.drain import Drained, drain
from search.index import outbox

INTERVAL = 1.0


class Command(BaseCommand):
    help = (
        "Tell Elasticsearch what has changed. Exit 1 when it does not answer or has to be rebuilt; "
        "nothing is lost then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--watch", action="store_true", help="go on every second until SIGTERM or Ctrl-C"
        )
        parser.add_argument(
            "--retry-parked",
            action="store_true",
            help="first give the documents that Elasticsearch refused a new chance",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not outbox.is_on():
            self.stdout.write("Elasticsearch n’est pas configuré (ELASTICSEARCH_URL).")
            return
        if options["retry_parked"]:
            self.stdout.write(f"{outbox.retry_parked()} changement(s) à essayer de nouveau.")
        if options["watch"]:
            self._watch()
            return
        drained = drain(eager=True)
        trouble = self._tell(drained)
        count, _ = outbox.waiting()
        self.stdout.write(f"{drained.told} document(s) transmis, {count} changement(s) en attente.")
        if trouble:
            sys.exit(1)

    def _watch(self) -> None:
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        self.stdout.write("Elasticsearch est tenu à jour.")
        trouble = ""
        while not over.is_set():
            try:
                drained = drain(may_go_on=lambda: not over.is_set())
            except (DatabaseError, InterfaceError) as error:
                said = f"La base de données ne répond pas : {error}"
                connections.close_all()
            else:
                # A drain that had nothing to do says nothing of the server.
                said = _trouble(drained) or (trouble if not drained.told else "")
                self._name_parked(drained)
            if said != trouble:
                self.stderr.write(said or "Tout est rentré dans l’ordre.")
            trouble = said
            close_old_connections()
            over.wait(INTERVAL)
        self.stdout.write("Arrêt demandé : ce qui reste sera transmis au prochain démarrage.")

    def _tell(self, drained: Drained) -> str:
        self._name_parked(drained)
        trouble = _trouble(drained)
        if trouble:
            self.stderr.write(trouble)
        return trouble

    def _name_parked(self, drained: Drained) -> None:
        for one in drained.parked:
            self.stderr.write(f"{one.key} est mis de côté, Elasticsearch le refuse : {one.refusal}")


def _trouble(drained: Drained) -> str:
    if drained.stale:
        return f"Elasticsearch est à reconstruire : {drained.stale}. Lancez rebuild_search."
    if drained.outage:
        return f"Elasticsearch ne répond pas : {drained.outage}"
    return ""
