"""Rows of several tables, read with one statement.

A page shows the rows of a dozen small tables: asked one after the other, they are waited for a dozen
times. Here each query stands in the statement under a name of its own, and its rows come after those
of the one before. PostgreSQL wants the n-th column of all of them to be of one type: the answer has,
of each type, as many columns as the query that has most of them.

What Django takes to write these statements is a good part of the time of a page: the statement of a
kind of page, which only the key of the page changes, is written once and kept (`prefetch_together`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import ManyToManyField, Model, Prefetch, QuerySet
from django.db.models.sql.compiler import SQLCompiler

# The n-th column of a type of the database.
_Place = tuple[str, int]


def read_together(*querysets: QuerySet[Any]) -> None:
    """Read these querysets of one database, none of which is read yet: they answer from memory
    then. What they prefetch is asked by queries of its own."""
    statement = Statement.of(querysets)
    statement.read(querysets, statement.values)


class Shape(NamedTuple):
    """What is asked alike of every object of a model, but for its key: under a name of its own, the
    relations and the querysets `beside` an object, in their order."""

    name: str
    beside: Callable[[Any], Iterable[QuerySet[Any]]] = lambda _: ()


def prefetch_together(
    page: Model,
    relations: Iterable[str | Prefetch[Any]],
    *beside: QuerySet[Any],
    shape: Shape | None = None,
) -> None:
    """What `prefetch_related_objects` does for one object and its relations to many rows, and the
    reading of the querysets `beside`, with one statement. A relation of a relation
    (« programme__speakers ») comes after the one that it begins with. The statement of a `shape` is
    written for the first object that is asked, and kept."""
    lookups = [one if isinstance(one, Prefetch) else Prefetch(one) for one in relations]
    read = [(lookup.prefetch_to.split("__"), _rows(page, lookup)) for lookup in lookups]
    querysets = (*(rows for _, rows in read), *beside)
    has_a_draft = not all(isinstance(rows, QuerySet) for rows in querysets)
    if shape is None or has_a_draft:
        read_together(*querysets)
    else:
        _read_alike(page, shape, lookups, querysets)
    for (*way, name), rows in read:
        holders: list[Model] = [page]
        for step in way:
            holders = [row for holder in holders for row in getattr(holder, step).all()]
        _hand_out(page, holders, name, rows)


# The key of no row: where it stands in a statement, that of the object comes.
_ANY = -(2**31) + 11
_written: dict[Hashable, Statement] = {}


def _read_alike(
    page: Model,
    shape: Shape,
    lookups: Iterable[Prefetch[Any]],
    querysets: Sequence[QuerySet[Any]],
) -> None:
    """Read them with the statement of their shape, written from what is asked of an object of the
    key _ANY."""
    known = (shape.name, type(page), querysets[0].db)
    statement = _written.get(known)
    if statement is None:
        twin = _of_any_key(type(page))
        twins = (*(_rows(twin, lookup) for lookup in lookups), *shape.beside(twin))
        statement = Statement.of(twins)
        if any(_ANY not in one.values for one in statement.asked):
            raise ValueError(f"{shape.name}: something is asked that does not hang on the object")
        _written[known] = statement
    statement.read(querysets, [page.pk if value == _ANY else value for value in statement.values])


def _of_any_key(model: type[Model]) -> Model:
    """An object of the key _ANY, which a model that extends another also has in that one."""
    twin = model(pk=_ANY)
    key: Any = model._meta.pk
    while key.is_relation:
        key = key.target_field
        setattr(twin, key.attname, _ANY)
    return twin


@dataclass(frozen=True)
class Statement:
    """One for several querysets: what it asks of which of them, and where in a row of the answer
    (whose first column tells of which queryset it is) each column of theirs stands."""

    asked: tuple[_Asked, ...]
    sql: str
    values: tuple[Any, ...]
    taken: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, querysets: Iterable[QuerySet[Any]]) -> Statement:
        asked = tuple(_asked(querysets))
        columns = {place: None for one in asked for place in one.places}
        named = ", ".join(one.definition for one in asked)
        selected = " UNION ALL ".join(one.selection(columns) for one in asked)
        ranks = {place: rank for rank, place in enumerate(columns, start=1)}
        return cls(
            asked=asked,
            sql=f"WITH {named} {selected}",
            values=tuple(value for one in asked for value in one.values),
            taken=tuple(tuple(ranks[place] for place in one.places) for one in asked),
        )

    def read(self, querysets: Sequence[QuerySet[Any]], values: Sequence[Any]) -> None:
        """Have these querysets, those that it was written for or their like, hold their rows."""
        if not self.asked:
            return
        with connections[querysets[self.asked[0].number].db].cursor() as cursor:
            cursor.execute(self.sql, values)
            rows = cursor.fetchall()
        found: dict[int, list[tuple[Any, ...]]] = {one.number: [] for one in self.asked}
        taken = {one.number: own for one, own in zip(self.asked, self.taken, strict=True)}
        for row in rows:
            number = row[0]
            found[number].append(tuple([row[rank] for rank in taken[number]]))
        for one in self.asked:
            one.fill(querysets[one.number], found[one.number])


@dataclass(frozen=True)
class _Asked:
    """What is asked of the `number`-th queryset. `values` are those of its placeholders."""

    number: int
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]

    @cached_property
    def places(self) -> tuple[_Place, ...]:
        """The column of the answer in which each of its own stands."""
        counted: Counter[str] = Counter()
        places = []
        for expression, _, _ in self.compiler.select:
            column_type = _type_of(expression.output_field, self.compiler.connection.alias)
            places.append((column_type, counted[column_type]))
            counted[column_type] += 1
        return tuple(places)

    @property
    def definition(self) -> str:
        """Materialized: the order of its rows is that of the query."""
        names = ", ".join(f"c{rank}" for rank in range(len(self.places)))
        return f"q{self.number} ({names}) AS MATERIALIZED ({self.sql})"

    def selection(self, columns: Iterable[_Place]) -> str:
        own = {place: f"c{rank}" for rank, place in enumerate(self.places)}
        asked = (own.get(place) or f"CAST(NULL AS {place[0]})" for place in columns)
        return f"SELECT {self.number}, {', '.join(asked)} FROM q{self.number}"  # noqa: S608

    def fill(self, queryset: QuerySet[Any], rows: list[tuple[Any, ...]]) -> None:
        """Have the queryset make of these rows what it makes of those that it reads itself."""
        compiler: Any = copy(self.compiler)
        query: Any = queryset.query
        compiler.connection = connections[queryset.db]  # that of this thread
        compiler.execute_sql = lambda *_args, **_kwargs: [rows]
        query.get_compiler = lambda *_args, **_kwargs: compiler
        try:
            queryset._fetch_all()
        finally:
            del query.get_compiler


@lru_cache(maxsize=4_096)
def _type_of(field: Any, database: str) -> str:
    """Of its column. What is said of a length or a precision does not part two types."""
    return str(field.cast_db_type(connections[database])).partition("(")[0]


def _asked(querysets: Iterable[QuerySet[Any]]) -> Iterator[_Asked]:
    for number, queryset in enumerate(querysets):
        if not isinstance(queryset, QuerySet):  # the rows of a draft, which are in memory
            continue
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:  # it says itself, without a query, that it finds nothing
            continue
        yield _Asked(number, compiler, sql, tuple(values))


def _rows(page: Model, lookup: Prefetch[Any]) -> QuerySet[Any]:
    """The rows at the end of a relation, however many steps away from the page."""
    model: Any = type(page)
    back = []
    for name in lookup.prefetch_to.split("__"):
        relation = model._meta.get_field(name)
        back.append(
            relation.related_query_name()
            if isinstance(relation, ManyToManyField)
            else relation.field.name
        )
        model = relation.related_model
    rows = model._default_manager.all() if lookup.queryset is None else lookup.queryset
    return rows.filter(**{"__".join(reversed(back)): page})


def _hand_out(page: Model, holders: Iterable[Model], name: str, rows: QuerySet[Any]) -> None:
    """To each holder its own of the rows of the page, in their order, each of which knows its
    holder."""
    by_holder: dict[int, list[Model]] = {}
    for holder in holders:
        relation: Any = type(holder)._meta.get_field(name)
        if isinstance(relation, ManyToManyField):
            _keep(holder, relation.name, rows)
            continue
        field = relation.field
        if not by_holder:
            for row in rows:
                by_holder.setdefault(getattr(row, field.attname), []).append(row)
        own = by_holder.get(holder.pk, [])
        for row in own:
            setattr(row, field.name, holder)
        its_rows: Any = rows if holder is page else rows.filter(**{field.name: holder})
        its_rows._result_cache = own
        its_rows._prefetch_done = True
        _keep(holder, relation.cache_name, its_rows)


def _keep(holder: Any, name: str, rows: QuerySet[Any]) -> None:
    """Where Django itself keeps what it prefetched."""
    if not hasattr(holder, "_prefetched_objects_cache"):
        holder._prefetched_objects_cache = {}
    holder._prefetched_objects_cache[name] = rows
