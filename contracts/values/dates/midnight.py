"""When the next day begins somewhere."""

from __future__ import annotations

import datetime as dt


def next_midnight(now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The first instant of tomorrow in a time zone, whether clocks change that night or not."""
    tomorrow = now.astimezone(zone).date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, dt.time.min, zone)
