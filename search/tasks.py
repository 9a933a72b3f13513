"""Background task: drain the outbox into Elasticsearch."""

from __future__ import annotations

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from search.engines.elastic.drain import drain as drain_outbox


@task()
def drain() -> int:
    """Tell Elasticsearch what it was not told yet: the count of documents. What could not be told
    has this done again later, by nobody but the run that met with it."""
    drained = drain_outbox()
    if drained.again is not None:
        drain.using(run_after=drained.again).enqueue()
    return drained.told


def ask_for_a_drain() -> None:
    """Have a worker drain. Where tasks are run at once there is none, and whoever saves would wait
    for Elasticsearch: `drain_search --watch` drains there."""
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], ImmediateBackend):
        drain.enqueue()
