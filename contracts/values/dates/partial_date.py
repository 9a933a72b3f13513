"""Dates known to the day, the month, the season or the year, or without their year.

Stored as EDTF text (ISO 8601-2): `2016-11-04`, `2016-11`, `2016-21` (spring), `2016`,
`XXXX-11-14`. One column, readable, which sorts by time.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from contracts.values.dates.french_calendar import (
    MONTHS,
    WEEKDAYS,
    folded_date,
    french_day,
    month_number,
    weekday_number,
)
from search.text.analysis import fold

SEASONS = {21: "printemps", 22: "été", 23: "automne", 24: "hiver"}
_SEASON_CODES = {fold(name): code for code, name in SEASONS.items()}
# Those of meteorologists: seasons of three whole months, which leave none out.
_SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}

# All read what folded_date gives: lower case, and no space around a separator.
_EDTF = re.compile(r"(?P<year>[0-9]{4}|xxxx)(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?P<separator>[-/.])(?P<month>[0-9]{1,2})(?P=separator)(?P<day>[0-9]{1,2})"
)
_DAY_FIRST = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?P<separator>[-/.]))?"
    r"(?P<month>[0-9]{1,2})(?(separator)(?P=separator)|[-/.])(?P<year>[0-9]{4})"
)
_WORDS = re.compile(
    r"(?:(?:(?P<first>0?1) ?i?er|(?P<day>[0-9]{1,2}))[ ./-])?"
    r"(?P<name>[a-z]+)(?:\.?[ ./-](?P<year>[0-9]{2}(?:[0-9]{2})?))?"
)
_BEFORE_A_DAY = re.compile(r"(?:le )?(?:(?!le )(?P<weekday>[a-z]+)[ .])?(?=[0-9]{1,2}(?![0-9]))")
# « fin 2016 », « mi-juin 2016 »: more than the year or the month, less than what comes below them.
_APPROXIMATE = re.compile(r"(?:fin|debut|mi|milieu|courant|vers)[ -](?:de )?(?P<date>.+)")
_SHORT_NUMBERS = re.compile(r"[0-9]{1,4}(?:[-/.][0-9]{1,4}){1,2}")  # 06/12, 4.11.16, 2011/12

_IN_FULL = "Écrivez le mois en toutes lettres et l’année en quatre chiffres."
_NO_SUCH_MONTH = "Le mois va de 1 à 12."
HELP = "Exemples : 4 novembre 2016, 04/11/2016, novembre 2016, printemps 2016, 2016, 14 novembre."


@dataclass(frozen=True, order=False)
class PartialDate:
    """A date and what is known of it. `month` 21 to 24 is a season; `year` None is unknown.

    Raises ValueError, with a French message, for what no calendar has (31 février).
    """

    year: int | None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year is None and self.month is None:
            raise ValueError("Une date sans année demande au moins un mois.")
        if self.year is not None and not 1000 <= self.year <= 2999:
            raise ValueError("L’année s’écrit en quatre chiffres, de 1000 à 2999.")
        if self.month is not None and not (1 <= self.month <= 12 or self.month in SEASONS):
            raise ValueError(_NO_SUCH_MONTH)
        if self.day is not None:
            if self.month is None or self.month > 12:
                raise ValueError("Un jour demande un mois.")
            try:
                dt.date(self.year or 2000, self.month, self.day)
            except ValueError as error:
                raise ValueError("Ce jour n’existe pas dans ce mois.") from error

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read EDTF, or a date as a French source writes it: day first, the year in four digits.

        ValueError with a French message for what is not understood, or could be several dates.
        """
        folded = folded_date(text)
        if match := _EDTF.fullmatch(folded):
            return cls(*(_number(match[name]) for name in ("year", "month", "day")))
        before = _BEFORE_A_DAY.match(folded)
        weekday = weekday_number(before["weekday"] or "") if before else None
        if before and (weekday is not None or not before["weekday"]):
            folded = folded[before.end() :]
        date = _in_numbers(folded) or _in_words(folded)
        if date is None or (weekday is not None and date.day is None):
            typed = " ".join(text.split())
            if known := _approximated(folded):
                raise ValueError(
                    f"Date imprécise : « {typed} ». Écrivez « {known} », plus précis seulement si la "
                    f"source l’est, et dites « {typed} » dans un texte."
                )
            if _is_ambiguous(folded):
                raise ValueError(f"Date ambiguë : « {typed} ». {_IN_FULL}")
            raise ValueError(f"Date non comprise : « {typed} ». {HELP}")
        date._refuse_another_weekday(weekday)
        return date

    def _refuse_another_weekday(self, weekday: int | None) -> None:
        """« lundi 4 novembre 2016 » was a Friday: one of the two is wrong."""
        if weekday is None or self.year is None or self.month is None or self.day is None:
            return
        right = dt.date(self.year, self.month, self.day).weekday()
        if right != weekday:
            raise ValueError(
                f"Le {self} est un {WEEKDAYS[right]}, pas un {WEEKDAYS[weekday]} : "
                "corrigez la date, ou ôtez le jour de la semaine."
            )

    @property
    def precision(self) -> str:
        """Which of jour, mois, saison, annee or annee-inconnue."""
        if self.year is None:
            return "annee-inconnue"
        if self.month is None:
            return "annee"
        if self.month in SEASONS:
            return "saison"
        return "mois" if self.day is None else "jour"

    @cached_property
    def edtf(self) -> str:
        parts = ["XXXX" if self.year is None else f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @cached_property
    def first_day(self) -> dt.date | None:
        """The earliest day it can be, for sorting; None when the year is unknown."""
        if self.year is None:
            return None
        month = _SEASON_MONTHS.get(self.month or 1, self.month or 1)
        return dt.date(self.year, month, self.day or 1)

    @cached_property
    def last_day(self) -> dt.date | None:
        """The latest day it can be; a season ends with its third month, as `first_day` begins it."""
        first = self.first_day
        if first is None or self.day is not None:
            return first
        months = 12 if self.month is None else 3 if self.month in SEASONS else 1
        return first + relativedelta(months=months, days=-1)

    @property
    def machine(self) -> str | None:
        """What `<time datetime>` accepts, or None (seasons and unknown years have no form)."""
        return self.edtf if self.precision in {"jour", "mois", "annee"} else None

    def __str__(self) -> str:
        words = []
        if self.day is not None:
            words.append(french_day(self.day))
        if self.month is not None:
            words.append(SEASONS.get(self.month) or MONTHS[self.month - 1])
        words.append(str(self.year) if self.year is not None else "(année inconnue)")
        return " ".join(words)

    def __len__(self) -> int:
        """The length of the stored text, which the field's max_length validator measures."""
        return len(self.edtf)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits and digits.isdecimal() else None


def _in_numbers(folded: str) -> PartialDate | None:
    match = _YEAR_FIRST.fullmatch(folded) or _DAY_FIRST.fullmatch(folded)
    if match is None:
        return None
    if int(match["month"]) in SEASONS:  # a number of EDTF alone
        raise ValueError(_NO_SUCH_MONTH)
    return PartialDate(*(_number(match[name]) for name in ("year", "month", "day")))


def _in_words(folded: str) -> PartialDate | None:
    match = _WORDS.fullmatch(folded)
    if match is None or len(match["year"] or "") == 2:
        return None
    day = _number(match["first"] or match["day"])
    month = month_number(match["name"]) or (None if day else _SEASON_CODES.get(match["name"]))
    return PartialDate(_number(match["year"]), month, day) if month else None


def _approximated(folded: str) -> PartialDate | None:
    """The year, the month or the season of which only a part is said; no month is guessed."""
    match = _APPROXIMATE.fullmatch(folded)
    if match is None:
        return None
    if year := re.fullmatch(r"[0-9]{4}", match["date"]):
        return PartialDate(int(year[0]))
    return _in_words(match["date"])


def _is_ambiguous(folded: str) -> bool:
    """Whether what was not understood is a date all the same, with too little to tell which."""
    match = _WORDS.fullmatch(folded)
    if match is None:
        return bool(_SHORT_NUMBERS.fullmatch(folded))
    return month_number(match["name"]) is not None or match["name"] == "jui"  # juin, juillet


class PartialDateFormField(forms.CharField):
    """One text input, read by PartialDate.parse, shown as a French reader writes it."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-typed-date": ""}

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else str(value).replace(" (année inconnue)", "")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value: Any) -> None:
        if value:
            super().run_validators(value.edtf)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(self.prepare_value(initial)) != self.to_python(data)
        except ValidationError:
            return True


@lru_cache(maxsize=4096)
def _stored(text: str) -> PartialDate:
    """The same dates come back in many rows."""
    return PartialDate.parse(text)


class PartialDateField(models.CharField):
    """A column of EDTF text whose Python value is a PartialDate or None."""

    description = "Date partielle"

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs["max_length"] = 10
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", HELP)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return _stored(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> str | None:
        value = self.to_python(value)
        return value.edtf if value else None

    def value_to_string(self, obj: Any) -> Any:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        options = {
            "form_class": PartialDateFormField,
            "max_length": 40,
            "empty_value": None,
            **kwargs,
        }
        return super().formfield(*args, **options)
