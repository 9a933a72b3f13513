"""Numbers in every form of the admin: typed the French way, with a decimal comma."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms.models import register_form_field_override

from contracts.values.quantities import measured, read_number


class NumberField(forms.DecimalField):
    """Gives a `Decimal`. What is typed is kept as it is when it is not understood."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "data-number": True}

    def prepare_value(self, value: Any) -> Any:
        return measured(value, "") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value.strip() if isinstance(value, str) else value)
        try:
            return read_number(value)
        except ValueError as refused:
            where = f"Dans « {self.label} », écrivez" if self.label else "Écrivez"
            raise ValidationError(
                f"« {value} » n’est pas un nombre. {where} des chiffres, sans unité : 12,5.",
                code="invalid",
            ) from refused


def register() -> None:
    """From now on, forms of Wagtail's models have this field."""
    register_form_field_override(
        models.DecimalField, override={"form_class": NumberField, "widget": NumberField.widget}
    )
