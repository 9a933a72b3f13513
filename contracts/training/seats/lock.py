"""The one lock under which seats are counted, given and freed: the row SessionState of a session.

Whoever takes it first settles what time has changed: offers whose end has come expire, freed seats
are offered to those who wait, in the order of their tickets. A clock that is late gives no wrong
seat.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from contracts.training.models import (
    MailKind,
    Registration,
    SessionState,
    Status,
    TrainingSessionPage,
)
from contracts.training.seats import outbox, rows
from contracts.training.seats.rows import Event

OFFER = dt.timedelta(hours=48)
SHORTEST_OFFER = dt.timedelta(hours=1)


@transaction.atomic
def settle(page: TrainingSessionPage) -> None:
    """Let expire what has expired, and offer what is free."""
    hold(page)


def hold(page: TrainingSessionPage) -> SessionState:
    """Become the only one to count the seats of this session until the transaction ends."""
    state = SessionState.objects.select_for_update().get(page_id=page.pk)
    now = timezone.now()
    offers = Registration.objects.filter(session=page, status=Status.OFFERED)
    for registration in offers.filter(offer_expires_at__lte=now).order_by("ticket"):
        rows.end(registration, Status.EXPIRED)
        rows.log(registration, Event.EXPIRED)
        outbox.write(registration, MailKind.OFFER_EXPIRED)
    offer_freed_seats(page, state)
    return state


def offer_freed_seats(page: TrainingSessionPage, state: SessionState) -> None:
    """One offer per free seat to the first who wait; none once the session has begun."""
    if state.capacity is None or state.cancelled:
        return
    expires_at = _end_of_offer(page)
    if expires_at is None:
        return
    free = state.capacity - seated(page)
    waiting = Registration.objects.waiting().filter(session=page)
    for registration in waiting[: max(0, free)]:
        registration.status = Status.OFFERED
        registration.offer_expires_at = expires_at
        registration.offer_nonce = secrets.token_hex(16)
        rows.save(registration)
        rows.log(registration, Event.OFFERED)
        outbox.write(
            registration,
            MailKind.OFFER,
            {"nonce": registration.offer_nonce, "until": expires_at.isoformat()},
        )


def seated(page: TrainingSessionPage) -> int:
    """Seats that are taken or offered."""
    return Registration.objects.seated().filter(session=page).count()


def next_ticket(state: SessionState) -> int:
    state.last_ticket += 1
    state.save(update_fields=["last_ticket"])  # alone: readers are shown the rest of it
    return state.last_ticket


def _end_of_offer(page: TrainingSessionPage) -> dt.datetime | None:
    """48 hours; half of what is left when the session is near, so that another may still come."""
    now = timezone.now()
    begins_at = page.begins_at()
    if begins_at is None:
        return now + OFFER
    left = begins_at - now
    if left <= dt.timedelta(0):
        return None
    return now + min(OFFER, max(left / 2, min(SHORTEST_OFFER, left)))
