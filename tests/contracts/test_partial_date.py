"""Dates of any precision: read as a French reader types them, stored in one sortable text."""

import datetime as dt
import unicodedata
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Source
from contracts.values.dates.french_calendar import MONTHS
from contracts.values.dates.partial_date import (
    HELP,
    PartialDate,
    PartialDateField,
    PartialDateFormField,
)
from tests import factories

IN_FULL = "Écrivez le mois en toutes lettres et l’année en quatre chiffres."


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
        ("le 1ᵉʳ mars 2020", "2020-03-01", "1er mars 2020", "jour"),
        ("1 er MARS 2020", "2020-03-01", "1er mars 2020", "jour"),
        ("01er mars 2020", "2020-03-01", "1er mars 2020", "jour"),
        ("dec. 2016", "2016-12", "décembre 2016", "mois"),
        ("fevr. 2016", "2016-02", "février 2016", "mois"),
        ("Déc.2016.", "2016-12", "décembre 2016", "mois"),
        ("4 AOUT 2016", "2016-08-04", "4 août 2016", "jour"),
        ("4 jun 2016", "2016-06-04", "4 juin 2016", "jour"),
        ("4-juil.-2016", "2016-07-04", "4 juillet 2016", "jour"),
        ("Vendredi, 4 novembre 2016.", "2016-11-04", "4 novembre 2016", "jour"),
        ("le ven. 04/11/2016", "2016-11-04", "4 novembre 2016", "jour"),
        ("mar. 8 nov. 2016", "2016-11-08", "8 novembre 2016", "jour"),
        ("mar. 2016", "2016-03", "mars 2016", "mois"),
        ("mercredi 29 février", "XXXX-02-29", "29 février (année inconnue)", "annee-inconnue"),
        ("4 . 11 . 2016", "2016-11-04", "4 novembre 2016", "jour"),
        ("12-06-2016", "2016-06-12", "12 juin 2016", "jour"),
        ("4‑11‑2016", "2016-11-04", "4 novembre 2016", "jour"),
        ("2016/11/4", "2016-11-04", "4 novembre 2016", "jour"),
        ("3/2016", "2016-03", "mars 2016", "mois"),
        ("03.2016", "2016-03", "mars 2016", "mois"),
        ("E\u0301te\u0301 2016.", "2016-22", "été 2016", "saison"),
        ("xxxx-11-14", "XXXX-11-14", "14 novembre (année inconnue)", "annee-inconnue"),
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
        ("21/2016", "Le mois va de 1 à 12."),
        ("11/21/2016", "Le mois va de 1 à 12."),
        (
            "lundi 4 novembre 2016",
            "Le 4 novembre 2016 est un vendredi, pas un lundi : "
            "corrigez la date, ou ôtez le jour de la semaine.",
        ),
        ("2er mars 2016", f"Date non comprise : « 2er mars 2016 ». {HELP}"),
        ("4-5 novembre 2016", f"Date non comprise : « 4-5 novembre 2016 ». {HELP}"),
        ("2015-2016", "Date ambiguë : « 2015-2016 ». " + IN_FULL),
        ("30", f"Date non comprise : « 30 ». {HELP}"),
    ],
)
def test_what_no_calendar_has_is_refused_in_french_where_it_is_typed(typed, told):
    for read in (PartialDateFormField().clean, PartialDateField().to_python):
        with pytest.raises(ValidationError) as refused:
            read(typed)
        assert refused.value.messages == [told]


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("fin 2016", "2016"),
        ("Début de 2016", "2016"),
        ("mi-juin 2016", "juin 2016"),
        ("vers l’automne 2016", None),
        ("fin d’année", None),
        ("fin 16", None),
    ],
)
def test_what_is_more_than_a_year_and_less_than_a_month_is_refused_with_what_to_write(typed, known):
    with pytest.raises(ValidationError) as refused:
        PartialDateFormField().clean(typed)
    advice = (
        f"Date imprécise : « {typed} ». Écrivez « {known} », plus précis seulement si la source "
        f"l’est, et dites « {typed} » dans un texte."
    )
    [told] = refused.value.messages
    assert (told == advice) is bool(known)
    assert known or told.startswith("Date non comprise")


@pytest.mark.parametrize(
    "typed",
    [
        "06/12",
        "12-06",
        "12.06.",
        "4/11/16",
        "Vendredi 4.11.16",
        "4-11/2016",
        "2011/12",
        "déc. 16",
        "1ᵉʳ novembre 16",
        "4 jui. 2016",
        "vendredi 11/2016",
    ],
)
def test_what_could_be_several_dates_is_refused_with_its_cure(typed):
    with pytest.raises(ValidationError) as refused:
        PartialDateFormField().clean(typed)
    assert refused.value.messages == [f"Date ambiguë : « {typed} ». {IN_FULL}"]


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


