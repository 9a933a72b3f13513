"""Digests of a day on the real content: made for all who follow a list, then put into words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import cycle, islice
from time import perf_counter, process_time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from contracts.mail import writers
from contracts.models import Theme
from contracts.opendata.alerts import digests
from contracts.opendata.alerts.models import Alert, AlertMail, Subscriber
from contracts.opendata.alerts.rhythm import Rhythm

SUBSCRIBERS = 5_000
NEW = 10  # fiches of the day
PUT_INTO_WORDS = 200
LISTS = ("contrats", "experiences", "outils")


def digests_of_a_day(_size: int) -> dict[str, Any]:
    """Seconds, and queries for one subscriber. The real content is in the database already
    (`pages`); what is written for this is undone."""
    with transaction.atomic():
        _follow()
        _publish()
        queries = _Counted()
        with connection.execute_wrapper(queries):
            started, worked = perf_counter(), process_time()
            made = [told for told, _ in digests.make_due()]
            seconds, processor = perf_counter() - started, process_time() - worked
        mails = AlertMail.objects.filter(kind=AlertMail.Kind.DIGEST)
        started = perf_counter()
        for mail in mails[:PUT_INTO_WORDS]:
            writers.message_of(mail)
        measured = {
            "subscribers": len(made),
            "mails": mails.count(),
            "seconds": seconds,
            "processor_seconds": processor,
            "queries": queries.count / len(made),
            "text_ms": (perf_counter() - started) * 1000 / PUT_INTO_WORDS,
        }
        transaction.set_rollback(True)
    return measured


class _Counted:
    """Counts, and keeps nothing: there are tens of thousands."""

    count = 0

    def __call__(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self.count += 1
        return execute(*asked)


def _follow() -> None:
    """Each theme of each list, and each list whole, one after the other."""
    themes = Theme.objects.values_list("slug", flat=True)
    queries = ["", *(f"theme={slug}" for slug in themes)]
    followed = cycle([(code, query) for code in LISTS for query in queries])
    since = timezone.now() - dt.timedelta(days=2)
    people = Subscriber.objects.bulk_create(
        Subscriber(email=f"{number}@banc.example", email_key=f"{number}@banc.example")
        for number in range(SUBSCRIBERS)
    )
    Alert.objects.bulk_create(
        Alert(
            subscriber=person,
            dataset=code,
            query=query,
            title=code,
            rhythm=Rhythm.DAY,
            confirmed_at=since,
            told_until=since,
        )
        for person, (code, query) in zip(people, islice(followed, SUBSCRIBERS), strict=True)
    )


def _publish() -> None:
    """As if some of the fiches had been published yesterday."""
    yesterday = timezone.now() - dt.timedelta(hours=26)
    for model in ("contractpage", "casestudypage", "toolpage"):
        pages = Page.objects.filter(content_type__model=model).order_by("pk")[:NEW]
        pks = list(pages.values_list("pk", flat=True))
        Page.objects.filter(pk__in=pks).update(first_published_at=yesterday)
        PageLogEntry.objects.filter(page__in=pks).update(timestamp=yesterday)
