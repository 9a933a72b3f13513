"""The form that freezes a dossier: it holds the whole of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contracts.deciding.dossier.address import PACKED, DamagedAddress, packed, unpacked
from contracts.deciding.dossier.choice import DossierChoice
from contracts.public_forms.fields import LineField
from contracts.public_forms.forms import StampedForm


class FreezeForm(StampedForm):
    FORM = "dossier-fige"

    d = LineField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, choice: DossierChoice | None = None):
        initial = {PACKED: packed(choice)} if choice is not None else {}
        super().__init__(self.FORM, data, initial=initial)
        self.choice = choice or DossierChoice()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        try:
            self.choice = unpacked(cleaned.get(PACKED, "")).cut()
        except DamagedAddress as damaged:
            raise ValidationError(
                "Ce dossier ne se lit plus : revenez à sa page, et figez-le de nouveau."
            ) from damaged
        return cleaned
