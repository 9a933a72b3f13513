"""What is told of the publications of public fiches: new or changed, and what changed in each."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from contracts import kinds
from contracts.index.keys import PAGES, page_key, pk_of
from contracts.models.base import FichePage
from contracts.opendata.news.changes import changes
from contracts.rules.listed import listed
from contracts.values.dates.partial_date import PartialDate
from search.models import SearchDocument

_PUBLISHED = "wagtail.publish"


@dataclass(frozen=True)
class Month:
    """`year` has four figures."""

    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> Month | None:
        """« 2026-11 »; None when it is no month."""
        if not (match := re.fullmatch(r"([12]\d{3})-(0[1-9]|1[0-2])", text, re.ASCII)):
            return None
        return cls(int(match[1]), int(match[2]))

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def after(self) -> dt.date:
        """The first day of the next one."""
        return dt.date(self.year + self.number // 12, self.number % 12 + 1, 1)

    def __str__(self) -> str:
        return str(PartialDate(self.year, self.number))


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


class Only(Enum):
    """Which publications are asked for, by their code in an address."""

    NEW = "nouvelles"
    CHANGED = "corrections"


def days(month: Month | None = None, only: Only | None = None) -> QuerySet[Any]:
    """(page, day, entry) of the public fiches, the newest first; of a month, and new or changed ones
    alone, when asked."""
    entries = _entries().annotate(
        day=TruncDate("timestamp"), first=TruncDate("page__first_published_at")
    )
    if month is not None:
        entries = entries.filter(day__gte=month.first, day__lt=month.after)
    if only is not None:
        is_new = Q(first__gte=F("day"))
        entries = entries.filter(is_new if only is Only.NEW else ~is_new | Q(first=None))
    by_day = entries.order_by().values("page_id", "day")
    return (
        by_day.annotate(entry=Max("pk"))
        .order_by("-day", "-entry")
        .values_list("page_id", "day", "entry")
    )


def months() -> tuple[Month, ...]:
    """Those in which something was published, the newest first."""
    begins = _entries().annotate(month=TruncMonth("timestamp")).order_by("-month")
    days = begins.values_list("month", flat=True).distinct()
    return tuple(Month(day.year, day.month) for day in days)


def latest(documents: Collection[str]) -> Mapping[str, News]:
    """The last news of each of these documents of the index, for the day when it came; none for
    what is no fiche."""
    of_pages = {pk_of(key) for key in documents if key.startswith(PAGES)}
    entries = _entries().filter(page__in=of_pages).order_by().values("page_id")
    rows = entries.annotate(entry=Max("pk"), moment=Max("timestamp"))
    shown = [
        Publication(page, entry, begins(timezone.localdate(moment)))
        for page, entry, moment in rows.values_list("page_id", "entry", "moment")
    ]
    return {one.document: news for one, news in told(shown)}


def begins(day: dt.date) -> dt.datetime:
    """Its first moment."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


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
