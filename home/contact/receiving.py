"""Receiving a message: one row for the desk, one mail to the contact of the site, and one to who is
responsible for the fiche that it is about."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from contracts.mail import outbox
from contracts.models.base import FichePage
from home.contact.models import MessageMail, ReaderMessage

# A network address may send so many in a day: fewer than for registrations, which a town hall
# sends for its whole council.
MOST_A_DAY = 20
# What comes beyond, from however many addresses, waits at the desk and fills nobody's mailbox.
MAILS_AN_HOUR = 30


@transaction.atomic
def receive(columns: dict[str, Any], *, contact: str) -> ReaderMessage:
    """Keep this message, and write the mails that tell it: to the `contact` of the site, an address
    or nothing, and to the owner of the fiche concerned. The same message received again, even at the
    same moment, is the one that is kept."""
    message, is_new = ReaderMessage.objects.get_or_create(
        sent_as=columns["sent_as"], defaults=columns
    )
    if is_new and _mails_of_the_hour() < MAILS_AN_HOUR:
        owner = _owner_of(message.page)
        if contact:
            outbox.write(MessageMail(reader_message=message, kind=MessageMail.KIND))
        if owner is not None and owner.email.casefold() != contact.casefold():
            outbox.write(MessageMail(reader_message=message, kind=MessageMail.KIND, owner=owner))
    return message


def _owner_of(path: str) -> Any:
    """Who is responsible for the public fiche of this path and can be written to; None for others."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or not path:
        return None
    url_path = site.root_page.url_path + urlsplit(path).path.lstrip("/")
    page = Page.objects.live().public().filter(url_path=url_path).select_related("owner").first()
    if page is None or not issubclass(page.specific_class or Page, FichePage):
        return None
    owner = page.owner
    can_be_told = owner and owner.is_active and owner.email
    return owner if can_be_told and owner.has_perm("wagtailadmin.access_admin") else None


def _mails_of_the_hour() -> int:
    since = timezone.now() - dt.timedelta(hours=1)
    return MessageMail.objects.filter(created_at__gt=since).count()
