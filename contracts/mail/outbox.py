"""Mail is written here, in the transaction of its event, and sent once it has committed."""

from __future__ import annotations

from django.utils import timezone

from contracts.mail import tasks
from contracts.mail.models import OutgoingMail


def write(mail: OutgoingMail) -> None:
    """Save this row as of now, and have it sent. A row that is only saved is sent by the clock."""
    mail.created_at = mail.next_attempt_at = timezone.now()
    mail.save()
    tasks.send_after_commit(mail.pk)
