"""Which row stands for one that was merged away, wherever its number or its word is still written.

Revisions keep numbers of rows as JSON, files and people keep words: none of them is rewritten when
two rows are merged. They are read through this table, so that an old draft cannot bring back the row
that is gone, nor lose what rested on it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField

# By the label of a model: the row that is kept, by the number of the one that is gone.
Kept = Mapping[str, Mapping[int, int]]


class Merged(models.Model):
    """`old_pk` of the model `label` (« contracts.Tag ») is now `kept_pk`. `key` is the word by which
    files and forms call the row that is gone: its slug, the key of a source, the code of a theme."""

    label = models.CharField(max_length=40)
    old_pk = models.BigIntegerField()
    kept_pk = models.BigIntegerField()
    key = models.CharField(max_length=100, blank=True)
    name = models.CharField("nom fusionné", max_length=300)
    merged_at = models.DateTimeField("fusionné le", auto_now_add=True)

    class Meta:
        verbose_name = "fusion"
        verbose_name_plural = "fusions"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["label", "old_pk"], name="a_row_is_merged_once")
        ]

    def __str__(self) -> str:
        return self.name


def kept_instead() -> Kept:
    """All of them, in one query: some hundreds in the life of a site."""
    found: dict[str, dict[int, int]] = {}
    for label, old, kept in Merged.objects.values_list("label", "old_pk", "kept_pk"):
        found.setdefault(label, {})[old] = kept
    return found


def kept_by_key(model: type[models.Model]) -> dict[str, Any]:
    """The rows of `model` that are kept, by the words of those that are gone; the latest merge of
    a word counts."""
    merged = Merged.objects.filter(label=model._meta.label).exclude(key="").order_by("pk")
    pks = dict(merged.values_list("key", "kept_pk"))
    rows = model._default_manager.in_bulk(set(pks.values()))
    return {key: rows[pk] for key, pk in pks.items() if pk in rows}


class ReadThroughMerges:
    """Mixin of pages and snippets with revisions, before the class of Wagtail that reads them."""

    def with_content_json(self, content: dict[str, Any]) -> Any:
        kept = kept_instead()
        model: Any = type(self)
        read = read_through(kept, model, content) if kept else content
        return super().with_content_json(read)  # type: ignore[misc]


def read_through(
    kept: Kept, model: type[models.Model], content: Mapping[str, Any]
) -> dict[str, Any]:
    """The content of a revision of `model`, with the rows that are kept in the place of those that
    are gone. What they make the same is there once: a tag, a second source, a place."""
    data = dict(content)
    for field in model._meta.get_fields():
        if field.name not in data or data[field.name] is None:
            continue
        value = data[field.name]
        if isinstance(field, StreamField):
            data[field.name] = json.dumps(_in_block(kept, field.stream_block, json.loads(value)))
            continue
        now = kept.get(_label_of(field), {})
        if isinstance(field, models.ManyToManyField) and isinstance(value, list):
            own = data.get("pk") if field.related_model is model else None
            news = dict.fromkeys(now.get(pk, pk) for pk in value)
            data[field.name] = [pk for pk in news if pk != own or own in value]
        elif isinstance(field, models.ForeignKey) and not isinstance(field, ParentalKey):
            data[field.name] = now.get(value, value)
    _drop_second_source(data)
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in data:
            children = [read_through(kept, relation.related_model, one) for one in data[name]]
            data[name] = _each_once(relation.related_model, relation.field.name, children)
    return data


def renew(kept: Kept, row: Any) -> None:
    """The same of a page in memory, with the rows that it keeps there: what a form read before a
    merge is saved after it."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not isinstance(field, ParentalKey):
            now = kept.get(_label_of(field), {}).get(getattr(row, field.attname))
            if now is not None:
                setattr(row, field.attname, now)
    if getattr(row, "second_source_id", None) and row.second_source_id == row.source_id:
        row.second_source = None
    in_memory = getattr(row, "_cluster_related_objects", None) or {}
    for relation in get_all_child_relations(type(row)):
        name = relation.get_accessor_name()
        if name in in_memory:
            for child in in_memory[name]:
                renew(kept, child)
            in_memory[name] = _each_once(
                relation.related_model, relation.field.name, in_memory[name], _attribute
            )
    for many in get_all_child_m2m_relations(type(row)):
        instead = kept.get(_label_of(many), {})
        if many.name in in_memory and any(one.pk in instead for one in in_memory[many.name]):
            pks = list(dict.fromkeys(instead.get(one.pk, one.pk) for one in in_memory[many.name]))
            found = many.related_model._default_manager.in_bulk(pks)
            in_memory[many.name] = [found[pk] for pk in pks if pk in found]


def in_stream(kept: Kept, field: StreamField, raw: list[Any]) -> list[Any]:
    """The raw content of a stream, likewise."""
    return _in_block(kept, field.stream_block, raw)


def unique_sets(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The fields of which no two rows have the same values, without condition."""
    constraints = [
        tuple(one.fields)
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.fields and one.condition is None
    ]
    return [*constraints, *map(tuple, model._meta.unique_together)]


def _label_of(field: Any) -> str:
    related: Any = getattr(field, "related_model", None)
    return str(related._meta.label) if related else ""


def _drop_second_source(data: dict[str, Any]) -> None:
    if data.get("second_source") is not None and data["second_source"] == data.get("source"):
        data["second_source"] = None


def _attribute(row: models.Model, name: str) -> Any:
    """A number in the place of a row, which nobody reads."""
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]


def _each_once(
    model: type[models.Model],
    parent: str,
    rows: list[Any],
    value_of: Callable[[Any, str], Any] = dict.get,
) -> list[Any]:
    """Without the rows that repeat what no two rows of one parent may hold."""
    for fields in unique_sets(model):
        if parent in fields:
            others = [name for name in fields if name != parent]
            first: dict[str, Any] = {}
            for row in rows:
                first.setdefault(repr([value_of(row, name) for name in others]), row)
            rows = list(first.values())
    return rows


def _in_block(kept: Kept, block: Any, raw: Any) -> Any:
    """The raw value of a block and of those inside it."""
    if isinstance(block, blocks.ChooserBlock):
        now = kept.get(block.target_model._meta.label, {})
        return now.get(raw, raw)
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        inside = block.child_blocks
        told = {
            name: _in_block(kept, inside[name], value) if name in inside else value
            for name, value in raw.items()
        }
        _drop_second_source(told)
        return told
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return [
            {**one, "value": _in_block(kept, block.child_blocks[one["type"]], one["value"])}
            if one.get("type") in block.child_blocks
            else one
            for one in raw
        ]
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [
            {**one, "value": _in_block(kept, block.child_block, one["value"])}
            if isinstance(one, dict) and one.get("type") == "item"
            else _in_block(kept, block.child_block, one)
            for one in raw
        ]
    return raw
