"""Where long papers are made: ordered once, made by whoever takes them, taken up again when that one
died, and erased after a day.

A row is taken by one UPDATE that only one maker can win, which puts its next turn after a lease; the
maker lengthens it as it goes on. One who comes back after another took the row finds that the attempt
is not its own, and stops.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
from collections.abc import Callable

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contracts.deciding.dossier.selection import FichesOfDossier
from contracts.deciding.making.models import MadePaper, PaperState
from contracts.deciding.making.order import PaperOrder
from contracts.deciding.synthesis.papers import PAPERS, paper

LEASE = dt.timedelta(minutes=2)
MOST_ATTEMPTS = 3
KEPT = dt.timedelta(hours=24)
_PATIENCE = dt.timedelta(minutes=1)  # for a task that was asked to begin
_BETWEEN_TWO_WORDS = 0.5  # seconds: how far it is, is told no more often

_log = logging.getLogger(__name__)


class _TakenAway(Exception):
    """The row was erased, or another one has it."""


def ordered(order: PaperOrder, found: FichesOfDossier, owner: str = "") -> tuple[MadePaper, bool]:
    """The row of this paper, and whether it is new. The same order, of the same texts, is the same
    row; one that failed is tried anew."""
    now = timezone.now()
    key = _key(order, found)
    MadePaper.objects.filter(key=key, state=PaperState.FAILED).delete()
    return MadePaper.objects.get_or_create(
        key=key,
        defaults={
            "owner": owner,
            "order": order.as_json(),
            "total": len(found.by_pk),
            "expires_at": now + KEPT,
        },
    )


def is_to_be_asked(row: MadePaper) -> bool:
    """Whether a task is to be asked for this row: nobody makes it, and none was asked for a moment.
    Of several who want to know at once, one is told so."""
    now = timezone.now()
    idle = MadePaper.objects.filter(
        pk=row.pk, state=PaperState.WAITING, taken_until__lte=now, asked_until__lte=now
    )
    return bool(idle.update(asked_until=now + _PATIENCE))


def waiting() -> list[int]:
    """The rows that nobody is making."""
    due = MadePaper.objects.filter(state=PaperState.WAITING, taken_until__lte=timezone.now())
    return list(due.order_by("created_at", "pk").values_list("pk", flat=True))


def make(pk: int) -> bool:
    """Make this paper, unless another does; whether it is done."""
    row = _take(pk)
    if row is None:
        return False
    if row.attempts > MOST_ATTEMPTS:
        _log.error("The paper %s was given up after %s attempts", pk, MOST_ATTEMPTS)
        return _fail(row)
    order = PaperOrder.of_json(row.order)
    try:
        dossier = order.dossier()
        if not dossier.entries:
            return _fail(row)
        content = paper(order.name, dossier, _teller(row))
        file_name = PAPERS[order.name].file_name(dossier)
    except _TakenAway:
        return False
    except Exception:  # noqa: BLE001 - told to its reader, and the other papers are made
        _log.exception("The paper %s could not be made", pk)
        return _fail(row)
    return _note(row, state=PaperState.DONE, content=content, file_name=file_name, done=F("total"))


def erase_those_of(owner: str) -> None:
    """With the frozen dossier of which they are."""
    MadePaper.objects.filter(owner=owner).delete()


def erase_expired() -> int:
    return MadePaper.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def _take(pk: int) -> MadePaper | None:
    now = timezone.now()
    due = MadePaper.objects.filter(pk=pk, state=PaperState.WAITING, taken_until__lte=now)
    if not due.update(attempts=F("attempts") + 1, taken_until=now + LEASE, done=0):
        return None
    return MadePaper.objects.filter(pk=pk).defer("content").first()


def _note(row: MadePaper, **values: object) -> bool:
    """Nothing is written on a row that was erased, or that another one took."""
    own = MadePaper.objects.filter(pk=row.pk, attempts=row.attempts, state=PaperState.WAITING)
    return bool(own.update(**values))


def _fail(row: MadePaper) -> bool:
    _note(row, state=PaperState.FAILED)
    return False


def _teller(row: MadePaper) -> Callable[[int, int], None]:
    last = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < _BETWEEN_TWO_WORDS:
            return
        last = time.monotonic()
        if not _note(row, done=done, total=total, taken_until=timezone.now() + LEASE):
            raise _TakenAway

    return tell


def _key(order: PaperOrder, found: FichesOfDossier) -> str:
    """Not to be guessed by who does not know what the dossier holds."""
    texts = {
        pk: [page.online.number if page.online else None, page.page.last_published_at]
        for pk, page in sorted(found.by_pk.items())
    }
    made_of = json.dumps([order.as_json(), texts, found.token], sort_keys=True, default=str)
    return salted_hmac("contracts.deciding.making", made_of, algorithm="sha256").hexdigest()
