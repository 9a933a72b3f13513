"""A day, an hour or an instant as a French person types it in a form: read, or refused.

Nothing is guessed: what lacks its year, or its hour, is refused, and so is what could be two days.
Dates that may lack something are
`PartialDate`, whose grammar this one completes with two-digit years.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone

from contracts.values.dates.french_calendar import folded_date
from contracts.values.dates.near_days import near_day, next_weekday
from contracts.values.dates.partial_date import HELP, PartialDate

# All read what folded_date gives: lower case, one space between words, none around « - / . ».
_SHORT_YEAR = re.compile(
    r"(?P<before>(?:(?:le )?[a-z]+[ .])?(?:le )?[0-9]{1,2}(?: ?i?er)?[ ./-](?:[0-9]{1,2}|[a-z]+)[ ./-])"
    r"(?P<year>[0-9]{2})"
)
_SPACED = re.compile(r"[0-9]{1,2} [0-9]{1,2} [0-9]{2,4}")  # a keypad of figures has no slash
_HOUR = re.compile(
    r"(?P<hour>[0-9]{1,2})"
    r"(?: ?h(?:eures?)?(?: ?(?P<minute>[0-9]{2})(?: ?(?:min|mn|minutes?))?)?"
    r"|[:.](?P<minute_of_clock>[0-9]{2})(?::(?P<second>[0-9]{2}))?)"
)
_NAMED_HOURS = {"midi": dt.time(12), "minuit": dt.time(0)}
_MOMENT = re.compile(
    rf"(?P<day>.+?)(?: a | |(?<=[0-9])t)(?P<hour_typed>{'|'.join(_NAMED_HOURS)}|{_HOUR.pattern})"
)
# As strptime reads them: 68 is 2068 and 69 is 1969.
_FIRST_YEAR_OF_LAST_CENTURY = 69


def read_day(text: str) -> dt.date:
    """« 6/12/2026 », « 06.12.26 », « dimanche 6 décembre 2026 », « 1er déc. 2026 », « 2026-12-06 »,
    « demain », « dans 3 jours ».

    ValueError with a French sentence otherwise, without how to write it.
    """
    near = near_day(folded_date(text), timezone.localdate())
    if near is not None:
        return near
    try:
        date = PartialDate.parse(_completed(text))
    except ValueError as error:
        raise ValueError(str(error).removesuffix(HELP).rstrip()) from error
    if date.year is None or date.month is None or date.day is None:
        raise ValueError(f"Date incomplète : {_quoted(text)}.")
    return dt.date(date.year, date.month, date.day)


def read_hour(text: str) -> dt.time:
    """« 9h30 », « 9 h », « 14 h 05 », « 9:30 », « 09:30:00 », « à midi ». ValueError otherwise."""
    folded = folded_date(text).removeprefix("a ")
    if folded in _NAMED_HOURS:
        return _NAMED_HOURS[folded]
    match = _HOUR.fullmatch(folded)
    if not match:
        raise ValueError(f"Heure non comprise : {_quoted(text)}.")
    minute = match["minute"] or match["minute_of_clock"] or 0
    try:
        return dt.time(int(match["hour"]), int(minute), int(match["second"] or 0))
    except ValueError as error:
        raise ValueError(f"Cette heure n’existe pas : {_quoted(text)}.") from error


def read_moment(text: str) -> dt.datetime:
    """A day and an hour, without a time zone: « 6/12/2026 9h30 », « 6 décembre 2026 à 14h »,
    « 2026-12-06T09:30 », « demain 9h », « lundi à midi » (the next one: what is scheduled is to come).
    ValueError otherwise."""
    match = _MOMENT.fullmatch(folded_date(text))
    if not match:
        read_day(text)  # tells what is wrong in the day, when it is the day
        raise ValueError(f"Il manque l’heure : {_quoted(text)}.")
    day = next_weekday(match["day"], timezone.localdate()) or read_day(match["day"])
    return dt.datetime.combine(day, read_hour(match["hour_typed"]))


def _completed(text: str) -> str:
    """With separators and a year that PartialDate reads; as it was typed when it has them."""
    folded = folded_date(text)
    if _SPACED.fullmatch(folded):
        folded = text = folded.replace(" ", "/")
    match = _SHORT_YEAR.fullmatch(folded)
    if not match:
        return text
    century = 19 if int(match["year"]) >= _FIRST_YEAR_OF_LAST_CENTURY else 20
    return f"{match['before']}{century}{match['year']}"


def _quoted(text: str) -> str:
    return f"« {' '.join(text.split())} »"
