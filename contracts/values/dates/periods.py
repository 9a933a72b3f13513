"""From when to when, of dates that may be partial: in words, and in order."""

from __future__ import annotations

from contracts.values.dates.partial_date import PartialDate

_MONTHS = range(1, 13)


def in_words(start: PartialDate | None, end: PartialDate | None) -> str:
    """« 2016 – 2020 », « 2016 » when both are one, « depuis 2016 », « jusqu’à 2020 », or nothing."""
    if start and end:
        return str(start) if start == end else f"{start} – {end}"
    return f"depuis {start}" if start else f"jusqu’à {end}" if end else ""


def is_backwards(start: PartialDate | None, end: PartialDate | None) -> bool:
    """Whether it ends before it begins, for sure: what is known of one date alone tells nothing."""
    if not start or not end:
        return False
    for first, last in zip(_known(start), _known(end), strict=True):
        if first is None or last is None or first != last:
            return first is not None and last is not None and last < first
    return False


def _known(date: PartialDate) -> tuple[int | None, int | None, int | None]:
    """A season is no month: it is not told from the months around it."""
    return date.year, date.month if date.month in _MONTHS else None, date.day
