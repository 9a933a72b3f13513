"""Dates of any precision: read as a French reader types them, stored in one sortable text."""

import datetime as dt
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contracts.values.partial_date import PartialDate, PartialDateField, PartialDateFormField


@pytest.mark.parametrize(
    ("typed", "stored", "shown", "precision"),
    [
        ("4 novembre 2016", "2016-11-04", "4 novembre 2016", "jour"),
        ("1er mars 2020", "2020-03-01", "1er mars 2020", "jour"),
        ("04/11/2016", "2016-11-04", "4 novembre 2016", "jour"),
        ("11/2016", "2016-11", "novembre 2016", "mois"),
        ("Novembre 2016", "2016-11", "novembre 2016", "mois"),
        ("printemps 2015", "2015-21", "printemps 2015", "saison"),
        ("2016", "2016", "2016", "annee"),
        ("  14   novembre ", "XXXX-11-14", "14 novembre (année inconnue)", "annee-inconnue"),
        ("2016-11-04", "2016-11-04", "4 novembre 2016", "jour"),
    ],
)
def test_what_a_reader_types_is_understood(typed, stored, shown, precision):
    date = PartialDate.parse(typed)

    assert date.edtf == stored
    assert str(date) == shown
    assert date.precision == precision


@pytest.mark.parametrize(
    "typed",
    ["31 février 2016", "2016-13", "hier", "", "99/99/2016", "30", "XXXX", "12 printemps 2016"],
)
def test_what_no_calendar_has_is_refused_in_french(typed):
    with pytest.raises(ValueError, match=r"[Dd]ate|[Jj]our|[Mm]ois|[Aa]nnée"):
        PartialDate.parse(typed)


DAYS = st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31))
PARTIAL_DATES = st.one_of(
    DAYS.map(lambda day: PartialDate(day.year, day.month, day.day)),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
    DAYS.map(lambda day: PartialDate(day.year)),
    DAYS.map(lambda day: PartialDate(None, day.month, day.day)),
    st.builds(PartialDate, st.integers(1000, 2999), st.sampled_from([21, 22, 23, 24])),
)


@given(PARTIAL_DATES)
def test_the_stored_text_gives_the_date_back(date):
    assert PartialDate.parse(date.edtf) == date


@given(PARTIAL_DATES)
def test_the_form_gives_back_what_it_showed(date):
    field = PartialDateFormField(required=False)

    assert field.clean(field.prepare_value(date)) == date


@given(st.text())
def test_no_text_breaks_the_field(text):
    with suppress(ValidationError):
        date = PartialDateField().to_python(text)
        assert date is None or isinstance(date, PartialDate)


@given(DAYS, DAYS)
def test_stored_days_sort_as_days(first, second):
    texts = [PartialDate(day.year, day.month, day.day).edtf for day in (first, second)]

    assert (texts[0] < texts[1]) == (first < second)
