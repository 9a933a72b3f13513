"""Which row is kept, and that the person confirms what was shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict


class KeptForm(forms.Form):
    """In the address of the preview."""

    garder: Any = forms.ModelChoiceField(
        queryset=None,
        label="Garder",
        error_messages={"invalid_choice": "Cet élément n’existe plus : choisissez-en un autre."},
    )

    def __init__(self, gone: Any, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        model: Any = type(gone)
        field = self.fields["garder"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = model._default_manager.exclude(pk=gone.pk)
        field.widget = model.snippet_viewset.chooser_viewset.widget_class()
        field.help_text = f"Tout ce qui renvoie à « {gone} » renverra à ce que vous choisissez ici."

    @classmethod
    def from_querydict(cls, data: QueryDict, gone: Model) -> KeptForm:
        """Not filled in where the address says nothing."""
        return cls(gone, data or None)

    @property
    def kept(self) -> Model:
        return self.cleaned_data["garder"]


class ConfirmForm(forms.Form):
    shown = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
