"""Dates of any precision: read as a French reader types them, stored in one sortable text."""

import datetime as dt
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Source
from contracts.values.partial_date import HELP, PartialDate, PartialDateField, PartialDateFormField
from tests import factories


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
        ("29 février", "XXXX-02-29", "29 février (année inconnue)", "annee-inconnue"),
        ("2999", "2999", "2999", "annee"),
    ],
)
def test_what_a_reader_types_is_understood(typed, stored, shown, precision):
    date = PartialDate.parse(typed)

    assert date.edtf == stored
    assert str(date) == shown
    assert date.precision == precision


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31 février 2016", "Ce jour n’existe pas dans ce mois."),
        ("99/99/2016", "Le mois va de 1 à 12."),
        ("2016-13", "Le mois va de 1 à 12."),
        ("2016-21-04", "Un jour demande un mois."),
        ("3000", "L’année s’écrit en quatre chiffres, de 1000 à 2999."),
        ("XXXX", "Une date sans année demande au moins un mois."),
        ("hier", f"Date non comprise : « hier ». {HELP}"),
        ("12 printemps 2016", f"Date non comprise : « 12 printemps 2016 ». {HELP}"),
        ("30", f"Date non comprise : « 30 ». {HELP}"),
    ],
)
def test_what_no_calendar_has_is_refused_in_french_where_it_is_typed(typed, told):
    for read in (PartialDateFormField().clean, PartialDateField().to_python):
        with pytest.raises(ValidationError) as refused:
            read(typed)
        assert refused.value.messages == [told]


def test_a_day_without_a_month_is_refused():
    with pytest.raises(ValueError, match="Un jour demande un mois"):
        PartialDate(2016, None, 4)


@pytest.fixture
def form_field() -> PartialDateFormField:
    """As the forms of the admin have it."""
    return PartialDateField("date").formfield()


def test_the_field_of_a_form_may_stay_empty_and_says_how_to_fill_it_in(form_field):
    assert form_field.clean("") is None
    assert form_field.prepare_value(None) == ""
    assert (form_field.label, form_field.help_text) == ("Date", HELP)


def test_it_takes_words_longer_than_the_column(form_field):
    assert form_field.clean("  14   septembre   2016 ") == PartialDate(2016, 9, 14)


@pytest.mark.parametrize(
    ("shown", "typed", "changed"),
    [
        (PartialDate(2016, 11), "novembre 2016", False),
        (PartialDate(2016, 11), "11/2016", False),
        (PartialDate(2016, 11), "octobre 2016", True),
        (PartialDate(2016, 11), "", True),
        (PartialDate(2016, 11), "hier", True),
        (None, "", False),
        (None, "2016", True),
    ],
)
def test_it_has_changed_when_another_date_is_typed(form_field, shown, typed, changed):
    assert form_field.has_changed(shown, typed) is changed


@pytest.mark.django_db
def test_a_date_comes_back_from_the_database_as_it_was_saved():
    source = factories.source(published_on=PartialDate(2015, 21))
    factories.source(published_on=None)
    assert Source.objects.get(published_on="printemps 2015") == source
    assert Source.objects.get(pk=source.pk).published_on == PartialDate(2015, 21)
    assert Source.objects.get(published_on__isnull=True).published_on is None
    assert Source._meta.get_field("published_on").value_to_string(source) == "2015-21"


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
