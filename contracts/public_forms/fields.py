"""Fields for words typed by anyone: what is wrong is told plainly. What cannot be seen is taken out
as in every form of the site (`contracts.rules.texts`)."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

WRONG_ADDRESS = (
    "Vérifiez l’adresse : elle s’écrit comme prenom.nom@mairie.fr, sans espace ni accent avant "
    "l’arobase."
)
# Slips of a finger at the end of an address: none of these endings exists.
_NO_SUCH_ENDINGS = {
    "con": "com",
    "vom": "com",
    "fe": "fr",
    "rf": "fr",
    "ner": "net",
    "ogr": "org",
}
_TOO_LONG: dict[str, Any] = {
    "max_length": "Raccourcissez ce texte : %(limit_value)d caractères au plus, il en a %(show_value)d."
}


class LineField(forms.CharField):
    """One line. `missing` is what is said when a required one is empty."""

    default_error_messages = _TOO_LONG

    def __init__(self, *, missing: str = "", **options: Any):
        super().__init__(**options)
        self.error_messages["required"] = missing or self.error_messages["required"]

    def to_python(self, value: Any) -> str:
        return re.sub(r"\s+", " ", super().to_python(value) or "")


class TextField(forms.CharField):
    """Several lines."""

    default_error_messages = _TOO_LONG
    widget = forms.Textarea


class AddressField(forms.EmailField):
    """An e-mail address, mended as every one of the site. A slip that no server will ever take is
    told at once; what may exist is believed."""

    default_error_messages = {**_TOO_LONG, "invalid": WRONG_ADDRESS}

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        start, _, ending = address.rpartition(".")
        if meant := _NO_SUCH_ENDINGS.get(ending.lower()):
            raise ValidationError(f"Vérifiez la fin de l’adresse : peut-être {start}.{meant} ?")
        return address
