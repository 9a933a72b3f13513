"""What a worker of tasks does for papers. A task that is lost loses nothing: the rows stay, and
`run_due`, or the page that waits for one, has them taken up."""

from __future__ import annotations

from django_tasks import task

from contracts.deciding.making import workshop


@task()
def make_paper(pk: int) -> bool:
    return workshop.make(pk)
