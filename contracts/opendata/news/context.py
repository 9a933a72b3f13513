"""The page of what is new: the public fiches by the day on which they were published or changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from contracts import kinds
from contracts.index.keys import page_key
from contracts.models.base import FichePage
from contracts.opendata.addresses import ListAddress
from contracts.opendata.news.changes import changes
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.rules.listed import listed
from search.models import SearchDocument
from search.query.address import read_page, written
from search.query.page_head import PageHead, page_title
from search.query.pagination import Pagination

TITLE = "Nouveautés"
PAGE_SIZE = 30
_PUBLISHED = "wagtail.publish"


@dataclass(frozen=True)
class NewsForm:
    """The address of the page: which of its pages is shown."""

    page: int = 1

    @classmethod
    def from_querydict(cls, data: QueryDict) -> NewsForm:
        return cls(read_page(data.get("page", "")))

    def at_page(self, page: int) -> NewsForm:
        return replace(self, page=page)

    def url(self, path: str = "") -> str:
        return written(path, [("page", str(self.page))] if self.page > 1 else [])


@dataclass(frozen=True)
class News:
    """A fiche on a day. `changes` are what changed in it since the last day on which it was
    published; none when it is new, or when nothing that has a name did."""

    title: str
    url: str
    kind: str
    summary: str
    is_new: bool
    changes: tuple[str, ...]


@dataclass(frozen=True)
class NewsDay:
    date: dt.date
    news: tuple[News, ...]


@dataclass(frozen=True)
class _Publication:
    """The last one of a page on a day."""

    page: int
    day: dt.date
    entry: int


class NewsContext:
    def __init__(self, form: NewsForm, request: HttpRequest):
        publications = _publications()
        self.pages = Pagination.of(
            form.page,
            size=PAGE_SIZE,
            total=publications.count(),
            url=lambda page: form.at_page(page).url(),
        )
        rows = publications[self.pages.start : self.pages.end]
        shown = [_Publication(*row) for row in rows]
        self.days = tuple(
            NewsDay(day, tuple(one for _, one in group))
            for day, group in groupby(_news(shown), key=lambda told: told[0])
        )
        self.feed_url = ListAddress(reverse("search:results")).feed
        self.head = PageHead(
            page_title(TITLE, (), self.pages),
            form.at_page(self.pages.current).url(reverse("news")),
        )
        self.structured_data = structured_data.graph(structured_trail(request, (), TITLE))


def _publications() -> QuerySet[Any]:
    """(page, day, entry) of the public fiches, the newest first."""
    fiches = [one.model for one in kinds.registered() if issubclass(one.model, FichePage)]
    types = ContentType.objects.get_for_models(*fiches).values()
    public = listed(Page.objects).filter(content_type__in=types)
    entries = PageLogEntry.objects.filter(action=_PUBLISHED, page__in=public.values("pk"))
    by_day = entries.annotate(day=TruncDate("timestamp")).order_by().values("page_id", "day")
    return (
        by_day.annotate(entry=Max("pk"))
        .order_by("-day", "-entry")
        .values_list("page_id", "day", "entry")
    )


def _news(shown: Sequence[_Publication]) -> Iterator[tuple[dt.date, News]]:
    pages = listed(Page.objects).in_bulk([one.page for one in shown])
    keys = {page_key(one.page) for one in shown}
    rows = SearchDocument.objects.filter(key__in=keys).only(
        "key", "kind", "title", "summary", "url"
    )
    documents = {row.key: row for row in rows}
    revisions = _revisions(shown)
    for one in shown:
        page, document = pages.get(one.page), documents.get(page_key(one.page))
        if page is None or document is None:
            continue  # withdrawn meanwhile
        kind = kinds.get(document.kind)
        first = page.first_published_at
        is_new = first is not None and timezone.localdate(first) == one.day
        before, after = revisions[one]
        told: tuple[str, ...] = ()
        if before and after and not is_new:
            told = changes(page.specific_class, before.content, after.content)
        yield (
            one.day,
            News(
                title=document.title,
                url=document.url,
                kind=kind.label if kind else "",
                summary=document.summary,
                is_new=is_new,
                changes=told,
            ),
        )


def _revisions(
    shown: Sequence[_Publication],
) -> Mapping[_Publication, tuple[Revision | None, Revision | None]]:
    """What was published before the day of each publication, and on it, when it is kept."""
    history: dict[int, list[tuple[int, dt.date, int]]] = defaultdict(list)
    entries = PageLogEntry.objects.filter(
        action=_PUBLISHED, page__in={one.page for one in shown}
    ).order_by("pk")
    rows = entries.values_list("page_id", "pk", "timestamp", "revision_id")
    for page, entry, moment, revision in rows:
        history[page].append((entry, timezone.localdate(moment), revision))
    ends: dict[_Publication, tuple[int | None, int | None]] = {}
    for one in shown:
        before = [revision for _, day, revision in history[one.page] if day < one.day]
        after = [revision for entry, _, revision in history[one.page] if entry == one.entry]
        ends[one] = (before[-1] if before else None, after[-1] if after else None)
    found = Revision.objects.in_bulk([pk for pair in ends.values() for pk in pair if pk])
    return {
        one: (found.get(before or 0), found.get(after or 0))
        for one, (before, after) in ends.items()
    }
