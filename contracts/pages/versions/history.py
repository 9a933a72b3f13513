"""Which versions a fiche has, and what each said: read from the revisions that were published."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToManyField, Model, prefetch_related_objects
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, PageLogEntry

from contracts.models.base import FichePage
from contracts.pages.versions.version import Version, current_version

# A draft, and what is to go live at a later time, have no such entry.
_PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")
# What is of the page as a whole, and not of one of its texts.
_OF_THE_PAGE = (
    *("path", "depth", "numchild", "url_path", "slug", "content_type", "locale", "owner", "live"),
    *("translation_key", "alias_of", "first_published_at", "live_revision", "latest_revision"),
    "locked_by",
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class OldText:
    """A fiche as a version had it, in memory. `missing` tells what it showed and the base no longer
    has, by its kind: « source (2) »."""

    page: FichePage
    missing: tuple[str, ...]


def versions_of(page: FichePage) -> tuple[Version, ...]:
    """Those that readers had, the latest first."""
    entries = PageLogEntry.objects.filter(
        page=page.pk, action__in=_PUBLISHED, revision__isnull=False
    )
    moments = dict(entries.order_by("timestamp", "pk").values_list("revision_id", "timestamp"))
    current = current_version(page.live_revision_id, page.last_published_at)
    if current is not None:
        moments[current.number] = current.moment
    kept = set(page.revisions.filter(pk__in=moments).values_list("pk", flat=True))
    found = [
        Version(number, moment, number == page.live_revision_id, number in kept)
        for number, moment in moments.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.moment, one.number), reverse=True))


def as_it_was(page: FichePage, version: Version) -> OldText | None:
    """None when the text is no longer kept, or can no longer be read."""
    revision = page.revisions.filter(pk=version.number).first()
    if revision is None:
        return None
    content = deepcopy(revision.content)
    for name in (*_OF_THE_PAGE, COMMENTS_RELATION_NAME):
        content.pop(name, None)
    try:
        gone = _gone(type(page), content)
        old = _built(type(page), content, page)
    except (KeyError, TypeError, ValueError, ValidationError):
        logger.exception("Version %s of page %s cannot be read", version.number, page.pk)
        return None
    old.last_published_at = version.moment
    old.derive()
    missing = (f"{model._meta.verbose_name} ({len(pks)})" for model, pks in gone.items())
    return OldText(old, tuple(sorted(missing)))


def _built(model: type[FichePage], content: dict[str, Any], page: FichePage) -> FichePage:
    """Wagtail would ask one query a key whether its row exists, and fail where one that is
    protected does not."""
    content["pk"] = page.pk
    old: FichePage = model.from_serializable_data(content, check_fks=False)
    for name in _OF_THE_PAGE:
        field: Any = model._meta.get_field(name)
        setattr(old, field.attname, getattr(page, field.attname))
    rows: dict[type[Model], list[Any]] = defaultdict(list)
    for number, row in enumerate(_rows(old), 1):
        if row.pk is None:
            # A row that was new has no number in the revision that brought it: pages tell rows
            # apart by theirs. None of these is ever saved.
            row.pk = -number
        rows[type(row)].append(row)
    for kind, together in rows.items():
        prefetch_related_objects(together, *(key.name for key in _keys(kind)))
    return old


def _rows(parent: Any) -> Iterator[Any]:
    """The rows of a page, and those of their own."""
    for name, _model in _children(type(parent)):
        for row in getattr(parent, name).all():
            yield row
            yield from _rows(row)


def _gone(model: type[Model], content: dict[str, Any]) -> dict[type[Model], set[Any]]:
    """What the content refers to and is no more, by its model: taken out of the content, with the
    rows that say nothing without it."""
    told: dict[type[Model], set[Any]] = defaultdict(set)
    for owner, row in _contents(model, content):
        for field, pks in _references(owner, row):
            told[field.related_model].update(pks)
    gone = {}
    for related, pks in told.items():
        known = related._default_manager.filter(pk__in=pks).values_list("pk", flat=True)
        if lost := pks - set(known):
            gone[related] = lost
    _take_out(model, content, gone)
    return gone


def _take_out(model: type[Model], content: dict[str, Any], gone: dict[type[Model], set]) -> bool:
    """Whether the row says nothing without what is gone."""
    for field, pks in _references(model, content):
        lost = pks & gone.get(field.related_model, set())
        if not lost:
            continue
        if isinstance(field, ManyToManyField):
            content[field.name] = [pk for pk in content[field.name] if pk not in lost]
        elif field.null:
            content[field.name] = None
        else:
            return True
    for name, child in _children(model):
        if name in content:
            content[name] = [row for row in content[name] if not _take_out(child, row, gone)]
    return False


def _contents(
    model: type[Model], content: dict[str, Any]
) -> Iterator[tuple[type[Model], dict[str, Any]]]:
    yield model, content
    for name, child in _children(model):
        for row in content.get(name, ()):
            yield from _contents(child, row)


def _children(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for relation in get_all_child_relations(model):
        yield relation.get_accessor_name(), relation.related_model


def _references(model: type[Model], row: dict[str, Any]) -> Iterator[tuple[Any, set[Any]]]:
    """The fields of a row that lead to other rows, and to which."""
    for field in (*_keys(model), *model._meta.many_to_many):
        value = row.get(field.name)
        if value:
            many = isinstance(field, ManyToManyField)
            yield field, set(value) if many else {value}


def _keys(model: type[Model]) -> list[Any]:
    """The foreign keys of a row, but the one that says whose it is."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and not isinstance(field, ParentalKey)
        and not field.remote_field.parent_link
    ]
