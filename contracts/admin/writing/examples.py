"""An example from the base under the fields of a fiche: what the fullest public one of its kind has
there."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Value, When
from django.utils.html import format_html
from django.utils.text import Truncator

from contracts.models.base import FichePage
from contracts.values.vocabulary import Completeness

_LONGEST = 220
_WRITTEN = ("gist",)  # the fields of the page; those of choice show their own choices


def put_on(panel: Any, page: FichePage) -> None:
    """`panel` is the bound panel of the form of the page."""
    example = _fullest(type(page), page.pk)
    if example is not None:
        _put(panel, example)


def _fullest(model: type[FichePage], own: int | None) -> FichePage | None:
    fullness = Case(
        When(completeness=Completeness.COMPLETE, then=Value(0)),
        When(completeness=Completeness.PARTIAL, then=Value(1)),
        default=Value(2),
    )
    others = model.objects.live().public().filter(alias_of__isnull=True).exclude(pk=own)
    return others.order_by(fullness, "-first_published_at", "pk").first()


def _put(panel: Any, example: FichePage) -> None:
    for child in getattr(panel, "children", ()):
        relation = getattr(child.panel, "relation_name", "")
        field = getattr(child.panel, "field_name", "")
        if relation:
            _say(child, _row(example, relation), example)
        elif field in _WRITTEN:
            _say(child, getattr(example, field), example)
        else:
            _put(child, example)


def _row(example: FichePage, relation: str) -> str:
    row = getattr(example, relation).first()
    if row is None:
        return ""
    return str(getattr(row, "text", "") or row)


def _say(child: Any, text: str, example: FichePage) -> None:
    if text:
        said = Truncator(text).chars(_LONGEST)
        child.help_text = format_html(
            "{} <span data-example>Exemple, dans « {} » : {}</span>",
            child.help_text,
            example.title,
            said,
        )
