"""Rows of the database as plain objects, for files of many thousands: making an instance of a model,
and a manager for each of its relations, costs more than all that is then written of it.

A plain row has the values of its model by the names of its fields, and what the model derives of them
(its properties). A column reads it as it reads an instance. It asks the database nothing: what it
refers to is put in by `refer` and `gather`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from django.db.models import BigIntegerField, Expression, QuerySet


class PlainRow:
    """The values of one row. `_meta` is that of its model."""

    pk: Any
    _meta: Any


class PlainRows(list[Any]):
    """Rows that stand where an instance has a manager."""

    def all(self) -> PlainRows:
        return self


_NONE = PlainRows()


class Among(Expression):
    """These whole numbers, to ask which rows have one of them (`pk__in=Among(pks)`): one value of the
    statement, where Django would take longer to write a thousand than the database to find them."""

    def __init__(self, numbers: Iterable[int]):
        super().__init__(output_field=BigIntegerField())
        self.numbers = list(numbers)

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        return "(SELECT value FROM json_each(%s))", [json.dumps(self.numbers)]

    def as_postgresql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        return "(SELECT unnest(%s::bigint[]))", [self.numbers]


def plain_rows(rows: QuerySet[Any], without: Collection[str] = ()) -> list[Any]:
    """The rows of a query, in its order, `without` these fields."""
    model: Any = rows.model
    make = _plain(model)
    fields = (field for field in model._meta.concrete_fields if field.name not in without)
    names = [*(field.attname for field in fields), "pk"]
    found = []
    for values in rows.values_list(*names):
        row = make()
        row.__dict__.update(zip(names, values, strict=True))
        found.append(row)
    return found


def refer(
    rows: Sequence[Any], names: Iterable[str], among: Mapping[str, QuerySet[Any]] | None = None
) -> None:
    """Put in what these fields of the rows refer to, as plain rows: each is read once. `among` are,
    by the name of a field, the only rows that it may lead to, put in as instances."""
    fields = [rows[0]._meta.get_field(name) for name in names] if rows else []
    narrowed = among or {}
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for field in fields:
        by_model[field.name if field.name in narrowed else field.related_model].append(field)
    for which, alike in by_model.items():
        pks = {getattr(row, field.attname) for field in alike for row in rows} - {None}
        if which in narrowed:
            found = narrowed[which].in_bulk(pks) if pks else {}
        else:
            asked = which._default_manager.filter(pk__in=Among(pks)).order_by()
            found = {row.pk: row for row in plain_rows(asked)} if pks else {}
        for field in alike:
            name, attname = field.name, field.attname
            for row in rows:
                row.__dict__[name] = found.get(row.__dict__[attname])


def gather(owners: Sequence[Any], relation: str, rows: Iterable[Any], key: str) -> None:
    """Put in the rows of a relation of each owner, in their order: those whose `key` is its own."""
    grouped: dict[Any, PlainRows] = {}
    for row in rows:
        grouped.setdefault(getattr(row, key), PlainRows()).append(row)
    for owner in owners:
        owner.__dict__[relation] = grouped.get(owner.pk, _NONE)


def gather_many(owners: Sequence[Any], relation: str, among: QuerySet[Any] | None = None) -> None:
    """Put in what a relation of many to many ties to each owner, in the order of its model."""
    if not owners:
        return
    field = owners[0]._meta.get_field(relation)
    through, target = field.remote_field.through, field.related_model
    source, end = field.m2m_field_name(), field.m2m_reverse_field_name()
    ties = through._default_manager.filter(**{f"{source}__in": Among(one.pk for one in owners)})
    tied = defaultdict(list)
    for owner, one in ties.values_list(f"{source}_id", f"{end}_id"):
        tied[one].append(owner)
    grouped: dict[Any, PlainRows] = defaultdict(PlainRows)
    rows = target._default_manager.all() if among is None else among
    for row in rows.filter(pk__in=Among(tied)) if tied else ():
        for owner in tied[row.pk]:
            grouped[owner].append(row)
    for owner in owners:
        owner.__dict__[relation] = grouped.get(owner.pk, _NONE)


@cache
def _plain(model: Any) -> type[PlainRow]:
    derived = {
        name: member
        for one in reversed(model.__mro__)
        for name, member in vars(one).items()
        if isinstance(member, property | cached_property) and name != "pk"
    }
    return type(f"Plain{model.__name__}", (PlainRow,), {**derived, "_meta": model._meta})
