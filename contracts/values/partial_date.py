"""Dates known to the day, the month, the season or the year, or without their year.

Stored as EDTF text (ISO 8601-2): `2016-11-04`, `2016-11`, `2016-21` (spring), `2016`,
`XXXX-11-14`. One column, readable, which sorts by time.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

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
SEASONS = {21: "printemps", 22: "été", 23: "automne", 24: "hiver"}
_SEASON_MONTHS = {21: 4, 22: 7, 23: 10, 24: 12}

_EDTF = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_SLASHES = re.compile(r"(?:(?P<day>\d{1,2})/)?(?P<month>\d{1,2})/(?P<year>\d{4})")
_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:er)?\s+)?(?P<name>[a-zéûà]+)(?:\s+(?P<year>\d{4}))?", re.IGNORECASE
)

HELP = "Exemples : 4 novembre 2016, 04/11/2016, novembre 2016, printemps 2016, 2016, 14 novembre."


def french_day(day: int) -> str:
    """« 1er », « 2 », « 3 »…"""
    return "1er" if day == 1 else str(day)


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
            raise ValueError("Le mois va de 1 à 12.")
        if self.day is not None:
            if self.month is None or self.month > 12:
                raise ValueError("Un jour demande un mois.")
            try:
                dt.date(self.year or 2000, self.month, self.day)
            except ValueError as error:
                raise ValueError("Ce jour n’existe pas dans ce mois.") from error

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read EDTF, or what a French reader types. ValueError with a French message otherwise."""
        text = " ".join(text.split())
        if match := _EDTF.fullmatch(text) or _SLASHES.fullmatch(text):
            year, month, day = (match[name] for name in ("year", "month", "day"))
            return cls(
                None if year == "XXXX" else int(year),
                int(month) if month else None,
                int(day) if day else None,
            )
        if match := _WORDS.fullmatch(text):
            name = match["name"].lower()
            year = int(match["year"]) if match["year"] else None
            day = int(match["day"]) if match["day"] else None
            if name in MONTHS:
                return cls(year, MONTHS.index(name) + 1, day)
            for code, season in SEASONS.items():
                if season == name and day is None:
                    return cls(year, code)
        raise ValueError(f"Date non comprise : « {text} ». {HELP}")

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

    @property
    def edtf(self) -> str:
        parts = ["XXXX" if self.year is None else f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def first_day(self) -> dt.date | None:
        """The earliest day it can be, for sorting; None when the year is unknown."""
        if self.year is None:
            return None
        month = _SEASON_MONTHS.get(self.month or 1, self.month or 1)
        return dt.date(self.year, month, self.day or 1)

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


class PartialDateFormField(forms.CharField):
    """One text input, read by PartialDate.parse, shown as a French reader writes it."""

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
        return PartialDate.parse(value) if value else None

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
