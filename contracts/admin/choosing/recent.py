"""What a person most likely chooses next: what she has just created or chosen, then what the fiche
that is open rests on, then those that she wrote last.

Nothing of it has a table: her session holds what she chose, the journal what she created, and the
last versions of fiches what they rest on.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import ModelLogEntry, Page

MOST = 10
_CHOSEN = "chosen"  # in the session: by the label of a model, [key, moment] of each, the last first
_WRITTEN = 5  # fiches that she wrote last, of which the rows are read


@dataclass(frozen=True)
class WindowAsked:
    """How a window is opened: on its first list, to tick several rows, of these kinds of pages (their
    labels), or as a place to put a page in."""

    is_first: bool
    is_multiple: bool
    kinds: str
    is_place: bool

    @classmethod
    def from_querydict(cls, query: QueryDict) -> WindowAsked:
        return cls(
            "p" not in query,
            bool(query.get("multiple")),
            query.get("page_type") or Page._meta.label,
            "user_perms" in query,
        )


def remember(request: HttpRequest, row: Model) -> None:
    """That this person has just created or chosen it."""
    chosen = request.session.setdefault(_CHOSEN, {})
    label = row._meta.label
    others = [one for one in chosen.get(label, []) if one[0] != row.pk]
    chosen[label] = [[row.pk, time.time()], *others][:MOST]
    request.session.modified = True


def recent_rows(request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
    """Of `rows`, ten at most, the likeliest first; none twice."""
    pages = _pages(request)
    if issubclass(rows.model, Page):
        written = [page.pk for page in pages[1:] if page is not None]
        keys = [*_cited(pages[:1], rows.model), *written]
    else:
        keys = [*_chosen(request, rows.model), *_cited(pages, rows.model)]
    found = rows.in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found][:MOST]


def _chosen(request: HttpRequest, model: type[Model]) -> list[int]:
    """In this session, or created in its own form."""
    moments = [
        (when, pk) for pk, when in request.session.get(_CHOSEN, {}).get(model._meta.label, [])
    ]
    created = ModelLogEntry.objects.get_for_model(model).filter(
        user=request.user.pk, action="wagtail.create"
    )
    for key, moment in created.order_by("-timestamp").values_list("object_id", "timestamp")[:MOST]:
        moments.append((moment.timestamp(), int(key)))
    return [pk for _, pk in sorted(moments, reverse=True)]


def _pages(request: HttpRequest) -> list[Page | None]:
    """The one that is open, None when it is not known, then those that she wrote last."""
    pages = Page.objects.select_related("latest_revision")
    asking = _open_key(request)
    written = pages.filter(latest_revision__user=request.user.pk).exclude(pk=asking)
    return [
        pages.filter(pk=asking).first() if asking else None,
        *written.order_by("-latest_revision_created_at", "-pk")[:_WRITTEN],
    ]


def _open_key(request: HttpRequest) -> int | None:
    """Of the page whose form asks."""
    try:
        found = resolve(urlsplit(request.headers.get("Referer", "")).path)
    except (Resolver404, ValueError):
        return None
    return found.kwargs.get("page_id") if found.view_name == "wagtailadmin_pages:edit" else None


def _cited(pages: list[Page | None], model: type[Model]) -> Iterator[int]:
    """What each rests on in its last version, what is most cited first; none leads to itself."""
    for page in pages:
        if page is None:
            continue
        revision = page.latest_revision
        content = revision.content if revision else page.specific.serializable_data()
        counted = Counter(_keys(page.specific_class, content, model))
        yield from (key for key, _ in counted.most_common() if key != page.pk)


def _keys(
    holder: type[Model] | None, content: Mapping[str, Any], model: type[Model]
) -> Iterator[int]:
    """The numbers of rows of `model`, in the content of a version of `holder`."""
    if holder is None:
        return
    for field in holder._meta.get_fields():
        value = content.get(field.name)
        related: Any = field.related_model or Model
        if not value or not issubclass(related, model):
            continue
        if isinstance(field, ManyToManyField) and isinstance(value, list):
            yield from value
        elif isinstance(field, ForeignKey) and not isinstance(field, ParentalKey):
            yield value
    for relation in get_all_child_relations(holder):
        for child in content.get(relation.get_accessor_name(), ()):
            yield from _keys(relation.related_model, child, model)
