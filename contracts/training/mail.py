"""TEMPORARY, until the branch of mail is merged: drop this file at the merge."""

from __future__ import annotations

from django.utils import timezone

from contracts.training.models import OutgoingMail


def resend(mail: OutgoingMail) -> None:
    """Put a refused mail back among those to send."""
    OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.REFUSED).update(
        state=OutgoingMail.State.WAITING, next_attempt_at=timezone.now(), error=""
    )
