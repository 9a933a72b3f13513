"""Days, hours and instants typed in a form: read the French way, or refused, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from contracts.training.values.said_dates import said_day, said_hour
from contracts.values.dates.french_calendar import MONTHS
from contracts.values.dates.typed_dates import read_day, read_hour, read_moment

THE_SIXTH = dt.date(2026, 12, 6)


@pytest.mark.parametrize(
    "typed",
    [
        "06/12/2026",
        "6/12/2026",
        "6/12/26",
        "06.12.2026",
        "6.12.26",
        "6-12-2026",
        "6 12 2026",
        "6 décembre 2026",
        "  6   DECEMBRE 2026 ",
        "6 déc. 2026",
        "6 déc 26",
        "dimanche 6 décembre 2026",
        "le 6 décembre 2026",
        "2026-12-06",
        "\u200e06/\u200e12/\u200e2026",  # as some programs paste it
        "6\u00a0décembre\u202f2026",
    ],
)
def test_a_day_is_read_with_its_day_first(typed):
    assert read_day(typed) == THE_SIXTH


def test_the_first_of_a_month_is_read_as_it_is_written():
    for typed in ("1er déc. 2026", "1ᵉʳ décembre 2026", "1 décembre 2026"):
        assert read_day(typed) == dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("hier", "Date non comprise : « hier »."),
        ("06122026", "Date non comprise : « 06122026 »."),
        ("31/02/2026", "Ce jour n’existe pas dans ce mois."),
        ("6/13/2026", "Le mois va de 1 à 12."),
        ("décembre 2026", "Date incomplète : « décembre 2026 »."),
        ("6 décembre", "Date incomplète : « 6 décembre »."),
        ("2026", "Date incomplète : « 2026 »."),
    ],
)
def test_what_is_no_day_is_refused_with_what_was_typed(typed, told):
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9h30", (9, 30)),
        ("9 h 30", (9, 30)),
        ("9H30", (9, 30)),
        ("9 h 30 min", (9, 30)),
        ("9:30", (9, 30)),
        ("09:30:00", (9, 30)),
        ("9.30", (9, 30)),
        ("9 h", (9, 0)),
        ("14h", (14, 0)),
        ("14 heures", (14, 0)),
        ("9h05", (9, 5)),
        ("9\u202fh\u00a030", (9, 30)),
        ("à 14h", (14, 0)),
        ("midi", (12, 0)),
    ],
)
def test_an_hour_is_read_as_it_is_written(typed, read):
    assert read_hour(typed) == dt.time(*read)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("9", "Heure non comprise : « 9 »."),
        ("9h5", "Heure non comprise : « 9h5 »."),
        ("0930", "Heure non comprise : « 0930 »."),
        ("demain", "Heure non comprise : « demain »."),
        ("25h", "Cette heure n’existe pas : « 25h »."),
        ("9h60", "Cette heure n’existe pas : « 9h60 »."),
    ],
)
def test_what_is_no_hour_is_refused_with_what_was_typed(typed, told):
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        read_hour(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "6/12/2026 9h30",
        "6/12/26 à 9 h 30",
        "6 décembre 2026 à 9h30",
        "dimanche 6 décembre 2026, 9:30",
        "6.12.2026 9.30",
        "2026-12-06T09:30",
        "2026-12-06 09:30:00",
    ],
)
def test_an_instant_is_a_day_and_an_hour(typed):
    assert read_moment(typed) == dt.datetime(2026, 12, 6, 9, 30)  # noqa: DTZ001 - as it is typed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("6/12/2026", "Il manque l’heure : « 6/12/2026 »."),
        ("9h30", "Date non comprise : « 9h30 »."),
        ("31/02/2026 9h30", "Ce jour n’existe pas dans ce mois."),
        ("6/12/2026 25h", "Cette heure n’existe pas : « 25h »."),
        ("bientot à 9h", "Date non comprise : « bientot »."),
    ],
)
def test_what_is_no_instant_is_refused_with_what_is_wrong(typed, told):
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        read_moment(typed)


DAYS = st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31))
DAYS_OF_SHORT_YEARS = st.dates(min_value=dt.date(1969, 1, 1), max_value=dt.date(2068, 12, 31))
HOURS = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
SEPARATORS = st.sampled_from(["/", ".", "-", " "])
WAYS_OF_A_DAY = st.sampled_from(
    [
        said_day,
        dt.date.isoformat,
        lambda day: f"{day:%d/%m/%Y}",
        lambda day: f"{day.day} {MONTHS[day.month - 1].upper()} {day.year}",
    ]
)
WAYS_OF_AN_HOUR = st.sampled_from(
    [said_hour, dt.time.isoformat, lambda hour: f"{hour:%H:%M}", lambda hour: f"{hour:%Hh%M}"]
)


@given(DAYS, WAYS_OF_A_DAY)
def test_a_day_that_is_shown_is_read_back(day, shown):
    assert read_day(shown(day)) == day


@given(DAYS_OF_SHORT_YEARS, SEPARATORS)
def test_a_year_of_two_digits_is_of_the_century_around(day, separator):
    parts = (str(day.day), str(day.month), f"{day:%y}")

    assert read_day(separator.join(parts)) == day


@given(HOURS, WAYS_OF_AN_HOUR)
def test_an_hour_that_is_shown_is_read_back(hour, shown):
    assert read_hour(shown(hour)) == hour


@given(DAYS, WAYS_OF_A_DAY, HOURS, WAYS_OF_AN_HOUR, st.sampled_from([" ", " à ", ", "]))
def test_an_instant_that_is_shown_is_read_back(day, shown_day, hour, shown_hour, between):
    typed = f"{shown_day(day)}{between}{shown_hour(hour)}"

    assert read_moment(typed) == dt.datetime.combine(day, hour)


MONDAY = dt.date(2026, 11, 30)


@pytest.fixture
def on_a_monday(monkeypatch):
    monkeypatch.setattr("contracts.values.dates.typed_dates.timezone.localdate", lambda: MONDAY)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Aujourd’hui", 0),
        ("aujourd'hui", 0),
        (" demain ", 1),
        ("APRÈS-DEMAIN", 2),
        ("apres demain", 2),
        ("dans 3 jours", 3),
        ("dans un jour", 1),
        ("dans une semaine", 7),
        ("dans 2 semaines", 14),
    ],
)
def test_a_day_is_said_from_today(on_a_monday, typed, days):
    assert read_day(typed) == MONDAY + dt.timedelta(days=days)
    assert read_moment(f"{typed} à 9h") == dt.datetime.combine(read_day(typed), dt.time(9))


def test_a_day_of_the_week_with_its_hour_is_the_next_one(on_a_monday):
    assert read_moment("mardi 9h").isoformat() == "2026-12-01T09:00:00"
    assert read_moment("dimanche à midi").isoformat() == "2026-12-06T12:00:00"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("lundi 9h", "« lundi » peut être aujourd’hui ou dans une semaine."),
        ("lundi prochain 9h", "Date non comprise : « lundi prochain »."),
        ("demain", "Il manque l’heure : « demain »."),
        ("dans 3h", "Date non comprise : « dans »."),
        ("bientôt 9h", "Date non comprise : « bientot »."),
    ],
)
def test_a_day_that_could_be_two_or_none_is_refused(on_a_monday, typed, told):
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        read_moment(typed)


def test_a_day_without_its_week_is_refused(on_a_monday):
    """In a form that asks for a day, as « consultée le », it may be past or to come."""
    with pytest.raises(ValueError, match="Date non comprise : « mardi »"):
        read_day("mardi")


@given(number=st.integers(0, 999), hour=st.times())
def test_so_many_days_from_today_are_counted(number: int, hour: dt.time):
    today = timezone.localdate()
    said = read_moment(f"dans {number} jours à {hour:%H:%M}")
    assert said == dt.datetime.combine(
        today + dt.timedelta(days=number), dt.time(hour.hour, hour.minute)
    )


WORDS = st.sampled_from(
    [*MONTHS, "6", "12", "26", "2026", "/", "-", ".", " ", "h", ":", "30", "à", "er", "midi", "T"]
)
ANYTHING = st.one_of(st.text(), st.lists(WORDS, max_size=9).map("".join))


@pytest.mark.parametrize("read", [read_day, read_hour, read_moment])
@given(text=ANYTHING)
def test_nothing_is_read_that_was_not_typed(read: Callable[[str], Any], text: str):
    """Each number of what is read stands in the text, in figures or in words; no today, no now, but
    for « demain » and the like, which are not drawn here."""
    try:
        value = read(text)
    except ValueError:
        return
    figures = [int(number) for number in numbers(text)]
    if isinstance(value, dt.date):
        assert value.day in figures
        assert {value.year, value.year % 100} & set(figures)
        assert value.month in figures or any(character.isalpha() for character in text)
    if isinstance(value, dt.time | dt.datetime):
        assert value.hour in figures or "mi" in text.lower()
        assert not value.minute or value.minute in figures


def numbers(text: str) -> list[str]:
    return "".join(character if character.isdecimal() else " " for character in text).split()
