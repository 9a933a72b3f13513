"""How the dates and hours of a session are said in French."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format

_NARROW = "\u202f"


def said_day(day: dt.date) -> str:
    """« mardi 6 décembre 2016 », « samedi 1er octobre 2016 »."""
    rank = "1er" if day.day == 1 else str(day.day)
    return f"{date_format(day, 'l')} {rank} {date_format(day, 'F Y')}"


def said_hour(hour: dt.time) -> str:
    """« 9 h 30 », « 17 h »: the spaces do not break."""
    minutes = f"{_NARROW}{hour:%M}" if hour.minute else ""
    return f"{hour.hour}{_NARROW}h{minutes}"


def said_hours(starts_at: dt.time | None, ends_at: dt.time | None) -> str:
    """« de 9 h 30 à 17 h », « à partir de 14 h », « jusqu’à 12 h », or nothing."""
    if starts_at and ends_at:
        return f"de {said_hour(starts_at)} à {said_hour(ends_at)}"
    if starts_at:
        return f"à partir de {said_hour(starts_at)}"
    return f"jusqu’à {said_hour(ends_at)}" if ends_at else ""


def said_duration(duration: dt.timedelta) -> str:
    """« 7 h 30 », « 45 min »."""
    hours, minutes = divmod(int(duration.total_seconds()) // 60, 60)
    if not hours:
        return f"{minutes}{_NARROW}min"
    return f"{hours}{_NARROW}h" + (f"{_NARROW}{minutes:02}" if minutes else "")
