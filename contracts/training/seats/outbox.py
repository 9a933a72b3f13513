"""Mail to registered people, written in the transaction of its event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from contracts.mail import outbox
from contracts.training.models import Registration, RegistrationMail


def write(registration: Registration, kind: str, facts: Mapping[str, Any] | None = None) -> None:
    """One row for one event."""
    outbox.write(RegistrationMail(registration=registration, kind=kind, facts=dict(facts or {})))


def write_once(registration: Registration, kind: str, day: str) -> None:
    """One row for this day, however often it is asked for. The clock, which asks, sends it."""
    now = timezone.now()
    RegistrationMail.objects.get_or_create(
        registration=registration,
        once=RegistrationMail.once_for(kind, day),
        defaults={
            "kind": kind,
            "facts": {"day": day},
            "created_at": now,
            "next_attempt_at": now,
        },
    )
