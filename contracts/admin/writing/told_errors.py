"""The errors of the form of a page, in the order of the form, each with where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import capfirst


@dataclass(frozen=True)
class ToldError:
    """`target` is the id of the field or of the panel to go to; empty for what has no place."""

    label: str
    message: str
    target: str


def told_errors(form: Any, panel: Any) -> list[ToldError]:
    """Those of a form that was checked; `panel` is the bound panel that shows it."""
    return list(_of_form(form, _headings(panel)))


def field_label(form: Any, name: str) -> str:
    return str(capfirst(form[name].label))


def _of_form(form: Any, headings: dict[str, str], within: str = "") -> Iterator[ToldError]:
    for name, messages in form.errors.items():
        for message in messages:
            if name == NON_FIELD_ERRORS or name not in form.fields:
                target = f"inline_child_{form.prefix}" if form.prefix else ""
                yield ToldError(within, message, target)
            else:
                label = f"{within}, {_lower(field_label(form, name))}" if within else ""
                yield ToldError(label or field_label(form, name), message, form[name].auto_id)
    for relation, formset in getattr(form, "formsets", {}).items():
        heading = headings.get(relation, str(capfirst(formset.model._meta.verbose_name_plural)))
        for message in formset.non_form_errors():
            yield ToldError(heading, message, f"id_{formset.prefix}-ADD")
        kept = [one for one in formset.forms if not formset._should_delete_form(one)]
        for number, child in enumerate(kept, start=1):
            name = f"{capfirst(formset.model._meta.verbose_name)} {number}"
            yield from _of_form(child, {}, f"{within}, {_lower(name)}" if within else name)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _headings(panel: Any) -> dict[str, str]:
    """What the panels of rows are headed with, by the name of their relation."""
    found = {}
    for child in getattr(panel, "children", ()):
        name = getattr(child.panel, "relation_name", None)
        if name:
            found[name] = str(child.heading)
        else:
            found |= _headings(child)
    return found
