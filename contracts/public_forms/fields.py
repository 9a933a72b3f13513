"""Fields for words typed by anyone: what cannot be seen is taken out, what is wrong is told plainly.

Nothing visible is changed: a pasted line break becomes a space, and characters that only commands
of a terminal, of a mail header or of the direction of writing understand are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms

# Cc: commands, NUL and line breaks among them; Cs: halves of characters, which no database takes.
_DROPPED = {"Cc", "Cs"}
# They turn the direction of what follows them, outside of their own field too.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


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
        line = re.sub(r"\s+", " ", visible(str(value or ""), keep_lines=False))
        # Spaces without width alone would be a name that nobody sees.
        seen = any(unicodedata.category(character)[0] not in "CZ" for character in line)
        return super().to_python(line) or "" if seen else ""


class TextField(forms.CharField):
    """Several lines."""

    default_error_messages = _TOO_LONG
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(visible(str(value or ""), keep_lines=True)) or ""


class AddressField(forms.EmailField):
    """An e-mail address, mended as every one of the site."""

    default_error_messages = _TOO_LONG

    def to_python(self, value: Any) -> str:
        return super().to_python(visible(str(value or ""), keep_lines=False)) or ""


def visible(text: str, *, keep_lines: bool) -> str:
    text = re.sub(r"\r\n?", "\n", text)
    kept = "\n" if keep_lines else ""
    if not keep_lines:
        text = re.sub(r"[\n\t\v\f\u2028\u2029]", " ", text)
    return "".join(
        character
        for character in text
        if character in kept
        or (unicodedata.category(character) not in _DROPPED and character not in _TURNING)
    )
