"""A process that makes the paper of a dossier, and that the test may kill.

python -m tests.contracts.dossier.maker {prepare|make|turn} [MINUTES]
"""

from __future__ import annotations

import datetime as dt
import sys
import time

import django


def prepare() -> None:
    """A dossier of twelve fiches whose paper is ordered, and nobody makes it."""
    from django.utils import timezone

    from contracts.deciding.dossier.choice import DossierChoice, PickedFiche
    from contracts.deciding.dossier.selection import find
    from contracts.deciding.making.order import PaperOrder
    from contracts.deciding.making.workshop import ordered
    from tests import factories

    pages = [factories.tool() for _ in range(12)]
    choice = DossierChoice.of(PickedFiche(page.pk) for page in pages)
    address = "http://127.0.0.1:8000/dossier/"
    order = PaperOrder("deliberation.odt", choice, timezone.localdate(), address)
    ordered(order, find(choice))


def make() -> None:
    """Begin, say so after three fiches, and never end."""
    from contracts.deciding.making import workshop
    from contracts.deciding.making.models import MadePaper

    def endless(_name, _dossier, progress):
        time.sleep(workshop._BETWEEN_TWO_WORDS)
        progress(3, 12)
        print("begun", flush=True)  # noqa: T201 - read by the test
        time.sleep(600)

    workshop.paper = endless
    workshop.make(MadePaper.objects.get().pk)


def turn(minutes: str) -> None:
    """`run_due`, so many minutes from now, then what is there."""
    from django.core.management import call_command
    from django.utils import timezone

    from contracts.deciding.making.models import MadePaper

    real = timezone.now
    timezone.now = lambda: real() + dt.timedelta(minutes=int(minutes))
    call_command("run_due", stdout=sys.stderr)
    for row in MadePaper.objects.all():
        print(row.state, row.attempts, row.done, row.total, bool(row.content))  # noqa: T201


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "make": make, "turn": turn}[sys.argv[1]](*sys.argv[2:])
