"""What a worker of tasks does for the outbox: send the mail of a transaction that has committed.

A task that is lost loses nothing: the rows stay, and `run_due` sends what is due.
"""

from __future__ import annotations

from django.conf import settings
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from contracts.mail import sending
from search.after_commit import call_once_after_commit


@task()
def send_mail(pks: list[int]) -> int:
    """Send these rows: the count of those that left."""
    return sending.send(pks, within=_patience()).sent


def send_after_commit(pk: int) -> None:
    """Have this row sent once its transaction has committed: one task for the whole of it. A row
    whose savepoint was undone is not found, and that is all."""
    call_once_after_commit(_enqueue, pk)


def _enqueue(pks: list[int]) -> None:
    send_mail.enqueue(pks)


def _patience() -> float | None:
    """Where tasks are run at once a visitor waits for the page: a crowd's mail is left to the
    clock. A worker has the time."""
    is_at_once = isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], ImmediateBackend)
    return settings.EMAIL_TIMEOUT if is_at_once else None
