"""What a worker of tasks does for sessions: send the mail of a transaction that has committed.

A task that is lost loses nothing: the rows stay, and `run_due` sends what is due.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from contracts.training.mailing import sending


@task()
def send_mail(pks: list[int]) -> int:
    """Send these rows: the count of those that left."""
    return sending.send(pks, within=_patience()).sent


def send_after_commit(pk: int) -> None:
    """Have this row sent once its transaction has committed: one task for the whole of it."""
    for _savepoints, call, *_ in transaction.get_connection().run_on_commit:
        if isinstance(call, _Sending):
            call.pks.append(pk)
            return
    transaction.on_commit(_Sending(pk), robust=True)


class _Sending:
    """Called after the commit with the numbers of the rows alone; a row whose savepoint was undone
    is not found, and that is all."""

    def __init__(self, pk: int) -> None:
        self.pks = [pk]

    def __call__(self) -> None:
        send_mail.enqueue(self.pks)


def _patience() -> float | None:
    """Where tasks are run at once a visitor waits for the page: a crowd's mail is left to the
    clock. A worker has the time."""
    is_at_once = isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], ImmediateBackend)
    return settings.EMAIL_TIMEOUT if is_at_once else None
