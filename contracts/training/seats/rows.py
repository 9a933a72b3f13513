"""What operations on seats read and write: the row of a registration, its log, the session's row.

To be called under the lock of the session (`lock.hold`).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone

from contracts.training.models import (
    Registration,
    RegistrationEvent,
    SessionState,
    TrainingSessionPage,
)
from contracts.training.values.refusal import Refusal

Event = RegistrationEvent.Kind


def read(registration: Registration, *statuses: str) -> Registration:
    """The row as it is now that nobody else can change it; refused unless it is in one of these
    states, when any are given."""
    registration = Registration.objects.select_related("session").get(pk=registration.pk)
    if statuses and registration.status not in statuses:
        raise Refusal(
            f"Cette inscription est dans l’état « {registration.get_status_display()} » : "
            "ce n’est plus possible."
        )
    return registration


def registered_as(page: TrainingSessionPage, keys: Mapping[str, str]) -> QuerySet[Registration]:
    """Live registrations to this session of the person with these keys: one at most."""
    return Registration.objects.live().filter(session=page, **keys)


def end(registration: Registration, status: str) -> None:
    """Leave waiting or an offer for another state."""
    registration.status = status
    registration.offer_expires_at, registration.offer_nonce = None, ""
    save(registration)


def save(registration: Registration) -> None:
    registration.updated_at = timezone.now()
    registration.save()


def save_state(state: SessionState) -> None:
    state.updated_at = timezone.now()
    state.save()


def log(registration: Registration, kind: str, *, by: str = "", reason: str = "") -> None:
    RegistrationEvent.objects.create(registration=registration, kind=kind, by=by, reason=reason)
