"""What a worker does for an import: read its file and plan, then write.

Where tasks are run at once, the person waits for the page. A task that dies leaves its import as it
was: nothing is written but by one transaction, and the person starts it again.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from contracts.editing.importing.models import Import, State
from contracts.editing.importing.names import DatabaseNames
from contracts.editing.importing.plan import Decision, PlanLine, make_plan
from contracts.editing.importing.reading import faulty_sheets, read_file, tables_of
from contracts.editing.importing.writing import PlanIsOld, write
from contracts.tables.archive import FileRefused
from contracts.values import unforeseen

_EVERY = 50  # fiches between two signs of life
_UNFORESEEN = (
    "Rien n’a été importé : une erreur que personne n’attendait est survenue ({}). "
    "Prévenez l’administrateur du site."
)


class ClaimLost(Exception):
    """Another task works on the import."""


@task()
def read_import(pk: int) -> None:
    """Read the file of an import, and plan what it would do."""
    row = Import.objects.filter(pk=pk).select_related("owner").first()
    if row is None or not row.take((State.SENT,), State.READING, done=0, claim=uuid.uuid4()):
        return
    _guarded(row, lambda: _plan(row))


@task()
def write_import(pk: int) -> None:
    """Do what the plan of an import tells, with the choices of its owner."""
    row = Import.objects.filter(pk=pk).select_related("owner").first()
    if row is None or not row.take((State.QUEUED,), State.WRITING, done=0, claim=uuid.uuid4()):
        return
    _guarded(row, lambda: _write(row))


def _guarded(row: Import, work: Callable[[], None]) -> None:
    try:
        work()
    except ClaimLost:
        return
    except FileRefused as refusal:
        _end(row, State.REFUSED, message=str(refusal), content=b"")
    except Exception as error:  # noqa: BLE001 - told to the person, who cannot see a log
        _end(row, State.REFUSED, message=_UNFORESEEN.format(unforeseen.told(error)), content=b"")


def _plan(row: Import, message: str = "") -> None:
    tables, names, content = tables_of(row.kind), DatabaseNames(), bytes(row.content)
    read = read_file(content, row.name, tables, names)
    Import.objects.filter(pk=row.pk).update(total=len(read.fiches), beat_at=timezone.now())
    planned = [
        (one.line, one.record)
        for one in make_plan(read.fiches, tables, names.refs(), row.owner, _progress(row))
    ]
    faulty = [record for line, record in planned if line.action == Decision.FAULTY]
    _end(
        row,
        State.PLANNED,
        message=message,
        plan=[line.as_json() for line, _record in planned],
        notes=[*read.notes, *(str(fault) for fault in read.stray)],
        faulty=faulty_sheets(content, row.name, faulty) if faulty else [],
        total=len(planned),
        done=len(planned),
        choices=[],
    )


def _write(row: Import) -> None:
    tables, content = tables_of(row.kind), bytes(row.content)
    try:
        with transaction.atomic():
            report = write(
                lambda names: read_file(content, row.name, tables, names).fiches,
                tables,
                row.owner,
                [PlanLine(**line) for line in row.plan],
                row.choices,
                _progress(row),
            )
            _end(row, State.DONE, message="", report=report, content=b"", plan=[], choices=[])
    except PlanIsOld as old:
        _plan(row, str(old))


def _end(row: Import, state: State, **fields: Any) -> None:
    """Raises ClaimLost, and what the transaction wrote is undone, when the task was given up."""
    mine = Import.objects.filter(pk=row.pk, claim=row.claim)
    if not mine.update(state=state, beat_at=timezone.now(), claim=None, **fields):
        raise ClaimLost


def _progress(row: Import) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if done % _EVERY:
            return
        if not connection.in_atomic_block:
            _beat(row.pk, done)
        elif connection.vendor == "postgresql":
            # Seen by others before the transaction ends: another connection says it.
            thread = threading.Thread(target=_beat_aside, args=(row.pk, done))
            thread.start()
            thread.join()

    return tell


def _beat(pk: int, done: int) -> None:
    Import.objects.filter(pk=pk).update(done=done, beat_at=timezone.now())


def _beat_aside(pk: int, done: int) -> None:
    try:
        _beat(pk, done)
    finally:
        connection.close()
