"""Compare the search index with the content."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from search.integrity import differences


class Command(BaseCommand):
    help = "Compare the search index with the content: exit 1 and name what differs, if anything."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for difference in differences():
            faults += not difference.warning
            self.stderr.write(("Attention : " if difference.warning else "") + difference.message)
        if faults:
            self.stderr.write(f"{faults} différence(s). Pour réparer : manage.py rebuild_search")
            sys.exit(1)
        self.stdout.write("L’index dit ce que dit le contenu.")
