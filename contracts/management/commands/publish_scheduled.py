"""Wagtail's command, which one page that may not be published must not stop for the others."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import Revision


class Command(publish_scheduled.Command):
    """Leaves the faulty ones as drafts and names them, with their faults, on the error output."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dryrun"]:
            self._set_faulty_aside()
        super().handle(*args, **options)

    def _set_faulty_aside(self) -> None:
        for revision in Revision.objects.filter(approved_go_live_at__lt=timezone.now()):
            content = revision.as_object()
            faults = content.publication_faults() if hasattr(content, "publication_faults") else []
            if faults:
                Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
                self.stderr.write(
                    f"« {content} » n’est pas publié et reste en brouillon : "
                    + " ".join(str(fault) for fault in faults)
                )
