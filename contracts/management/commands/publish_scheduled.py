"""Wagtail's command, which one page that may not be published must not stop for the others, and
which two clocks may run at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import Revision


class Command(publish_scheduled.Command):
    """Leaves the faulty ones as drafts and names them, with their faults, on the error output."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dryrun"]:
            due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
            for revision in due.order_by("approved_go_live_at"):
                self._publish(revision)
        super().handle(*args, **options)

    def _publish(self, revision: Revision) -> None:
        content = revision.as_object()
        faults = content.publication_faults() if hasattr(content, "publication_faults") else []
        with transaction.atomic():
            # One clock alone takes it; a crash gives it back.
            taken = Revision.objects.filter(
                pk=revision.pk, approved_go_live_at=revision.approved_go_live_at
            ).update(approved_go_live_at=None)
            if taken and not faults:
                revision.publish(log_action="wagtail.publish.scheduled")
        if taken and faults:
            self.stderr.write(
                f"« {content} » n’est pas publié et reste en brouillon : "
                + " ".join(str(fault) for fault in faults)
            )
