"""Publishes contracts without end, and prints how often, until SIGTERM.

python -m tests.cluster.saver
"""

from __future__ import annotations

import signal
import time
from itertools import count

import django

PAUSE = 0.2


def publish_without_end() -> None:
    from contracts.models import ContractPage

    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    saved = 0
    for turn in count(1):
        for page in ContractPage.objects.order_by("pk"):
            if stopped:
                return
            # A word of its own each time: a document that was not sent again is found out.
            page.title = f"{page.title.split(' tour')[0]} tour{turn}"
            page.save_revision().publish()
            saved += 1
            print(saved, flush=True)  # noqa: T201 - read by the test
            time.sleep(PAUSE)


if __name__ == "__main__":
    django.setup()
    publish_without_end()
