"""What was published, changed or withdrawn since an instant, the oldest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from wagtail.models import Page

from contracts.index.keys import PAGES, pk_of
from contracts.opendata.withdrawals.models import Withdrawal
from search.models import SearchDocument

# What a transaction dates may be committed a little later: asked again, it may be told twice, and
# is never missed.
OVERLAP = dt.timedelta(minutes=5)


class Happened(StrEnum):
    CREATED = "creation"
    CHANGED = "modification"
    WITHDRAWN = "retrait"


@dataclass(frozen=True, order=True)
class RecentChange:
    """The last thing that happened to what a key names. `url` is where it stands, or stood."""

    at: dt.datetime
    key: str
    happened: Happened
    kind: str
    url: str


# The place of a change in their order.
Place = tuple[dt.datetime, str]


def changes(since: dt.datetime, after: Place | None, most: int) -> list[RecentChange]:
    """At most so many of them, those that come after a place. Three queries."""
    found = merge(_published(since, after, most), _withdrawn(since, after, most))
    return list(islice(found, most))


def next_since(now: dt.datetime | None = None) -> dt.datetime:
    """From when on to ask the next time."""
    return (now or timezone.now()) - OVERLAP


def _published(since: dt.datetime, after: Place | None, most: int) -> list[RecentChange]:
    """Public documents; what came back without being published anew is dated by its return."""
    back = Withdrawal.objects.filter(key=OuterRef("key")).values("back_at")[:1]
    documents = SearchDocument.objects.annotate(back=Subquery(back)).annotate(
        at=Case(
            When(Q(updated=None) | Q(back__gt=F("updated")), then=F("back")), default=F("updated")
        )
    )
    rows = list(
        _after(documents, since, after).values_list("at", "key", "kind", "url", "back")[:most]
    )
    first = _first_published([key for _, key, _, _, _ in rows])
    return [
        RecentChange(
            at,
            key,
            Happened.CREATED
            if back is None and (began := first.get(key)) and began >= since
            else Happened.CHANGED,
            kind,
            url,
        )
        for at, key, kind, url, back in rows
    ]


def _first_published(keys: list[str]) -> Mapping[str, dt.datetime]:
    pks = [pk_of(key) for key in keys if key.startswith(PAGES)]
    dates = Page.objects.filter(pk__in=pks, first_published_at__isnull=False)
    return {f"{PAGES}{pk}": at for pk, at in dates.values_list("pk", "first_published_at") if at}


def _withdrawn(since: dt.datetime, after: Place | None, most: int) -> Iterator[RecentChange]:
    rows = _after(Withdrawal.objects.filter(back_at=None), since, after)
    for at, key, kind, url in rows.values_list("at", "key", "kind", "url")[:most]:
        yield RecentChange(at, key, Happened.WITHDRAWN, kind, url)


def _after(rows: QuerySet[Any], since: dt.datetime, after: Place | None) -> QuerySet[Any]:
    rows = rows.filter(at__gte=since)
    if after:
        moment, key = after
        rows = rows.filter(Q(at__gt=moment) | Q(at=moment, key__gt=key))
    return rows.order_by("at", "key")
