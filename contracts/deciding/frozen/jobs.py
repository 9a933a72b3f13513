"""Frozen dossiers are erased when they have been kept for as long as was said (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.deciding.frozen import freezing


def _erase() -> Iterator[tuple[str, int]]:
    yield "dossiers figés effacés", freezing.erase_expired()


JOBS = (("dossiers figés effacés", _erase),)
