"""Many people who register at the same time: one process of the crowd, with some connections.

python -m tests.contracts.training.crowd prepare SEATS SESSIONS
python -m tests.contracts.training.crowd register PAGE FIRST COUNT CONNECTIONS [without-lock]
python -m tests.contracts.training.crowd result PAGE
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import django


def prepare(seats: str, sessions: str) -> None:
    from tests.contracts.training.factories import session

    for _ in range(int(sessions)):
        print(session(capacity=int(seats)).pk)  # noqa: T201 - read by the test


def register(page_pk: str, first: str, count: str, connections: str, *options: str) -> None:
    """Wait for a line on the input, so that all processes begin together."""
    from django.db import connection

    from contracts.training.models import TrainingSessionPage
    from contracts.training.seats import registrations
    from tests.contracts.training.factories import person

    page = TrainingSessionPage.objects.get(pk=page_pk)
    if "without-lock" in options:
        take_the_lock_away()

    def one(number: int) -> str:
        try:
            registrations.register(
                page, person(last_name=f"N{number}", email=f"{number}@ys.example")
            )
        except Exception as error:  # noqa: BLE001 - whatever a visitor would see as an error page
            return repr(error)
        return ""

    def close(_: int) -> None:
        connection.close()

    with ThreadPoolExecutor(int(connections)) as threads:
        print("ready", flush=True)  # noqa: T201
        sys.stdin.readline()
        numbers = range(int(first), int(first) + int(count))
        errors = [error for error in threads.map(one, numbers) if error]
        list(threads.map(close, range(int(connections))))
    print(json.dumps(errors))  # noqa: T201


def take_the_lock_away() -> None:
    from django.db.models import QuerySet

    QuerySet.select_for_update = lambda self, *args, **kwargs: self


def result(page_pk: str) -> None:
    from contracts.training.models import Registration

    rows = Registration.objects.filter(session=page_pk).order_by("ticket")
    statuses = list(rows.values_list("status", flat=True))
    print(json.dumps({"order": statuses[:21], **Counter(statuses)}))  # noqa: T201


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "register": register, "result": result}[sys.argv[1]](*sys.argv[2:])
