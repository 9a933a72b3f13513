"""Values as cells of a spreadsheet: local, none run as a formula, none breaking the file.

A value is a text, an address of the web, a number, a truth, a day, an hour, a moment, a list of
these, or None; anything else is shown by its `str()`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import timezone

from contracts.values.clean_text import clean_lines

# A cell that starts so would be run, also after blanks; the wide signs are those of other keyboards.
_RISKY = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_NUMBERS = (int, float, Decimal)


class WebAddress(str):
    """A text that a workbook shows as a link to itself."""

    __slots__ = ()


def harmless(text: str) -> str:
    """The text of a cell that no spreadsheet takes for a formula, also after spaces."""
    if text[:1].isalnum():  # most begin so, and are not looked at further
        return text
    return f"'{text}" if _RISKY.match(text) else text


def local(value: Any) -> Any:
    """A moment as the clocks here tell it, to the minute, without a zone; a list as one text."""
    if isinstance(value, dt.datetime):
        if timezone.is_aware(value):
            value = timezone.make_naive(value)
        return value.replace(second=0, microsecond=0)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(as_text(one) for one in value)
    return value


def as_text(value: Any) -> str:
    """As a French reader writes it and a French spreadsheet reads it."""
    if type(value) is dt.date:
        return _french_day(value)
    value = local(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)):f}".replace(".", ",")
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return clean_lines(str(value))  # a workbook takes no control character


@lru_cache(maxsize=4_096)
def _french_day(day: dt.date) -> str:
    """The same days come back in many rows."""
    return f"{day:%d/%m/%Y}"


def as_plain_text(value: Any) -> str:
    """As a program reads it, whatever its language: « 1.5 », « true », « 2016-11-04 »."""
    value = local(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)):f}"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return as_text(value)


def as_csv(value: Any, write: Callable[[Any], str] = as_text) -> str:
    """A number is no formula, whatever its sign."""
    if value is None:
        return ""
    if isinstance(value, str):  # the same in every dialect, and most of what a file holds
        return harmless(clean_lines(value))
    text = write(value)
    return text if isinstance(value, _NUMBERS) else harmless(text)
