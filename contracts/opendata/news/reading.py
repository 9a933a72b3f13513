"""What is told of the publications of public fiches: new or changed, and what changed in each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, QuerySet
from django.db.models.functions import TruncDate
from wagtail.models import Page, PageLogEntry, Revision

from contracts import kinds
from contracts.index.keys import page_key
from contracts.models.base import FichePage
from contracts.opendata.news.changes import changes
from contracts.rules.listed import listed
from search.models import SearchDocument

_PUBLISHED = "wagtail.publish"


@dataclass(frozen=True)
class Publication:
    """The last publication of a page in a span of time that began at `since`; `entry` is its line
    in the journal."""

    page: int
    entry: int
    since: dt.datetime

    @property
    def document(self) -> str:
        """The key of the page in the index."""
        return page_key(self.page)


@dataclass(frozen=True)
class News:
    """A fiche in a span of time. `changes` are what changed in it since what was published before;
    none when it is new, or when nothing that has a name did. `date` is the day of what has one, in
    words, else empty."""

    title: str
    url: str
    kind: str
    summary: str
    date: str
    is_new: bool
    changes: tuple[str, ...]


def days() -> QuerySet[Any]:
    """(page, day, entry) of the public fiches, the newest first."""
    by_day = _entries().annotate(day=TruncDate("timestamp")).order_by().values("page_id", "day")
    return (
        by_day.annotate(entry=Max("pk"))
        .order_by("-day", "-entry")
        .values_list("page_id", "day", "entry")
    )


def between(
    since: dt.datetime, until: dt.datetime, documents: Collection[str]
) -> tuple[Publication, ...]:
    """Those of the public fiches, among these documents of the index, after `since` and until
    `until`: the last of each, the newest first."""
    entries = _entries().filter(timestamp__gt=since, timestamp__lte=until).order_by()
    rows = entries.values("page_id").annotate(entry=Max("pk")).order_by("-entry")
    return tuple(
        Publication(page, entry, since)
        for page, entry in rows.values_list("page_id", "entry")
        if page_key(page) in documents
    )


def told(shown: Sequence[Publication]) -> Iterator[tuple[Publication, News]]:
    """What has been withdrawn meanwhile is left out."""
    pages = listed(Page.objects).in_bulk([one.page for one in shown])
    keys = {one.document for one in shown}
    rows = SearchDocument.objects.filter(key__in=keys).only(
        "key", "kind", "title", "summary", "url", "card"
    )
    documents = {row.key: row for row in rows}
    revisions = _revisions(shown)
    for one in shown:
        page, document = pages.get(one.page), documents.get(one.document)
        if page is None or document is None:
            continue
        kind = kinds.get(document.kind)
        first = page.first_published_at
        is_new = first is not None and first >= one.since
        before, after = revisions[one]
        changed: tuple[str, ...] = ()
        if before and after and not is_new:
            changed = changes(page.specific_class, before.content, after.content)
        yield (
            one,
            News(
                title=document.title,
                url=document.url,
                kind=kind.label if kind else "",
                summary=document.summary,
                date=document.card.get("date_label", ""),
                is_new=is_new,
                changes=changed,
            ),
        )


def _entries() -> QuerySet[PageLogEntry]:
    fiches = [one.model for one in kinds.registered() if issubclass(one.model, FichePage)]
    types = ContentType.objects.get_for_models(*fiches).values()
    public = listed(Page.objects).filter(content_type__in=types)
    return PageLogEntry.objects.filter(action=_PUBLISHED, page__in=public.values("pk"))


def _revisions(
    shown: Sequence[Publication],
) -> Mapping[Publication, tuple[Revision | None, Revision | None]]:
    """What was published before the span of each publication, and by it, when it is kept."""
    history: dict[int, list[tuple[int, dt.datetime, int]]] = defaultdict(list)
    entries = PageLogEntry.objects.filter(
        action=_PUBLISHED, page__in={one.page for one in shown}
    ).order_by("pk")
    rows = entries.values_list("page_id", "pk", "timestamp", "revision_id")
    for page, entry, moment, revision in rows:
        history[page].append((entry, moment, revision))
    ends: dict[Publication, tuple[int | None, int | None]] = {}
    for one in shown:
        past = history[one.page]
        before = [revision for _, moment, revision in past if moment < one.since]
        after = [revision for entry, _, revision in past if entry == one.entry]
        ends[one] = (before[-1] if before else None, after[-1] if after else None)
    found = Revision.objects.in_bulk([pk for pair in ends.values() for pk in pair if pk])
    return {
        one: (found.get(before or 0), found.get(after or 0))
        for one, (before, after) in ends.items()
    }
