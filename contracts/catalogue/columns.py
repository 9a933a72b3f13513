"""The keys of a file that fill the fields of a model: read, checked and written by one declaration.

What a key takes (a length, a list of codes, a date) is read from the field that it fills.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from contracts.catalogue.faults import Reader
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import (
    Address,
    Boolean,
    Check,
    Choice,
    Day,
    Keys,
    ListOf,
    Map,
    Number,
    Partial,
    Reference,
    Sources,
    Spec,
    Text,
)
from contracts.models import Source, Territory, Theme
from contracts.values.choice_list import ChoiceListField
from contracts.values.dates.partial_date import PartialDateField

_FAMILIES: dict[Any, str] = {Source: "source", Territory: "territory", Theme: "theme"}


@dataclass(frozen=True)
class Column:
    """What a key takes, and the fields that it fills: one, several in the order of a list, or none
    when its value is used otherwise."""

    spec: Spec
    fields: tuple[str, ...] = ()
    required: bool = False

    def values(self, read: Any, refs: Refs) -> dict[str, Any]:
        value = self.spec.value(read, refs) if self.fields else None
        if isinstance(self.spec, Sources):
            return dict(zip(self.fields, [*value, None], strict=False)) if value else {}
        return dict.fromkeys(self.fields, value)


def spec_of(field: Any, least: int = 0) -> Spec:
    """What a field can hold. A text that may not be empty has at least one character."""
    if isinstance(field, models.ForeignKey):
        return Reference(_FAMILIES[field.related_model])
    if isinstance(field, ChoiceListField):
        return ListOf(Choice(field.codes))
    if field.choices:
        return Choice([code for code, _label in field.flatchoices])
    if isinstance(field, PartialDateField):
        return Partial()
    if isinstance(field, models.BooleanField):
        return Boolean()
    if isinstance(field, models.DecimalField | models.IntegerField):
        return Number(whole=isinstance(field, models.IntegerField))
    if isinstance(field, models.DateField):
        return Day()
    if isinstance(field, models.URLField):
        return Address()
    return Text(field.max_length, least or (0 if field.blank else 1))


def column(model: type[models.Model], name: str, *, least: int = 0) -> Column:
    """A key is required when its field must be filled and fills itself with nothing."""
    field: Any = model._meta.get_field(name)
    return Column(spec_of(field, least), (name,), not field.blank and not field.has_default())


def columns(model: type[models.Model], *names: str, **renamed: str) -> dict[str, Column]:
    """The columns of fields, under their own names or other ones (`date="date_value"`)."""
    keys = {**{name: name for name in names}, **renamed}
    return {key: column(model, name) for key, name in keys.items()}


def sourced(model: type[models.Model], *, key: str = "source") -> dict[str, Column]:
    """One or two sources, and where in them for a row that is not a page."""
    return {
        key: Column(Sources(), ("source", "second_source")),
        **(columns(model, "locator") if key == "source" else {}),
    }


@dataclass(frozen=True)
class Row(Spec):
    """A row of a model, out of the keys of a map."""

    model: type[models.Model]
    columns: Mapping[str, Column]
    check: Check | None = None

    @cached_property
    def _map(self) -> Map:
        required = [key for key, column in self.columns.items() if column.required]
        specs = {key: column.spec for key, column in self.columns.items()}
        return Map(specs, required, self.check)

    def read(self, value: Any, path: str, reader: Reader) -> Keys | None:
        return self._map.read(value, path, reader)

    def value(self, read: Keys, refs: Refs) -> Any:
        return self.build(read, refs)

    def build(self, data: Keys, refs: Refs, **others: Any) -> Any:
        """A new row, not saved. `others` are fields that do not follow from one key."""
        return refs.built(self.model(**{**self.fields(data, refs), **others}), data, self)

    def fields(self, data: Keys, refs: Refs) -> dict[str, Any]:
        """What the keys of the file say; the other fields are those of a new row."""
        fields: dict[str, Any] = {}
        for key, column in self.columns.items():
            if key in data:
                fields |= column.values(data[key], refs)
        return fields

    def fill(self, row: Any, data: Keys, refs: Refs) -> None:
        """Make an existing row say what the file does, and nothing else in these fields."""
        given = self.fields(data, refs)
        for column in self.columns.values():
            for name in column.fields:
                setattr(row, name, given[name] if name in given else self._nothing(name))
        refs.built(row, data, self)

    def _nothing(self, name: str) -> Any:
        field: Any = self.model._meta.get_field(name)
        return [] if field.one_to_many or field.many_to_many else field.get_default()

    def keys_of(self, field: str) -> Iterator[str]:
        for key, column in self.columns.items():
            if field in column.fields:
                yield key


@dataclass(frozen=True)
class Each(Spec):
    """A row that a file writes as the value of its one field."""

    model: type[models.Model]
    field: str

    @property
    def _column(self) -> Column:
        return column(self.model, self.field)

    def read(self, value: Any, path: str, reader: Reader) -> Any:
        return self._column.spec.read(value, path, reader)

    def value(self, read: Any, refs: Refs) -> Any:
        return self.model(**self._column.values(read, refs))


@dataclass(frozen=True)
class Tags(Spec):
    """Free keywords, as rows of the model that ties them to a page or to a statement."""

    through: type[models.Model]

    def read(self, value: Any, path: str, reader: Reader) -> Any:
        return ListOf(Text(60, 2)).read(value, path, reader)

    def value(self, read: list[str], refs: Refs) -> list[Any]:
        return [self.through(tag=tag) for tag in refs.tags(read)]
