"""Lease that lets one process rebuild the index of the server, of all those that share the
database. One that died holds it for LEASE at most after it last renewed it."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from search.index import outbox
from search.models import ProjectionState

# Longer than any request that is made between two renewals.
LEASE = timedelta(minutes=3)
_LOST = "La reconstruction a été trop longtemps interrompue : recommencez."


class RebuildRefused(Exception):
    """Why there is no rebuild now, in French."""


class TurnLost(RebuildRefused):
    """This process was away for so long that it is believed to be dead."""


class Turn:
    """The right to rebuild, of this process, until it ends."""

    def __init__(self, owner: str) -> None:
        self._owner = owner

    def finish(self, since: int, refused: Mapping[str, tuple[int, str]]) -> None:
        """The index that was filled after the revision `since` serves: forget the changes until
        then, but put the documents aside that it refused (version and reason)."""
        with transaction.atomic():
            if _locked().rebuild_owner != self._owner:
                raise TurnLost(_LOST)
            outbox.forget_until(since)
            for key, (version, reason) in refused.items():
                outbox.park(key, version, reason)

    def renew(self) -> None:
        """Be known to be alive. To be called before each request of some length."""
        now = timezone.now()
        mine = _rows().filter(rebuild_owner=self._owner, rebuild_until__gt=now)
        if not mine.update(rebuild_until=now + LEASE):
            raise TurnLost(_LOST)


@contextmanager
def taken() -> Iterator[Turn]:
    """Be the one that rebuilds; raises RebuildRefused while another one does. Changes that are
    sent meanwhile are kept, and sent again at the end."""
    owner = f"{socket.gethostname()}, processus {os.getpid()}:{secrets.token_hex(4)}"
    with transaction.atomic():
        row = _locked()
        _refuse_another(row)
        now = timezone.now()
        row.rebuild_owner, row.rebuild_began, row.rebuild_until = owner, now, now + LEASE
        row.save(update_fields=["rebuild_owner", "rebuild_began", "rebuild_until"])
    turn = Turn(owner)
    try:
        yield turn
    finally:
        with transaction.atomic():
            row = _locked()
            if row.rebuild_owner == owner:
                _end(row)


def check() -> None:
    """Raises RebuildRefused while another process rebuilds."""
    row = _rows().first()
    if row is not None:
        _refuse_another(row)


def is_running() -> bool:
    """Whether an index is being filled, for which what is sent has to be kept. A rebuild that died
    is ended here."""
    row = _rows().exclude(rebuild_owner="").first()
    if row is None:
        return False
    if _is_alive(row):
        return True
    with transaction.atomic():
        row = _locked()
        if row.rebuild_owner and not _is_alive(row):
            _end(row)
    return False


def ended() -> int:
    """How many rebuilds have ended. To be read before changes are sent, for `acknowledge`."""
    return _rows().values_list("rebuilds", flat=True).first() or 0


def acknowledge(versions: dict[str, int], ended_before: int) -> None:
    """The server knows these documents as of these versions. Does nothing when a rebuild has ended
    since `ended_before`: what was sent may be in the index that it replaced, and is sent again."""
    with transaction.atomic():
        row = _locked()
        if row.rebuilds == ended_before:
            outbox.acknowledge(versions, keep=bool(row.rebuild_owner))


def _refuse_another(row: ProjectionState) -> None:
    if row.rebuild_began is not None and _is_alive(row):
        began = f"{timezone.localtime(row.rebuild_began):%H:%M}"
        who, _, _ = row.rebuild_owner.rpartition(":")
        raise RebuildRefused(
            f"Une autre reconstruction est en cours depuis {began} ({who}) : "
            "attendez qu’elle finisse."
        )


def _is_alive(row: ProjectionState) -> bool:
    return row.rebuild_until is not None and row.rebuild_until > timezone.now()


def _end(row: ProjectionState) -> None:
    row.rebuild_owner, row.rebuild_began, row.rebuild_until = "", None, None
    row.rebuilds += 1
    row.save(update_fields=["rebuild_owner", "rebuild_began", "rebuild_until", "rebuilds"])
    outbox.requeue()


def _locked() -> ProjectionState:
    _rows().get_or_create(pk=ProjectionState.ONLY_ID)
    return _rows().select_for_update().get(pk=ProjectionState.ONLY_ID)


def _rows() -> QuerySet[ProjectionState]:
    return ProjectionState.objects.all()
