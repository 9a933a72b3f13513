"""A process that makes digests, and that a test may run beside another or see killed.

python -m tests.contracts.alerts.maker prepare PEOPLE
python -m tests.contracts.alerts.maker make [without-lock|killed-while-writing]
python -m tests.contracts.alerts.maker count
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
import time

import django


def prepare(people: str) -> None:
    """So many people who follow all contracts since the day before yesterday, and one contract."""
    from django.utils import timezone
    from wagtail.models import Page, PageLogEntry

    from contracts.opendata.alerts.models import Alert, Subscriber
    from tests import factories

    now = timezone.now()
    factories.home_page()
    page = factories.contract(title="Le nouveau")
    hour_ago = now - dt.timedelta(hours=26)
    PageLogEntry.objects.filter(page=page.pk).update(timestamp=hour_ago)
    Page.objects.filter(pk=page.pk).update(first_published_at=hour_ago)
    since = now - dt.timedelta(days=2)
    for number in range(int(people)):
        email = f"{number}@ys.example"
        Alert.objects.create(
            subscriber=Subscriber.objects.create(email=email, email_key=email),
            dataset="contrats",
            title="Contrats",
            rhythm="jour",
            confirmed_at=since,
            told_until=since,
        )


def make(*options: str) -> None:
    """Wait for a line on the input, so that several begin together."""
    from django.db.models import QuerySet

    from contracts.opendata.alerts import digests
    from contracts.opendata.alerts.models import AlertMail

    is_locked = "without-lock" not in options
    # Written and not yet seen by others. Without the lock, for long enough that a process which a
    # busy machine begins late comes in between.
    seconds = 0.06 if is_locked else 0.3
    save = AlertMail.save

    def save_slowly(mail, *arguments, **values):
        save(mail, *arguments, **values)
        if "killed-while-writing" in options:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(seconds)

    AlertMail.save = save_slowly
    if not is_locked:
        QuerySet.select_for_update = lambda rows, **_: rows
    print("ready", flush=True)  # noqa: T201 - read by the test
    sys.stdin.readline()
    done = list(digests.make_due())
    print(json.dumps(done))  # noqa: T201


def count() -> None:
    """How many digests each address has."""
    from collections import Counter

    from contracts.opendata.alerts.models import AlertMail

    rows = AlertMail.objects.filter(kind=AlertMail.Kind.DIGEST)
    found = Counter(rows.values_list("subscriber__email", flat=True))
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "make": make, "count": count}[sys.argv[1]](*sys.argv[2:])
