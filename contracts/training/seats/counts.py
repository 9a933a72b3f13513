"""How many seats a session has and what becomes of them, for readers: counted without a lock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from contracts.training.models import (
    LIVE,
    Registration,
    SessionState,
    Status,
    TrainingSessionPage,
)


@dataclass(frozen=True)
class Seats:
    """How many seats a session has, and what becomes of them. `capacity` None: not known."""

    capacity: int | None
    confirmed: int
    offered: int
    waiting: int

    @property
    def free(self) -> int:
        """Seats that somebody could take now."""
        return max(0, (self.capacity or 0) - self.confirmed - self.offered)

    @property
    def left(self) -> int:
        """Seats that the next person to register would get: one that an expired offer holds no
        longer goes first to those who wait."""
        return max(0, self.free - self.waiting)


def seats_of(page: TrainingSessionPage, now: dt.datetime | None = None) -> Seats:
    """The seats as anyone may see them. An offer whose end has come no longer holds its seat for a
    reader, though its row still says so until the next operation."""
    now = now or timezone.now()
    rows = Registration.objects.filter(session=page, status__in=LIVE)
    counts: dict[str, int] = dict.fromkeys(LIVE, 0)
    for status, expires_at in rows.values_list("status", "offer_expires_at"):
        if status == Status.OFFERED and expires_at is not None and expires_at <= now:
            continue
        counts[status] += 1
    state = SessionState.objects.get(page=page)
    return Seats(
        state.capacity, counts[Status.CONFIRMED], counts[Status.OFFERED], counts[Status.WAITING]
    )
