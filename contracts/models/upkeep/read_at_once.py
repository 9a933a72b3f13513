"""A version of a page read with one query for each table that it leads to: modelcluster asks one for
each key, some hundreds for a long contract, to know whether the row is still there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision

Rows = Mapping[type[Model], Mapping[Any, Any]]


class ReadAtOnce:
    """Mixin of pages, before the class of Wagtail. The rows that were read stand in the page, so that
    its form and its rules ask for none of them again."""

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        asked: dict[type[Model], set[Any]] = {}
        for model, key in _keys(cls, data):  # type: ignore[arg-type]
            asked.setdefault(model, set()).add(key)
        # A version keeps what it was made of: of versions, the number is enough.
        rows = {
            model: model._default_manager.in_bulk(keys)
            for model, keys in asked.items()
            if check_fks and not issubclass(model, Revision)
        }
        versions = asked.get(Revision, set())
        is_whole = all(len(rows[model]) == len(asked[model]) for model in rows) and (
            not versions or Revision.objects.filter(pk__in=versions).count() == len(versions)
        )
        # What is gone is dealt with one row at a time, as its key says.
        page = super().from_serializable_data(  # type: ignore[misc]
            data, check_fks=check_fks and not is_whole, strict_fks=strict_fks
        )
        if page is not None:
            _give(page, rows)
        return page


def _foreign_keys(model: type[Model]) -> Iterator[ForeignKey[Any, Any]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and not field.remote_field.parent_link:
            yield field


def _keys(model: type[Model], data: Mapping[str, Any]) -> Iterator[tuple[type[Model], Any]]:
    """To which rows the content of a version leads."""
    for field in _foreign_keys(model):
        if data.get(field.name) is not None:
            yield field.related_model, field.target_field.to_python(data[field.name])  # type: ignore[misc]
    for relation in get_all_child_relations(model):
        for child in data.get(relation.get_accessor_name(), ()):
            yield from _keys(relation.related_model, child)


def _give(row: Any, rows: Rows) -> None:
    """The rows that were read, to all that leads to them. Those of Wagtail that are no page are
    few, and change beside it."""
    for field in _foreign_keys(type(row)):
        related: Any = field.related_model
        if isinstance(field, ParentalKey):
            continue
        found = rows.get(related, {}).get(getattr(row, field.attname))
        if found is not None and (related is Page or related._meta.app_label == "contracts"):
            field.set_cached_value(row, found)
    in_memory = getattr(row, "_cluster_related_objects", None) or {}
    for relation in get_all_child_relations(type(row)):
        for child in in_memory.get(relation.get_accessor_name(), ()):
            _give(child, rows)
