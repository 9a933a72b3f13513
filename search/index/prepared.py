"""Queries that Django writes once.

Django often takes longer to write the statement of a query than the database to answer it. A
function that says what is asked of some values may be `prepared`: it is called once, for values that
stand for any others, and the statement is kept. From then on only the values change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import wraps
from itertools import chain, count, cycle, islice
from typing import Any

from django.db.models import QuerySet

from search.index.together import Statement, read_together

Value = int | str
Asked = Value | Collection[Value]
Shape = tuple[int, ...]
Queries = Callable[..., Sequence[QuerySet[Any]]]

# Where such a key stands in a statement, a value comes.
_FIRST = -(2**31) + 1_000
_ALONE = -1  # the size of what is no collection
_MOST = 256  # values; longer collections are asked for by a statement of their own


def prepared(queries: Queries) -> Callable[..., tuple[list[Any], ...]]:
    """What `queries` asks of its values, read with one statement: the rows of each queryset. A value
    is a number, a text or a collection of either; it may only stand in the conditions of a query, as
    it is: it is neither counted, looked into nor made part of a longer one. ValueError for a value
    that no query is asked with."""
    written: dict[tuple[Shape, str], Statement] = {}
    templates: dict[Shape, Sequence[QuerySet[Any]]] = {}

    @wraps(queries)
    def read(*values: Asked) -> tuple[list[Any], ...]:
        shape = tuple(map(_size, values))
        if max(shape, default=_ALONE) > _MOST:
            asked = queries(*values)
            read_together(*asked)
            return tuple([*rows] for rows in asked)
        slots = [*_slots(shape)]
        template = templates.get(shape)
        if template is None:
            template = templates[shape] = queries(*slots)
        known = (shape, template[0].db)
        statement = written.get(known)
        if statement is None:
            statement = Statement.of(template)
            # A queryset that nothing can be in stands in no statement, with none of its values.
            if 0 not in shape and not {*map(str, _flat(slots))} <= {*map(str, statement.values)}:
                raise ValueError("a value of a prepared query is not asked as it is")
            written[known] = statement
        meant = _meant(slots, values)
        twins = [queryset.all() for queryset in template]
        statement.read(twins, [meant.get(value, value) for value in statement.values])
        return tuple([*rows] for rows in twins)

    return read


def _size(value: Asked) -> int:
    """How many keys stand for a value: for a collection, none or a power of two, so that some few
    statements answer all."""
    if isinstance(value, int | str):
        return _ALONE
    return 1 << (len(value) - 1).bit_length() if value else 0


def _slots(shape: Shape) -> Iterator[Asked]:
    keys = count(_FIRST)
    for size in shape:
        yield next(keys) if size == _ALONE else [*islice(keys, size)]


def _meant(slots: Sequence[Asked], values: Sequence[Asked]) -> dict[Value, Value]:
    """The value for each key, which a column of texts is asked for as a text. What a collection has
    less than keys is asked twice."""
    meant: dict[Value, Value] = {}
    for slot, value in zip(slots, values, strict=True):
        for key, one in zip(_each(slot), cycle(_each(value)), strict=False):
            meant[key] = meant[str(key)] = one
    return meant


def _flat(slots: Sequence[Asked]) -> Iterator[Value]:
    return chain.from_iterable(map(_each, slots))


def _each(value: Asked) -> Collection[Value]:
    return (value,) if isinstance(value, int | str) else value
