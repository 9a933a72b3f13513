"""Rows of a page that stay the same rows: one taken away and had back, in the form or with an earlier
version, has its number and its identifier, which are in addresses that readers have copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.forms import HiddenInput, IntegerField
from modelcluster.models import get_all_child_relations
from wagtail.models import Orderable, Page, Revision

# Versions in which a row is looked for, from the latest one.
_VERSIONS = 50


def hold_rows(page: Page) -> None:
    """Read the rows of the page once, so that those that a form leaves as they are have, in its draft,
    the position that it gives them: what a program wrote has none, and PostgreSQL puts it last."""
    for name in _relations(type(page)) if page.pk is not None else ():
        getattr(page, name).get_object_list()


def bring_back(page: Page, data: Mapping[str, Any]) -> dict[str, set[int]]:
    """Put on the page in memory the rows that a form posts by their number, and that its draft has
    no more: as the database still has them, else as the latest version that has them. A number
    that was never one of its rows brings nothing. Returns, by relation, the numbers that the
    database has no more."""
    if page.pk is None:
        return {}
    missing: dict[str, set[int]] = {}
    for name, relation in _relations(type(page)).items():
        posted = _posted(name, data)
        if lost := posted - {row.pk for row in getattr(page, name).all()} if posted else set():
            here = _add(page, name, lost, _rows(relation, page).filter(pk__in=lost))
            missing[name] = lost - here
    found: dict[str, set[int]] = {name: set() for name in missing}
    for revision in page.revisions.order_by("-created_at", "-pk")[:_VERSIONS].iterator():
        if missing == found:
            break
        if any(_numbers(revision, name) & missing[name] - found[name] for name in missing):
            earlier = revision.as_object()
            for name in missing:
                wanted = missing[name] - found[name]
                found[name] |= _add(page, name, wanted, getattr(earlier, name).all())
    return found


def accept(formset: Any, numbers: set[int]) -> None:
    """Django knows the number of a row by the database, where these will be again."""
    for form in formset.initial_forms if numbers else ():
        number = form.instance.pk
        if number in numbers:
            form.fields["id"] = IntegerField(required=False, initial=number, widget=HiddenInput)


def number_rows(sender: type[Page], instance: Page, revision: Revision, **_kwargs: Any) -> None:
    """Receiver of `page_published`. A row added to a page that is public has no number in its draft;
    once published it has one, which the version is given: whoever goes back to it has that row."""
    content, is_changed = revision.content, False
    for name, relation in _relations(type(instance)).items():
        told = content.get(name) or []
        new = sorted((row for row in told if row["pk"] is None), key=_place)
        if not new:
            continue
        known = [row["pk"] for row in told if row["pk"] is not None]
        rows = _rows(relation, instance).exclude(pk__in=known).order_by("sort_order", "pk")
        numbers = list(rows.values_list("pk", flat=True))
        if len(numbers) == len(new):
            for row, number in zip(new, numbers, strict=True):
                row["pk"] = number
            is_changed = True
    if is_changed:
        Revision.objects.filter(pk=revision.pk).update(content=content)


def _posted(name: str, data: Mapping[str, Any]) -> set[int]:
    """The numbers of the rows that the form had before it was changed, those taken away left out."""
    try:
        count = int(data.get(f"{name}-INITIAL_FORMS") or 0)
    except ValueError:
        return set()
    numbers = (
        str(data.get(f"{name}-{place}-id") or "")
        for place in range(min(count, 1000))
        if not data.get(f"{name}-{place}-DELETE")
    )
    return {int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 19}


def _add(page: Page, name: str, numbers: set[int], rows: Iterable[Any]) -> set[int]:
    """Those of these numbers, which are returned."""
    found = {row.pk: row for row in rows if row.pk in numbers}
    getattr(page, name).add(*found.values())
    return set(found)


def _numbers(revision: Revision, name: str) -> set[int]:
    return {row["pk"] for row in revision.content.get(name) or []}


def _place(row: Mapping[str, Any]) -> int:
    return row.get("sort_order") or 0


def _rows(relation: Any, page: Page) -> QuerySet[Any]:
    rows: QuerySet[Any] = relation.related_model._default_manager.filter(
        **{relation.field.name: page.pk}
    )
    return rows


def _relations(model: type[Page]) -> dict[str, Any]:
    """By their names, those to the rows that an editor puts in an order."""
    return {
        relation.get_accessor_name(): relation
        for relation in get_all_child_relations(model)
        if issubclass(relation.related_model, Orderable)
    }
