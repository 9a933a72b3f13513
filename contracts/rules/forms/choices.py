"""What is chosen in all the fields of a form and of its rows, read with one query for each table:
each field would ask one to check it, and its chooser one more to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.forms import ModelChoiceField, ModelMultipleChoiceField


def read_choices(form: Any) -> None:
    """Called once a form knows what it shows, or what was posted, before it is checked. A chooser
    finds the rows in its `known`, by their number as a text."""
    asked: dict[Any, list[tuple[Any, str]]] = {}
    for field, value in _chosen(form):
        model = field.queryset.model  # type: ignore[union-attr]
        asked.setdefault(model, []).append((field, value))
    for model, chosen in asked.items():
        found = model._default_manager.filter(pk__in={value for _, value in chosen})
        rows = {str(row.pk): row for row in found}
        for field, _ in chosen:
            field.to_python = _known(rows, field.to_python)
            field.widget.known = rows


def _known(rows: dict[str, Any], otherwise: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What is no number of a row is refused by the field itself."""
    return lambda value: rows.get(str(value)) or otherwise(value)


def _chosen(form: Any) -> Iterator[tuple[ModelChoiceField[Any], str]]:
    """The fields in which any row of a table may be chosen, with what is chosen there."""
    for name, field in form.fields.items():
        if not _takes_any_row(field):
            continue
        if form.is_bound:
            value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        else:
            value = form.get_initial_for_field(field, name)
        if str(value).isdecimal() and len(str(value)) < 19:
            yield field, str(value)
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            yield from _chosen(row)


def _takes_any_row(field: Any) -> bool:
    is_one = isinstance(field, ModelChoiceField) and not isinstance(field, ModelMultipleChoiceField)
    if not is_one or field.queryset.query.where:
        return False
    return field.to_field_name in (None, "pk", field.queryset.model._meta.pk.name)
