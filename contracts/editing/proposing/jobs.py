"""What time does to proposals, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from contracts.editing.proposing.answering import tell_published
from contracts.editing.proposing.models import (
    DRAFT_KEPT,
    LOOSE_FILE_KEPT,
    MONTHS_KEPT,
    Proposal,
    ProposalFile,
    ProposalState,
)


def _tell_published() -> Iterator[tuple[str, int]]:
    yield "propositions publiées", tell_published()


def _erase() -> Iterator[tuple[str, int]]:
    """What was left, then what has been kept for as long as was said."""
    now = timezone.localtime()
    left = Proposal.objects.filter(state=ProposalState.DRAFT, saved_at__lte=now - DRAFT_KEPT)
    old = Proposal.objects.filter(received_at__lte=now - relativedelta(months=MONTHS_KEPT))
    loose = ProposalFile.objects.filter(proposal=None, received_at__lte=now - LOOSE_FILE_KEPT)
    for what, rows in (
        ("brouillons de propositions effacés", left),
        ("propositions effacées", old),
        ("fichiers de propositions effacés", loose),
    ):
        yield what, rows.delete()[1].get(rows.model._meta.label, 0)


JOBS = (
    ("propositions à annoncer", _tell_published),
    ("propositions effacées", _erase),
)
