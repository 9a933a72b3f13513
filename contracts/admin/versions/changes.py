"""What changed between two versions of a page: which fields, which rows, from what to what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from wagtail.models import Page

# Wagtail tells what was added and what was taken away by a colour alone.
_COLOURED = re.compile(r'<span class="(addition|deletion)">(.*?)</span>', re.DOTALL)
_TAGS = {"addition": "ins", "deletion": "del"}


@dataclass(frozen=True)
class FieldChange:
    """`html` marks what was added (`ins`) and taken away (`del`)."""

    label: str
    html: str


@dataclass(frozen=True)
class RowChange:
    """`what` is « ajouté », « retiré » or « modifié »; `name` is that of the row."""

    what: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Change:
    """Of a field, `html`; of rows, `rows` and whether those that stay changed places."""

    label: str
    html: str = ""
    rows: tuple[RowChange, ...] = ()
    is_reordered: bool = False

    @property
    def in_words(self) -> str:
        """« Calendrier (1 ligne ajoutée ; date, état) »."""
        if not self.rows and not self.is_reordered:
            return self.label
        told = [
            _counted(sum(row.what == what for row in self.rows), word)
            for what, word in (("ajouté", "ajoutée"), ("retiré", "retirée"))
        ]
        names = dict.fromkeys(
            field.label for row in self.rows if row.what == "modifié" for field in row.fields
        )
        told.append(", ".join(name[:1].lower() + name[1:] for name in names))
        told.append("ordre" if self.is_reordered else "")
        return f"{self.label} ({' ; '.join(filter(None, told))})"


def changes_between(
    page: Page, before: Page, after: Page, request: HttpRequest | None = None
) -> list[Change]:
    """In the order of the form; `before` and `after` are two versions of `page` in memory."""
    panel = page.get_edit_handler().get_bound_panel(instance=page, request=request, form=None)
    found = []
    for label, compared in _comparisons(panel):
        comparison = compared(before, after)
        name = str(capfirst(label or comparison.field_label()))
        change = _of_rows(name, comparison) if comparison.is_child_relation else None
        if change is None and comparison.is_field and comparison.has_changed():
            change = Change(name, _marked(comparison.htmldiff()))
        if change is not None:
            found.append(change)
    return found


def _comparisons(panel: Any) -> Iterator[tuple[str, Any]]:
    """What each panel compares, with the words that head it."""
    children = getattr(panel, "children", None)
    if children is None:
        for compared in panel.get_comparison():
            yield str(panel.panel.heading), compared
    else:
        for child in children:
            yield from _comparisons(child)


def _of_rows(label: str, comparison: Any) -> Change | None:
    before, after = _places(comparison.val_a), _places(comparison.val_b)
    rows, moves = [], []
    for row in comparison.get_child_comparisons():
        fields = row.get_field_comparisons()
        if row.is_addition() or row.is_deletion():
            rows.append(_row("ajouté" if row.is_addition() else "retiré", row, fields))
            continue
        moves.append((after[_key(row.obj_b)], before[_key(row.obj_a)]))
        if changed := [field for field in fields if field.has_changed()]:
            rows.append(_row("modifié", row, changed))
    places = [place for _, place in sorted(moves)]
    is_reordered = places != sorted(places)
    if not rows and not is_reordered:
        return None
    return Change(label, rows=tuple(rows), is_reordered=is_reordered)


def _places(rows: Any) -> dict[int, int]:
    """In which place each row stands: those that no form has numbered stay as they were written."""
    ordered = sorted(rows.all(), key=lambda row: getattr(row, "sort_order", None) or 0)
    return {_key(row): place for place, row in enumerate(ordered)}


def _key(row: Any) -> int:
    """Its number in the database, or what tells it from the others in memory."""
    return int(row.pk or -id(row))


def _row(what: str, row: Any, fields: list[Any]) -> RowChange:
    told = [(str(field.field_label()), _html(field)) for field in fields]
    return RowChange(
        what,
        str(row.obj_b or row.obj_a),
        tuple(FieldChange(label, html) for label, html in told if html),
    )


def _html(field: Any) -> str:
    """Of rows within a row, their names, and what became of them when it is kept."""
    if field.is_field:
        return _marked(field.htmldiff())
    change = _of_rows("", field)
    if change is None:
        return escape(", ".join(str(row) for row in field.val_b.all()))
    return escape(", ".join(f"{row.what} : {row.name}" for row in change.rows))


def _marked(html: str) -> SafeString:
    def tagged(found: re.Match[str]) -> str:
        tag = _TAGS[found[1]]
        return f"<{tag}>{found[0]}</{tag}>"

    marked = _COLOURED.sub(tagged, str(html)).replace("</del><ins>", "</del> <ins>")
    return mark_safe(marked)  # noqa: S308 - Wagtail has escaped it


def _counted(count: int, word: str) -> str:
    return (
        f"{count} ligne{'s' if count > 1 else ''} {word}{'s' if count > 1 else ''}" if count else ""
    )
