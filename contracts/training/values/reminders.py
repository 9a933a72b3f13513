"""When a reminder leaves, and until when it is still worth sending.

At 9:00 in the zone of the session, 7 days before the first day and the day before. A clock that is late still sends
the first as long as three whole days are left, because the second one soon says the same; and the
second until the session begins, because the place and the link are needed until then.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from contracts.training.values.timing import Timing
from contracts.training.values.vocabulary import MailKind
from contracts.training.values.zones import Zone

LEAVES_AT = dt.time(9)
_DAYS = {MailKind.REMINDER_WEEK: 7, MailKind.REMINDER_DAY: 1}
_LATEST_WEEK = 3


def leaves_at(day: dt.date, kind: MailKind, zone: Zone) -> dt.datetime:
    """The moment of this reminder of a session whose first day this is; local time, so that it
    stays at 9:00 when clocks change in between."""
    return morning(day - dt.timedelta(days=_DAYS[kind]), zone)


def is_useful(timing: Timing, kind: MailKind, day: str) -> bool:
    """Whether the reminder of this first day, as it was written, still says something of a session
    that is held then."""
    first = timing.first_day
    if timing.begins_at is None or first is None or timing.cancelled or first.isoformat() != day:
        return False
    if kind == MailKind.REMINDER_WEEK:
        last = morning(first - dt.timedelta(days=_LATEST_WEEK), timing.zone)
    else:
        last = timing.begins_at
    return leaves_at(first, kind, timing.zone) <= timezone.now() < last


def morning(day: dt.date, zone: Zone) -> dt.datetime:
    """The moment of that day at which mail of the clock leaves."""
    return dt.datetime.combine(day, LEAVES_AT, zone.tz)
