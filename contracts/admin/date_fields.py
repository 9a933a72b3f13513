"""Days, hours and instants in every form of the admin and of the desk: typed the French way.

What is typed is read on the server, kept as it is when it is not understood, and never replaced by
Wagtail's picker, which stays for those who point at a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import from_current_timezone
from django.templatetags.static import static
from django.utils.html import format_html
from django_filters.fields import RangeField
from wagtail.admin.active_filters import (
    ActiveFilter,
    BaseFilterAdapter,
    register_filter_adapter_class,
)
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from contracts.values.dates.french_calendar import french_date
from contracts.values.dates.typed_dates import read_day, read_hour, read_moment

_DAY = "jj/mm/aaaa"


class _TypedField(forms.Field):
    """A text read by `read`, or refused with its reason and with `how` to write it."""

    placeholder: ClassVar[str]
    how: ClassVar[str]

    @staticmethod
    def read(text: str) -> Any:
        raise NotImplementedError

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            **super().widget_attrs(widget),
            "placeholder": self.placeholder,
            "data-typed-date": "",
        }

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value.strip() if isinstance(value, str) else value)
        try:
            return self.read(value)
        except ValueError as refused:
            where = f"Dans « {self.label} », écrivez" if self.label else "Écrivez"
            raise ValidationError(f"{refused} {where} {self.how}", code="invalid") from refused


class DayField(_TypedField, forms.DateField):
    """Gives a `datetime.date`."""

    widget = AdminDateInput
    read = staticmethod(read_day)
    placeholder = _DAY
    how = "le jour, le mois et l’année : 06/12/2026 ou 6 décembre 2026."


class HourField(_TypedField, forms.TimeField):
    """Gives a `datetime.time`."""

    widget = AdminTimeInput
    read = staticmethod(read_hour)
    placeholder = "hh:mm"
    how = "l’heure et les minutes : 9h30, 09:30 ou 14h."


class MomentField(_TypedField, forms.DateTimeField):
    """Gives a `datetime.datetime` in the time zone of who types it."""

    widget = AdminDateTimeInput
    read = staticmethod(read_moment)
    placeholder = f"{_DAY} hh:mm"
    how = "la date et l’heure : 06/12/2026 9h30 ou 6 décembre 2026 à 14h."

    def to_python(self, value: Any) -> dt.datetime | None:
        return from_current_timezone(super().to_python(value))


class DayStartField(MomentField):
    """A day that is compared with instants: the first of its instants."""

    widget = AdminDateInput
    placeholder = DayField.placeholder
    how = DayField.how

    @staticmethod
    def read(text: str) -> dt.datetime:
        return dt.datetime.combine(read_day(text), dt.time.min)


class DayRangeField(django_filters.fields.DateRangeField):
    """Gives a `slice` of two instants, from the start of a day to the end of another."""

    widget = DateRangePickerWidget

    def __init__(self, *args: Any, **options: Any):
        days = (DayField(label="Date de début"), DayField(label="Date de fin"))
        # Its parent takes no fields; what it does with two days is kept.
        RangeField.__init__(self, days, *args, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        if isinstance(widget, forms.MultiWidget):
            for part, word in zip(widget.widgets, ("du", "au"), strict=True):
                part.attrs["placeholder"] = f"{word} {_DAY}"
        return super().widget_attrs(widget)


class DayFilterAdapter(BaseFilterAdapter):
    """Says a day above the list that it limits as those of a period are said."""

    value: Any

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        self.value = french_date(self.value)
        yield from super().get_active_filters()


def register() -> None:
    """From now on, forms of Wagtail's models have these fields, and so do the filters of its lists
    and reports: django-filter has no register, only the attribute that its subclasses set."""
    for column, field in (
        (models.DateField, DayField),
        (models.TimeField, HourField),
        (models.DateTimeField, MomentField),
    ):
        register_form_field_override(column, override={"form_class": field, "widget": field.widget})
    django_filters.DateFilter.field_class = DayField
    django_filters.DateTimeFilter.field_class = DayStartField
    django_filters.DateFromToRangeFilter.field_class = DayRangeField
    for day_filter in (django_filters.DateFilter, django_filters.DateTimeFilter):
        register_filter_adapter_class(day_filter, adapter_class=DayFilterAdapter)


def script() -> str:
    """Hook `insert_global_admin_js`: before any picker is made."""
    return format_html('<script src="{}"></script>', static("kb/js/typed_dates.js"))
