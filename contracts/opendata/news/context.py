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
from contracts.opendata.news.reading import Month, News, Only, Publication
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.values.clean_text import clean_line
from search.query.address import read_page, written
from search.query.page_head import PageHead, page_title
from search.query.pagination import Pagination

TITLE = "Nouveautés"
PAGE_SIZE = 30
_LONGEST_MONTH = 20  # characters of one that is typed
_ONLY = {
    None: "Tout",
    Only.NEW: "Fiches nouvelles",
    Only.CHANGED: "Corrections, mises à jour",
}


@dataclass(frozen=True)
class NewsForm:
    """The address of the page: which of its pages is shown, of which month, and whether new fiches
    or changes alone are. `unknown` is what was asked as a month and is none."""

    page: int = 1
    month: Month | None = None
    only: Only | None = None
    unknown: str = ""

    @classmethod
    def from_querydict(cls, data: QueryDict) -> NewsForm:
        typed = clean_line(data.get("mois", "")).strip()[:_LONGEST_MONTH]
        month = Month.read(typed)
        only = next((one for one in Only if one.value == data.get("seulement")), None)
        return cls(read_page(data.get("page", "")), month, only, "" if month else typed)

    def at_page(self, page: int) -> NewsForm:
        return replace(self, page=page)

    def url(self, path: str = "") -> str:
        asked = (
            ("mois", self.month.code if self.month else ""),
            ("seulement", self.only.value if self.only else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        )
        return written(path, [(name, value) for name, value in asked if value])


@dataclass(frozen=True)
class NewsChoice:
    """One value of a choice of the page."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class NewsDay:
    date: dt.date
    news: tuple[News, ...]


class NewsContext:
    def __init__(self, form: NewsForm, request: HttpRequest):
        publications = reading.days(form.month, form.only)
        self.unknown = form.unknown
        self.months = tuple(
            NewsChoice(one.code, str(one), one == form.month)
            for one in _with(reading.months(), form.month)
        )
        self.kinds = tuple(
            NewsChoice(one.value if one else "", label, one is form.only)
            for one, label in _ONLY.items()
        )
        self.is_narrowed = bool(form.month or form.only)
        self.pages = Pagination.of(
            form.page,
            size=PAGE_SIZE,
            total=publications.count(),
            url=lambda page: form.at_page(page).url(),
        )
        rows = publications[self.pages.start : self.pages.end]
        shown = [Publication(page, entry, reading.begins(day)) for page, day, entry in rows]
        self.days = tuple(_by_day(reading.told(shown)))
        everything = ListAddress(reverse("search:results"))
        self.feed_url, self.alert_url = everything.feed, everything.alert
        self.head = PageHead(
            page_title(
                TITLE,
                [str(form.month) if form.month else "", _ONLY[form.only] if form.only else ""],
                self.pages,
            ),
            form.at_page(self.pages.current).url(reverse("news")),
        )
        self.structured_data = structured_data.graph(structured_trail(request, (), TITLE))


def _with(months: tuple[Month, ...], asked: Month | None) -> list[Month]:
    """The month that is asked is among them, even when nothing came in it."""
    found = {*months, *([asked] if asked else [])}
    return sorted(found, key=lambda one: one.first, reverse=True)


def _by_day(told: Iterator[tuple[Publication, News]]) -> Iterator[NewsDay]:
    for midnight, group in groupby(told, key=lambda pair: pair[0].since):
        yield NewsDay(timezone.localdate(midnight), tuple(news for _, news in group))
