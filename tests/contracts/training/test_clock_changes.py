"""The rule that a calendar carries says what Python's zones say."""

import datetime as dt
import zoneinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.training.values.clock_changes import YearlyDay, observances

FIXED = ("America/Guadeloupe", "America/Cayenne", "Indian/Reunion", "Pacific/Marquesas")
CHANGING = ("Europe/Paris", "America/Miquelon", "Australia/Sydney", "Pacific/Chatham")


@pytest.mark.parametrize("key", FIXED)
@given(days=st.integers(0, 30_000))
def test_a_zone_that_never_changes_its_clocks_has_one_observance(key, days):
    zone = ZoneInfo(key)
    instant = dt.datetime(2010, 1, 1, tzinfo=zone) + dt.timedelta(days=days)
    [only] = observances(zone)
    assert only.offset == only.before == instant.utcoffset()
    assert only.begins is None


@pytest.mark.parametrize("key", CHANGING)
@pytest.mark.parametrize("year", [2010, 2027, 2045, 2090])
def test_clocks_change_at_the_second_that_the_rule_says(key, year):
    zone, second = ZoneInfo(key), dt.timedelta(seconds=1)
    standard, summer = observances(zone)
    assert (standard.is_summer, summer.is_summer) == (False, True)
    for observance in (standard, summer):
        change = (observance.begins.of(year) - observance.before).replace(tzinfo=dt.UTC)
        assert (change - second).astimezone(zone).utcoffset() == observance.before
        assert change.astimezone(zone).utcoffset() == observance.offset
        assert change.astimezone(zone).tzname() == observance.name


def test_the_rule_is_found_where_the_machine_has_no_zones():
    expected = observances(ZoneInfo("America/Miquelon"))
    zoneinfo.reset_tzpath([])
    try:
        assert observances(ZoneInfo("America/Miquelon")) == expected
    finally:
        zoneinfo.reset_tzpath()


@pytest.mark.parametrize("key", ["America/Nuuk", "Africa/Cairo"])
def test_a_rule_of_another_kind_is_refused(key):
    with pytest.raises(ValueError, match=key):
        observances(ZoneInfo(key))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (YearlyDay(12, -1, 6, dt.time(3)), "2027-12-26T03:00"),
        (YearlyDay(2, -1, 6, dt.time(3)), "2032-02-29T03:00"),
        (YearlyDay(3, 2, 6, dt.time(2)), "2027-03-14T02:00"),
        (YearlyDay(11, 1, 0, dt.time(2)), "2027-11-01T02:00"),
    ],
)
def test_a_yearly_day_is_a_day_of_its_name(day, found):
    assert day.of(int(found[:4])).isoformat(timespec="minutes") == found
