"""Several codes of one closed list in one column, ticked in a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models


class ChoiceListField(models.JSONField):
    """A JSON list of codes out of `choices_class`, in the order of that list."""

    description = "Liste de codes"

    def __init__(
        self, *args: Any, choices_class: type[models.TextChoices] | None = None, **kwargs: Any
    ):
        self.choices_class = choices_class
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        unknown = set(value) - set(self.codes)
        if unknown:
            raise ValidationError(f"Valeurs inconnues : {', '.join(sorted(unknown))}.")

    @property
    def codes(self) -> list[str]:
        return list(self.choices_class.values) if self.choices_class else []

    def formfield(self, *args: Any, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            required=not self.blank,
            choices=self.choices_class.choices if self.choices_class else [],
            widget=forms.CheckboxSelectMultiple,
        )
