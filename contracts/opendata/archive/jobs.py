"""What time does to archives, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from contracts.opendata.archive import versions


def _archive() -> Iterator[tuple[str, int | str]]:
    """The first turn after midnight makes that of the day."""
    today = timezone.localdate()
    yield "archives de la base", int(versions.keep(today))
    yield "vieilles archives oubliées", versions.forget(today)


JOBS = (("archive de la base", _archive),)
