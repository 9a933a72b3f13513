"""How the values of two versions are compared and written, by the type of their column: Wagtail
knows texts and choices, and shows the rest as Python does."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from taggit.managers import TaggableManager
from wagtail.admin.compare import (
    FieldComparison,
    ForeignObjectComparison,
    M2MFieldComparison,
    TextDiff,
    register_comparison_class,
)

from contracts.values.choice_list import ChoiceListField
from contracts.values.dates.french_calendar import french_date
from contracts.values.dates.partial_date import PartialDateField
from contracts.values.quantities import measured


def register() -> None:
    """Called in `ready()`."""
    for column in (
        models.BooleanField,
        models.DateField,
        models.DecimalField,
        models.FloatField,
        models.IntegerField,
        models.TimeField,
        PartialDateField,
    ):
        register_comparison_class(column, comparison_class=SaidComparison)
    register_comparison_class(ChoiceListField, comparison_class=TickedComparison)
    register_comparison_class(TaggableManager, comparison_class=SetComparison)
    register_comparison_class(models.ManyToManyField, comparison_class=SetComparison)
    # Of pictures, Wagtail has one of its own, which is nearer.
    register_comparison_class(models.ForeignKey, to=models.Model, comparison_class=ChosenComparison)


def said(value: Any) -> str:
    """« oui », « 6 décembre 2026 », « 20 000 », nothing of what is empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value)
        return f"{french_date(local)} à {local.hour} h {local:%M}, heure de Paris"
    if isinstance(value, dt.time):
        return f"{value.hour} h {value:%M}"
    if isinstance(value, dt.date):
        return french_date(value)
    if isinstance(value, int | float | Decimal):
        return measured(Decimal(str(value)), "")
    if isinstance(value, AbstractBaseUser):
        return str(getattr(value, "get_full_name", str)() or value.get_username())
    return str(value)


def _diff(before: str, after: str) -> SafeString:
    if before == after:
        return escape(before)
    changes = [("deletion", before), ("addition", after)]
    return TextDiff([change for change in changes if change[1]], separator=" ").to_html()


class SaidComparison(FieldComparison):
    def htmldiff(self) -> SafeString:
        return _diff(said(self.val_a), said(self.val_b))


class TickedComparison(FieldComparison):
    """Of codes that were ticked, their labels."""

    def _labels(self, codes: Any) -> str:
        labels = dict(self.field.choices_class.choices)
        return ", ".join(str(labels.get(code, code)) for code in codes or ())

    def htmldiff(self) -> SafeString:
        return _diff(self._labels(self.val_a), self._labels(self.val_b))


class ChosenComparison(ForeignObjectComparison):
    def htmldiff(self) -> SafeString:
        return _diff(*(said(chosen) for chosen in self.get_objects()))


class SetComparison(M2MFieldComparison):
    """In alphabetical order: the one in which they were chosen tells nothing."""

    def get_items(self) -> tuple[list[Any], list[Any]]:
        before, after = (sorted(items, key=str) for items in super().get_items())
        return before, after
