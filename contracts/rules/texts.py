"""Where texts enter, they are cleaned: in every form of the site, and in every row of the catalogue
that is saved without one.

Django has no hook for all text fields, and a base class of our own would leave out the forms of
Wagtail, the blocks of its pages and whatever an application to come declares: what they share is
`forms.Field.clean`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.db.models.signals import pre_save
from wagtail.fields import RichTextField

from contracts.values.clean_text import clean_html, clean_line, clean_lines

_OURS = ("contracts", "home")
_TYPED = (forms.TextInput, forms.Textarea)
_clean = forms.Field.clean


def install() -> None:
    """Called once, at start."""
    forms.Field.clean = _clean_typed  # type: ignore[method-assign, assignment]
    pre_save.connect(_clean_row, dispatch_uid="contracts.rules.texts")


def _clean_typed(field: forms.Field, value: Any) -> Any:
    typed = isinstance(field, forms.CharField) or isinstance(field.widget, _TYPED)
    return _clean(field, _typed(value, field.widget) if typed and isinstance(value, str) else value)


def _typed(text: str, widget: Any) -> str:
    if isinstance(widget, forms.PasswordInput):
        return text
    if getattr(widget, "accepts_features", False):  # how Wagtail marks an editor of rich text
        return clean_html(text)
    return clean_line(text) if isinstance(widget, forms.TextInput) else clean_lines(text)


def _clean_row(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    if sender.__module__.partition(".")[0] not in _OURS:
        return
    for field in sender._meta.concrete_fields:
        value = getattr(instance, field.attname) if _holds_words(field) else None
        if not isinstance(value, str):  # nothing, an expression, or a value with a type of its own
            continue
        setattr(instance, field.attname, _cleaner(field)(value))


def _cleaner(field: models.Field[Any, Any]) -> Callable[[str], str]:
    if isinstance(field, RichTextField):
        return clean_html
    return clean_lines if isinstance(field, models.TextField) else clean_line


def _holds_words(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices
