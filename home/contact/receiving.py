"""Receiving a message: one row for the desk, and one mail to the contact of the site."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.mail import outbox
from home.contact.models import MessageMail, ReaderMessage

# A network address may send so many in a day: fewer than for registrations, which a town hall
# sends for its whole council.
MOST_A_DAY = 20
# What comes beyond, from however many addresses, waits at the desk and fills nobody's mailbox.
MAILS_AN_HOUR = 30


@transaction.atomic
def receive(columns: dict[str, Any], *, tell: bool) -> ReaderMessage:
    """Keep this message, and write the mail that tells it if `tell`: when the site has a contact.
    The same message received again, even at the same moment, is the one that is kept."""
    message, is_new = ReaderMessage.objects.get_or_create(
        sent_as=columns["sent_as"], defaults=columns
    )
    if is_new and tell and _mails_of_the_hour() < MAILS_AN_HOUR:
        outbox.write(MessageMail(reader_message=message, kind=MessageMail.KIND))
    return message


def _mails_of_the_hour() -> int:
    since = timezone.now() - dt.timedelta(hours=1)
    return MessageMail.objects.filter(created_at__gt=since).count()
