"""Who refers to a page or an object, by name: told before it is deleted or unpublished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex
from wagtail.models.reference_index import ReferenceGroups

MOST_NAMED = 8


@dataclass(frozen=True)
class Referrer:
    """One thing that refers. `address` is that of its form, None where the person may not open it;
    `fields` says where in it, each followed by what becomes of it when the other is deleted."""

    name: str
    kind: str
    address: str | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Referrers:
    """The first ones, and how many more there are."""

    named: tuple[Referrer, ...]
    others: int


def referrers_of(subject: Model, user: Any) -> Referrers:
    """Drafts too: whatever a form holds, published or not. Only those that are named are read."""
    references = ReferenceIndex.get_references_to(subject).group_by_source_object()
    choices = list(_choices_of(subject))
    finder = AdminURLFinder(user)
    named = tuple(
        Referrer(
            name=_name(source),
            kind=str(source._meta.verbose_name),
            address=finder.get_edit_url(source),
            fields=tuple(dict.fromkeys(fields)),
        )
        for source, fields in islice(
            chain(_by_reference(references), _by_choice(choices)), MOST_NAMED
        )
    )
    total = len(references) + sum(rows.count() for _, rows in choices)
    return Referrers(named, total - len(named))


def _by_reference(references: ReferenceGroups) -> Iterator[tuple[Model, list[str]]]:
    """By the keys of rows, and the links of texts and blocks."""
    for source, found in references:
        yield (
            source.specific if isinstance(source, Page) else source,
            [f"{one.describe_source_field()} ({one.describe_on_delete()})" for one in found],
        )


def _by_choice(
    choices: list[tuple[str, QuerySet[Model]]],
) -> Iterator[tuple[Model, list[str]]]:
    for label, rows in choices:
        for source in rows[:MOST_NAMED]:
            yield source, [label]


def _choices_of(subject: Model) -> Iterator[tuple[str, QuerySet[Model]]]:
    """By relations of many to many, of which Wagtail keeps no references: the label of the field,
    and the rows in which the subject is chosen."""
    for relation in subject._meta.related_objects:
        field = relation.field
        if isinstance(field, ParentalManyToManyField):
            rows = field.model._default_manager.filter(**{field.name: subject})
            yield capfirst(str(field.verbose_name)), rows


def _name(source: Model) -> str:
    return source.get_admin_display_title() if isinstance(source, Page) else str(source)
