"""What time does to imports, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from contracts.editing.importing.models import KEPT_FOR, TOLD_FOR, Import


def _erase() -> Iterator[tuple[str, int | str]]:
    """The files that were left, then the reports."""
    now = timezone.now()
    deleted, _ = Import.objects.filter(sent_at__lt=now - TOLD_FOR).delete()
    left = Import.objects.filter(sent_at__lt=now - KEPT_FOR, beat_at__lt=now - KEPT_FOR)
    yield "comptes rendus d’import effacés", deleted
    yield (
        "fichiers d’import effacés",
        left.exclude(content=b"", faulty=[]).update(content=b"", faulty=[], plan=[]),
    )


JOBS = (("effacement des imports", _erase),)
