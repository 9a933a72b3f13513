"""Mail is written here, in the transaction of its event, and sent once it has committed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from contracts.training.mailing import tasks
from contracts.training.models import OutgoingMail, Registration


def write(
    registration: Registration, kind: str, facts: Mapping[str, Any] | None = None, *, once: str = ""
) -> None:
    """One row for one event. With `once`, a second row that says the same is not written, and the
    clock, which asks for such rows, sends them."""
    now = timezone.now()
    row = OutgoingMail(
        registration=registration,
        kind=kind,
        facts=dict(facts or {}),
        once=once,
        created_at=now,
        next_attempt_at=now,
    )
    if once:
        OutgoingMail.objects.bulk_create([row], ignore_conflicts=True)
    else:
        row.save()
        tasks.send_after_commit(row.pk)
