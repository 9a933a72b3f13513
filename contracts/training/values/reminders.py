"""When a reminder leaves, and until when it is still worth sending.

At 9:00 local time, 7 days before the first day and the day before. A clock that is late still sends
the first as long as three whole days are left, because the second one soon says the same; and the
second until the session begins, because the place and the link are needed until then.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from contracts.training.values.timing import Timing
from contracts.training.values.vocabulary import MailKind

LEAVES_AT = dt.time(9)
_DAYS = {MailKind.REMINDER_WEEK: 7, MailKind.REMINDER_DAY: 1}
_LATEST_WEEK = 3


def leaves_at(day: dt.date, kind: MailKind) -> dt.datetime:
    """The moment of this reminder of a session whose first day this is; local time, so that it
    stays at 9:00 when clocks change in between."""
    return _local(day - dt.timedelta(days=_DAYS[kind]))


def is_useful(timing: Timing, kind: MailKind, day: str) -> bool:
    """Whether the reminder of this first day, as it was written, still says something of a session
    that is held then."""
    if timing.begins_at is None or timing.cancelled:
        return False
    first = timezone.localdate(timing.begins_at)
    if first.isoformat() != day:
        return False
    if kind == MailKind.REMINDER_WEEK:
        last = _local(first - dt.timedelta(days=_LATEST_WEEK))
    else:
        last = timing.begins_at
    return leaves_at(first, kind) <= timezone.now() < last


def _local(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, LEAVES_AT))