ABBREVIATIONS = {
    "janvier": "janv.",
    "février": "févr.",
    "avril": "avr.",
    "juillet": "juil.",
    "septembre": "sept.",
    "octobre": "oct.",
    "novembre": "nov.",
    "décembre": "déc.",
}
WEEKDAYS = ["Lundi", "mar.", "mercredi", "JEUDI", "ven.", "samedi", "dim."]


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _abbreviated(text: str) -> str:
    return " ".join(ABBREVIATIONS.get(word, word) for word in text.split(" "))


def _weekday_before(date: PartialDate, text: str) -> str:
    if date.precision != "jour":
        return text
    return f"{WEEKDAYS[date.first_day.weekday()]} {text}"


def _numbers(date: PartialDate, text: str, separator: str) -> str:
    if date.precision == "jour":
        return f"{date.day}{separator}{date.month:02}{separator}{date.year}"
    return f"{date.month}{separator}{date.year}" if date.precision == "mois" else text


WRITTEN_FORMS = {
    "capitals": lambda date, text: text.upper(),
    "decomposed": lambda date, text: unicodedata.normalize("NFD", text),
    "without accents": lambda date, text: _bare(text),
    "abbreviated": lambda date, text: _abbreviated(text),
    "abbreviated without accents, in capitals": lambda date, text: _bare(
        _abbreviated(text)
    ).upper(),
    "weekday": _weekday_before,
    "weekday after an article": lambda date, text: (
        _weekday_before(date, text) if date.day is None else "Le " + _weekday_before(date, text)
    ),
    "dots": lambda date, text: _numbers(date, text, "."),
    "hyphens": lambda date, text: _numbers(date, text, "-"),
    "slashes": lambda date, text: _numbers(date, text, " / "),
    "words and hyphens": lambda date, text: text.replace(" ", "-"),
    "final stop": lambda date, text: f"{text}.",
    "unbreakable spaces": lambda date, text: f"\u202f{text}".replace(" ", "\u00a0"),
    "raised letters": lambda date, text: text.replace("1er", "1ᵉʳ"),
    "bidirectional mark": lambda date, text: f"\u200e{text}\u200b",
}


@given(PARTIAL_DATES)
def test_each_way_to_write_a_date_gives_the_same_one(date):
    text = PartialDateFormField().prepare_value(date)
    written = {name: write(date, text) for name, write in WRITTEN_FORMS.items()}

    read = {name: PartialDate.parse(form).edtf for name, form in written.items()}

    assert read == dict.fromkeys(written, date.edtf)


@given(
    st.integers(0, 40),
    st.integers(0, 30),
    st.integers(1000, 2999),
    st.sampled_from(
        ["{d}/{m}/{y}", "{d}-{m:02}-{y}", "{d}.{m}.{y}", "{y}/{m}/{d}", "{d} {name} {y}"]
    ),
)
def test_only_days_that_exist_are_read(day, month, year, form):
    name = MONTHS[month - 1] if 1 <= month <= 12 else "brumaire"
    text = form.format(d=day, m=month, y=year, name=name)
    try:
        existing = dt.date(year, month, day).isoformat()
    except ValueError:
        with pytest.raises(ValueError, match=r"n’existe pas|va de 1 à 12|non comprise"):
            PartialDate.parse(text)
    else:
        assert PartialDate.parse(text).edtf == existing


PIECES = [*"0123456789", *" .-/,", "1er", "ᵉʳ", "le ", "lundi", "mar", "jui", "déc", "été", "2016"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_read_says_itself_again(text):
    with suppress(ValueError):
        date = PartialDate.parse(text)
        assert PartialDate.parse(PartialDateFormField().prepare_value(date)) == date


@given(st.text())
def test_no_text_breaks_the_field(text):
    with suppress(ValidationError):
        date = PartialDateField().to_python(text)
        assert date is None or isinstance(date, PartialDate)


@given(DAYS, DAYS)
def test_stored_days_sort_as_days(first, second):
    texts = [PartialDate(day.year, day.month, day.day).edtf for day in (first, second)]

    assert (texts[0] < texts[1]) == (first < second)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2016-11-04", dt.date(2016, 11, 4), dt.date(2016, 11, 4)),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("2016-21", dt.date(2016, 3, 1), dt.date(2016, 5, 31)),
        ("2016-23", dt.date(2016, 9, 1), dt.date(2016, 11, 30)),
        ("2016-24", dt.date(2016, 12, 1), dt.date(2017, 2, 28)),
        ("2016", dt.date(2016, 1, 1), dt.date(2016, 12, 31)),
        ("2999", dt.date(2999, 1, 1), dt.date(2999, 12, 31)),
        ("XXXX-11-14", None, None),
    ],
)
def test_a_date_has_a_first_and_a_last_day_when_its_year_is_known(edtf, first, last):
    date = PartialDate.parse(edtf)
    assert (date.first_day, date.last_day) == (first, last)
