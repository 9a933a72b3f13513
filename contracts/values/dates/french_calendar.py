"""Months and days of the week as French is written, whoever typed it.

Names are looked up folded: `folded_date` takes accents, capitals, unbreakable spaces and
typographic separators away, so that « 1ᵉʳ  DÉC. 2016 » is « 1er dec.2016 ».
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from search.text.analysis import fold

# Written out: what is stored must not depend on the language of whoever saves, as Django's do.
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
# In the order of `date.weekday()`.
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]

_SHORTEST_ABBREVIATION = 3  # « mai », « ven. »
_SEPARATORS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("⁄∕", "/"))
_SPACED_SEPARATOR = re.compile(r" *([-/.]) *")


def _numbers(names: Sequence[str]) -> dict[str, int]:
    """From each folded name, and each beginning of it that no other name shares, to its place
    from 0. « jui » is neither juin nor juillet."""
    folded = [fold(name) for name in names]
    return {
        name[:length]: place
        for place, name in enumerate(folded)
        for length in range(_SHORTEST_ABBREVIATION, len(name) + 1)
        if [other for other in folded if other.startswith(name[:length])] == [name]
    }


_MONTH_NUMBERS = _numbers(MONTHS) | {"jun": MONTHS.index("juin"), "jul": MONTHS.index("juillet")}
_WEEKDAY_NUMBERS = _numbers(WEEKDAYS)


def month_number(folded: str) -> int | None:
    """1 to 12 for a folded name or abbreviation (« dec », « fevr », « juil »), else None."""
    place = _MONTH_NUMBERS.get(folded)
    return None if place is None else place + 1


def weekday_number(folded: str) -> int | None:
    """As `date.weekday()`: 0 to 6 for a folded name or abbreviation (« lun »), else None."""
    return _WEEKDAY_NUMBERS.get(folded)


def french_day(day: int) -> str:
    """« 1er », « 2 », « 3 »…"""
    return "1er" if day == 1 else str(day)


def french_date(day: dt.date, *, weekday: bool = False, year: bool = True) -> str:
    """« 1er octobre 2016 », « samedi 1er octobre 2016 » with `weekday`, « 1er octobre » without
    `year`: Django's formats know no « 1er ». A datetime is said as it is: localise it before."""
    words = [french_day(day.day), MONTHS[day.month - 1]]
    if weekday:
        words.insert(0, WEEKDAYS[day.weekday()])
    if year:
        words.append(str(day.year))
    return " ".join(words)


def folded_date(text: str) -> str:
    """A typed date in lower case and without accents: one space between words, none around
    « - », « / » and « . », no final stop."""
    folded = fold(" ".join(text.replace(",", " ").split())).translate(_SEPARATORS)
    return _SPACED_SEPARATOR.sub(r"\1", " ".join(folded.split())).rstrip(".")
