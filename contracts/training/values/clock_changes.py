"""How a time zone keeps its clocks from now on: one offset, or two that follow each other each year.

Python's zones answer for an instant and never tell their rule, which calendars must carry for
readers that know no zone. It stands at the end of the file of each zone: RFC 9636 § 3.3, the
string TZ of POSIX.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

_LAST = 5
_NAME = r"[A-Za-z]{3,}|<[-+\w]+>"
_OFFSET = r"[-+]?\d{1,2}(?::\d{2})?"
_CHANGE = r"M\d{1,2}\.[1-5]\.[0-6](?:/(?:1?\d|2[0-3])(?::\d{2})?)?"
_RULE = re.compile(
    rf"(?P<name>{_NAME})(?P<offset>{_OFFSET})"
    rf"(?:(?P<summer_name>{_NAME})(?P<summer_offset>{_OFFSET})?"
    rf",(?P<summer_begins>{_CHANGE}),(?P<summer_ends>{_CHANGE}))?"
)


@dataclass(frozen=True)
class YearlyDay:
    """The `week`th day of its name in a month, the last one when `week` is -1, at an hour of the
    clocks before they change. Monday is 0."""

    month: int
    week: int
    weekday: int
    hour: dt.time

    def of(self, year: int) -> dt.datetime:
        """Without a zone."""
        if self.week > 0:
            first = dt.date(year, self.month, 1)
            ahead = (self.weekday - first.weekday()) % 7 + 7 * (self.week - 1)
            return dt.datetime.combine(first + dt.timedelta(days=ahead), self.hour)
        next_month = dt.date(year + self.month // 12, self.month % 12 + 1, 1)
        last = next_month - dt.timedelta(days=1)
        behind = (last.weekday() - self.weekday) % 7
        return dt.datetime.combine(last - dt.timedelta(days=behind), self.hour)


@dataclass(frozen=True)
class Observance:
    """An offset from UTC, under its name; `begins` is when clocks pass to it from the offset
    `before`, None where they never change."""

    name: str
    offset: dt.timedelta
    before: dt.timedelta
    begins: YearlyDay | None = None
    is_summer: bool = False


def observances(zone: zoneinfo.ZoneInfo) -> tuple[Observance, ...]:
    """Standard time, then summer time where there is one. ValueError: a rule of another kind, which
    no zone of France has."""
    rule = _rule_of(zone.key)
    read = _RULE.fullmatch(rule)
    if read is None:
        raise ValueError(f"{zone.key}: rule not understood: {rule}")
    offset = _offset(read["offset"])
    name = read["name"].strip("<>")
    if not read["summer_name"]:
        return (Observance(name, offset, offset),)
    summer = offset + dt.timedelta(hours=1)
    if read["summer_offset"]:
        summer = _offset(read["summer_offset"])
    return (
        Observance(name, offset, summer, _yearly_day(read["summer_ends"])),
        Observance(
            read["summer_name"].strip("<>"),
            summer,
            offset,
            _yearly_day(read["summer_begins"]),
            is_summer=True,
        ),
    )


def _rule_of(key: str) -> str:
    """The last line of the same file that Python reads: that of the machine, else of tzdata."""
    for folder in zoneinfo.TZPATH:
        if (path := Path(folder) / key).is_file():
            content = path.read_bytes()
            break
    else:
        content = resources.files("tzdata").joinpath("zoneinfo", key).read_bytes()
    return content.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def _offset(text: str) -> dt.timedelta:
    """POSIX counts from the zone to UTC: « -9:30 » is east of it."""
    hours, _, minutes = text.lstrip("+-").partition(":")
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
    return offset if text.startswith("-") else -offset


def _yearly_day(text: str) -> YearlyDay:
    """« M10.5.0/3 »: the last Sunday of October at 3:00; without an hour, at 2:00."""
    day, _, hour = text.removeprefix("M").partition("/")
    month, week, weekday = (int(number) for number in day.split("."))
    hours, _, minutes = (hour or "2").partition(":")
    return YearlyDay(
        month,
        -1 if week == _LAST else week,
        (weekday - 1) % 7,
        dt.time(int(hours), int(minutes or 0)),
    )
