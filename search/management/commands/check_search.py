"""Compare the search index with the content, and Elasticsearch with the index."""

from __future__ import annotations

import sys
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from search.engines.elastic import check
from search.index import outbox
from search.index.integrity import differences


class Command(BaseCommand):
    help = (
        "Compare the search index with the content, and Elasticsearch with the index if it is "
        "configured: exit 1 and name what differs, if anything."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        projected = check.differences() if outbox.is_on() else ()
        for difference in chain(differences(), projected):
            faults += not difference.warning
            self.stderr.write(("Attention : " if difference.warning else "") + difference.message)
        if faults:
            self.stderr.write(f"{faults} différence(s). Pour réparer : manage.py rebuild_search")
            sys.exit(1)
        self.stdout.write("L’index dit ce que dit le contenu.")
