"""At each turn of the clock, ask some of the addresses that have waited for a week (`kb.jobs`).

One address a host in a turn, and no more than a minute in all: the mail of the site waits for
nobody, and no site is asked twice in five minutes but for a redirect.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from contracts.editing.link_checks import addresses
from contracts.editing.link_checks.asking import Answer, Visitor
from contracts.models import Source
from contracts.models.upkeep.link import ExternalLink, LinkState

EVERY = dt.timedelta(days=7)
# After a failure, the next checks are nearer, then as far as the others.
BACK_OFF = (dt.timedelta(days=1), dt.timedelta(days=2), dt.timedelta(days=4))
# Said to be unreachable after so many failures in a row, the last one so long after the first.
FAILURES, FAILING_FOR = 3, dt.timedelta(days=3)
LEASE = dt.timedelta(hours=1)
LONGEST = 60.0  # seconds of a turn
MOST = 40  # addresses of a turn


def _check() -> Iterator[tuple[str, int | str]]:
    if not settings.LINK_CHECKS:
        return
    addresses.remember()
    yield "liens extérieurs vérifiés", check_due(Visitor())


def check_due(visitor: Visitor, longest: float = LONGEST) -> int:
    """Ask what is due, the longest waiting first: how many were asked."""
    started, asked = time.monotonic(), 0
    for link in _due():
        if time.monotonic() - started > longest:
            break
        if _claim(link):
            record(link, visitor.ask(link.address))
            asked += 1
    tell_sources()
    return asked


def _due() -> Iterator[ExternalLink]:
    """One of each host."""
    hosts: set[str] = set()
    rows = ExternalLink.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")
    for link in rows.iterator():
        if len(hosts) >= MOST:
            return
        if link.host not in hosts:
            hosts.add(link.host)
            yield link


def _claim(link: ExternalLink) -> bool:
    """Whether this clock asks it: another one may run. A clock that dies leaves it for an hour."""
    rows = ExternalLink.objects.filter(pk=link.pk, due_at=link.due_at)
    return rows.update(due_at=timezone.now() + LEASE) == 1


def record(link: ExternalLink, answer: Answer) -> None:
    """Write what an address answered now, and when it is to be asked again."""
    now = timezone.now()
    today = timezone.localdate()
    failed = answer.state == LinkState.FAILING
    link.failures = link.failures + 1 if failed else 0
    state = answer.state
    was_failing = link.state in {LinkState.FAILING, LinkState.UNREACHABLE}
    if failed and was_failing and link.since is not None:
        lasts = link.failures >= FAILURES and today - link.since >= FAILING_FOR
        state = LinkState.UNREACHABLE if lasts else LinkState(link.state)
    elif state != link.state:
        link.since = today
    link.state = state
    link.answer = answer.words
    link.checked_at = now
    wait = BACK_OFF[link.failures - 1] if 0 < link.failures <= len(BACK_OFF) else EVERY
    link.due_at = now + max(wait, dt.timedelta(seconds=min(answer.retry_after, 30 * 24 * 3600)))
    link.save()


def tell_sources() -> None:
    """Readers are told on the source itself, without a query more for each page."""
    dead = ExternalLink.objects.filter(state=LinkState.UNREACHABLE)
    days = dict(dead.values_list("address", "since"))
    concerned = Q(url__in=dead.values("address")) | Q(unreachable_since__isnull=False)
    for source in Source.objects.filter(concerned).only("url", "unreachable_since"):
        day = days.get(source.url)
        if source.unreachable_since != day:
            Source.objects.filter(pk=source.pk).update(unreachable_since=day)


JOBS = (("liens extérieurs", _check),)
