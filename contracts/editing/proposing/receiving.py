"""What is typed becomes a row: kept as a draft, then sent to the desk. Nothing of it is public."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.editing.proposing.files import SentFile
from contracts.editing.proposing.letter import tell_writer
from contracts.editing.proposing.models import Proposal, ProposalFile, ProposalMail, ProposalState

# A network address may send, or keep, so many in a day.
MOST_A_DAY = 20


def keep_draft(
    values: dict[str, Any], sent_as: uuid.UUID, file: ProposalFile | None, own: Proposal | None
) -> Proposal:
    """Keep what is typed so far. The link leaves once for each address. What was sent meanwhile
    stays as it was sent."""
    with transaction.atomic():
        row, is_new = _row(values, sent_as, own)
        if not row.is_draft:
            return row
        is_told = not is_new and row.email.casefold() == values["email"].casefold()
        _fill(row, values, file)
        row.saved_at = timezone.now()
        row.save()
        if not is_told:
            tell_writer(row, ProposalMail.Kind.DRAFT)
    return row


def receive(
    values: dict[str, Any], sent_as: uuid.UUID, file: ProposalFile | None, own: Proposal | None
) -> Proposal:
    """Send it to the desk. The same form sent twice is one proposal; mended and sent again before
    anybody has begun to read it, it is the mended one."""
    with transaction.atomic():
        row, is_new = _row(values, sent_as, own)
        is_first = is_new or row.is_draft
        if not is_first and row.state != ProposalState.RECEIVED:
            return row
        _fill(row, values, file)
        row.saved_at = now = timezone.now()
        row.state, row.received_at = ProposalState.RECEIVED, row.received_at or now
        row.save()
        if is_first:
            tell_writer(row, ProposalMail.Kind.RECEIVED)
    return row


def keep_file(sent: SentFile) -> ProposalFile:
    """A file that waits for its form, which came back to be mended."""
    return ProposalFile.objects.create(name=sent.name, size=len(sent.content), content=sent.content)


def _row(values: dict[str, Any], sent_as: uuid.UUID, own: Proposal | None) -> tuple[Proposal, bool]:
    """The row of this form, locked, and whether it is new."""
    if own is not None:
        return Proposal.objects.select_for_update().get(pk=own.pk), False
    row, is_new = Proposal.objects.get_or_create(
        sent_as=sent_as, defaults={"email": values["email"]}
    )
    return row if is_new else Proposal.objects.select_for_update().get(pk=row.pk), is_new


def _fill(row: Proposal, values: dict[str, Any], file: ProposalFile | None) -> None:
    """`file` is the one that is to go with it from now on."""
    for name, value in values.items():
        setattr(row, name, value)
    kept = [file.pk] if file else []
    ProposalFile.objects.filter(proposal=row).exclude(pk__in=kept).delete()
    ProposalFile.objects.filter(pk__in=kept, proposal=None).update(proposal=row)
