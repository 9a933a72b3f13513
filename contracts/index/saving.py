"""The save of a page: one writer of the index, and the rows of the page read once.

The rules, the document of the search and Wagtail's index of references would each read them again,
and Wagtail works out the references of the whole page for each row that is saved: some two hundred
queries to publish a contract of fourteen rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model, prefetch_related_objects
from modelcluster.models import (
    ClusterableModel,
    get_all_child_m2m_relations,
    get_all_child_relations,
)
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import (
    disable_reference_index_auto_update,
    reference_index_auto_update_disabled,
)

from contracts.index.projections import lookups_of
from contracts.models.base import IndexedPage
from contracts.models.upkeep.merged import kept_instead, renew
from search.index import indexing

ROWS_AT_ONCE = 200


@contextmanager
def rows_read_once(page: ClusterableModel) -> Iterator[None]:
    """Read the rows of the page once from here to the end of its save, and write its references
    once. They are read under the lock of the index: what another transaction has written is seen,
    and nobody changes them meanwhile; what it has merged is left for what it kept. Rows kept in memory (a form's, a revision's) are read once
    they are written."""
    indexing.lock()
    if kept := kept_instead():
        renew(kept, page)
    forget_rows(page)
    try:
        read_rows(page)
        with _references_written_once(page):
            yield
    finally:
        forget_rows(page)


def read_rows(page: ClusterableModel) -> None:
    """Read the rows that are not read yet, one query a kind; not those kept in memory."""
    if page.pk is None:
        return
    in_memory = getattr(page, "_cluster_related_objects", None) or {}
    names = [name for name in _relations(type(page)) if name.split("__")[0] not in in_memory]
    prefetch_related_objects([page], *names)


def as_written(page: IndexedPage) -> IndexedPage:
    """The page as the database has it now, with the rows that `rows_read_once` has read."""
    read_rows(page)
    row = type(page).objects.get(pk=page.pk)
    row._prefetched_objects_cache = dict(page._prefetched_objects_cache)
    prefetch_related_objects([row], *lookups_of(type(page)))
    return row


def forget_rows(page: ClusterableModel) -> None:
    """Have the rows read from the database again, unless they are kept in memory."""
    read = getattr(page, "_prefetched_objects_cache", {})
    for relation in get_all_child_relations(type(page)):
        read.pop(relation.field.related_query_name(), None)
    for field in get_all_child_m2m_relations(type(page)):
        read.pop(field.name, None)


@contextmanager
def _references_written_once(page: ClusterableModel) -> Iterator[None]:
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield  # an outer block keeps the references by itself
        return
    with disable_reference_index_auto_update():
        yield
    ReferenceIndex.create_or_update_for_object(page)


def write_references(rows: Iterable[Model]) -> None:
    """The references of many rows, as `rebuild_references_index` would write them: it asks one query
    for each relation of each row."""
    wanted: dict[type[Model], set[Any]] = {}
    for row in rows:
        if ReferenceIndex.is_indexed(type(row)):
            wanted.setdefault(type(row), set()).add(row.pk)
    for model, pks in wanted.items():
        relations = _relations(model) if issubclass(model, ClusterableModel) else []
        ordered = sorted(pks)
        for start in range(0, len(ordered), ROWS_AT_ONCE):
            chunk = model._default_manager.filter(pk__in=ordered[start : start + ROWS_AT_ONCE])
            for row in chunk.prefetch_related(*relations):
                ReferenceIndex.create_or_update_for_object(row)


def _relations(model: type[Model], inside: str = "") -> list[str]:
    """The relations of a model to its rows, and of these to their own."""
    names: list[str] = []
    for relation in get_all_child_relations(model):
        name = inside + relation.get_accessor_name()
        names.append(name)
        if issubclass(relation.related_model, ClusterableModel):
            names += _relations(relation.related_model, f"{name}__")
    return names
