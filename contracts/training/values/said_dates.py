"""How the dates and hours of a session are said in French."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from contracts.training.values.zones import Zone
from contracts.values.dates.french_calendar import french_date, french_day

_NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class SaidDate:
    """A date of a session; `hours` is empty when they are unknown, and says whose they are when
    they are not those of Paris."""

    day: dt.date
    starts_at: dt.time | None
    ends_at: dt.time | None
    zone: Zone

    @property
    def said(self) -> str:
        return said_day(self.day)

    @property
    def number(self) -> str:
        """The day of the month alone: « 1er », « 6 »."""
        return french_day(self.day.day)

    @property
    def hours(self) -> str:
        hours = said_hours(self.starts_at, self.ends_at)
        return f"{hours} ({self.zone.said})" if hours and self.zone.said else hours

    def __str__(self) -> str:
        """« mardi 4 mai 2027, de 9 h 30 à 17 h »."""
        return ", ".join(part for part in (self.said, self.hours) if part)


class DateOfSession(Protocol):
    """A day and its hours, and what puts it among the others."""

    day: dt.date
    starts_at: dt.time | None
    ends_at: dt.time | None

    @property
    def sort_key(self) -> tuple[Any, ...]: ...


def said_dates(dates: Iterable[DateOfSession], zone: Zone) -> tuple[SaidDate, ...]:
    """In their order."""
    return tuple(
        SaidDate(date.day, date.starts_at, date.ends_at, zone)
        for date in sorted(dates, key=lambda date: date.sort_key)
    )


def said_day(day: dt.date) -> str:
    """« mardi 6 décembre 2016 », « samedi 1er octobre 2016 »."""
    return french_date(day, weekday=True)


def said_hour(hour: dt.time) -> str:
    """« 9 h 30 », « 17 h »: the spaces do not break."""
    minutes = f"{_NO_BREAK}{hour:%M}" if hour.minute else ""
    return f"{hour.hour}{_NO_BREAK}h{minutes}"


def said_hours(starts_at: dt.time | None, ends_at: dt.time | None) -> str:
    """« de 9 h 30 à 17 h », « à partir de 14 h », « jusqu’à 12 h », or nothing."""
    if starts_at and ends_at:
        return f"de {said_hour(starts_at)} à {said_hour(ends_at)}"
    if starts_at:
        return f"à partir de {said_hour(starts_at)}"
    return f"jusqu’à {said_hour(ends_at)}" if ends_at else ""


def said_moment(instant: dt.datetime, zone: Zone) -> str:
    """« mardi 4 mai à 9 h 30 », there."""
    local = instant.astimezone(zone.tz)
    return f"{french_date(local, weekday=True, year=False)} à {said_hour(local.time())}"


def said_duration(duration: dt.timedelta) -> str:
    """« 7 h 30 », « 45 min »."""
    hours, minutes = divmod(int(duration.total_seconds()) // 60, 60)
    if not hours:
        return f"{minutes}{_NO_BREAK}min"
    return f"{hours}{_NO_BREAK}h" + (f"{_NO_BREAK}{minutes:02}" if minutes else "")
