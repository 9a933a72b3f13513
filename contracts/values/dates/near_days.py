"""A day said from today: « demain », « dans 3 jours ». What could be two days is none."""

from __future__ import annotations

import datetime as dt
import re

from contracts.values.dates.french_calendar import WEEKDAYS

_WORDS = {
    "aujourd’hui": 0,
    "aujourd'hui": 0,
    "demain": 1,
    "apres-demain": 2,
    "apres demain": 2,
}
_IN = re.compile(r"dans (?P<number>[0-9]{1,3}|une?) (?P<unit>jours?|semaines?)")


def near_day(words: str, today: dt.date) -> dt.date | None:
    """`words` as `folded_date` gives them; None of what is said otherwise."""
    if words in _WORDS:
        return today + dt.timedelta(days=_WORDS[words])
    match = _IN.fullmatch(words)
    if match is None:
        return None
    number = int(match["number"]) if match["number"].isdecimal() else 1
    return today + dt.timedelta(days=number * (7 if match["unit"].startswith("semaine") else 1))


def next_weekday(words: str, today: dt.date) -> dt.date | None:
    """The first to come. On a Monday, « lundi » is today or in a week: ValueError says so."""
    if words not in WEEKDAYS:
        return None
    days = (WEEKDAYS.index(words) - today.weekday()) % 7
    if days == 0:
        raise ValueError(f"« {words} » peut être aujourd’hui ou dans une semaine.")
    return today + dt.timedelta(days=days)
