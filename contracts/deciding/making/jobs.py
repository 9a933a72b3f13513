"""What is due of the papers of dossiers, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.deciding.making import workshop


def _erase() -> Iterator[tuple[str, int]]:
    yield "documents de dossiers effacés", workshop.erase_expired()


def _take_up() -> Iterator[tuple[str, int]]:
    """Those whose maker died, or whose task was lost."""
    yield "documents de dossiers faits", sum(workshop.make(pk) for pk in workshop.waiting())


JOBS = (("documents de dossiers effacés", _erase), ("documents de dossiers faits", _take_up))
