"""The page of what is new: the public fiches by the day on which they were published or changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from contracts.opendata.addresses import ListAddress
from contracts.opendata.news import reading
from contracts.opendata.news.reading import News, Publication
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from search.query.address import read_page, written
from search.query.page_head import PageHead, page_title
from search.query.pagination import Pagination

TITLE = "Nouveautés"
PAGE_SIZE = 30


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
class NewsDay:
    date: dt.date
    news: tuple[News, ...]


class NewsContext:
    def __init__(self, form: NewsForm, request: HttpRequest):
        publications = reading.days()
        self.pages = Pagination.of(
            form.page,
            size=PAGE_SIZE,
            total=publications.count(),
            url=lambda page: form.at_page(page).url(),
        )
        rows = publications[self.pages.start : self.pages.end]
        shown = [Publication(page, entry, _begins(day)) for page, day, entry in rows]
        self.days = tuple(_by_day(reading.told(shown)))
        everything = ListAddress(reverse("search:results"))
        self.feed_url, self.alert_url = everything.feed, everything.alert
        self.head = PageHead(
            page_title(TITLE, (), self.pages),
            form.at_page(self.pages.current).url(reverse("news")),
        )
        self.structured_data = structured_data.graph(structured_trail(request, (), TITLE))


def _by_day(told: Iterator[tuple[Publication, News]]) -> Iterator[NewsDay]:
    for midnight, group in groupby(told, key=lambda pair: pair[0].since):
        yield NewsDay(timezone.localdate(midnight), tuple(news for _, news in group))


def _begins(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
