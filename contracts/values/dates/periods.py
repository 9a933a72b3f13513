"""From when to when, of dates that may be partial: in words, and in order."""

from __future__ import annotations

from contracts.values.dates.partial_date import PartialDate

_MONTHS = range(1, 13)


def in_words(start: PartialDate | None, end: PartialDate | None) -> str:
    """« 2016 – 2020 », « 2016 » when both are one, « depuis 2016 », « depuis le 18 septembre 2019 »,
    « jusqu’en 2020 », « jusqu’au 31 décembre 2020 », or nothing."""
    if start and end:
        return str(start) if start == end else f"{start} – {end}"
    if start:
        return f"depuis {_with_article(start)}"
    if end is None:
        return ""
    told = _with_article(end)
    if told == str(end):
        return f"jusqu’en {end}"
    return f"jusqu’à {told}".replace("à le ", "au ")


def _with_article(date: PartialDate) -> str:
    """« le 18 septembre 2019 », « l’été 2019 », « le printemps 2019 »; « mai 2019 » and « 2019 » have
    none."""
    if date.precision == "saison":
        return f"le {date}" if str(date).startswith("printemps") else f"l’{date}"
    return f"le {date}" if date.precision == "jour" else str(date)


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
