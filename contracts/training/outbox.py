"""Mail is written here, in the transaction of its event; `contracts.training.mail` sends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.training.models import OutgoingMail, Registration


def write(
    registration: Registration, kind: str, facts: Mapping[str, Any] | None = None, *, once: str = ""
) -> None:
    """One row for one event. With `once`, a second row that says the same is not written."""
    row = OutgoingMail(registration=registration, kind=kind, facts=dict(facts or {}), once=once)
    if once:
        OutgoingMail.objects.bulk_create([row], ignore_conflicts=True)
    else:
        row.save()
