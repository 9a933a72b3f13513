"""Every e-mail field of the site mends what is typed, and shows it mended.

Django has no hook for it, and a class of our own would leave out the forms of Wagtail (accounts,
links of a text, password forgotten): what they share is `forms.EmailField`.
"""

from __future__ import annotations

from typing import Any

from django import forms

from contracts.mail.addresses import mended

_bound_data = forms.EmailField.bound_data


def install() -> None:
    """Called once, at start."""
    forms.EmailField.to_python = _mended_to_python  # type: ignore[method-assign, assignment]
    forms.EmailField.bound_data = _mended_bound_data  # type: ignore[method-assign, assignment]


def _mended_to_python(field: forms.EmailField, value: Any) -> Any:
    return super(forms.EmailField, field).to_python(_mended(value))


def _mended_bound_data(field: forms.EmailField, data: Any, initial: Any) -> Any:
    """What the field shows when its form comes back."""
    return _mended(_bound_data(field, data, initial))


def _mended(value: Any) -> Any:
    return mended(value) if isinstance(value, str) else value
