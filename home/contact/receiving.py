"""Receiving a message: one row for the desk, one mail to the contact of the site, and one to each of
those who are responsible for the fiche that it is about."""

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
    or nothing, to the owner of the fiche concerned and to who stands in. The same message received
    again, even at the same moment, is the one that is kept."""
    message, is_new = ReaderMessage.objects.get_or_create(
        sent_as=columns["sent_as"], defaults=columns
    )
    if is_new and _mails_of_the_hour() < MAILS_AN_HOUR:
        if contact:
            outbox.write(MessageMail(reader_message=message, kind=MessageMail.KIND))
        for owner in _responsible_for(message.page):
            if owner.email.casefold() != contact.casefold():
                outbox.write(
                    MessageMail(reader_message=message, kind=MessageMail.KIND, owner=owner)
                )
    return message


def _responsible_for(path: str) -> list[Any]:
    """Who owns the public fiche of this path and who stands in, when they can be written to; nobody
    for other pages."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or not path:
        return []
    url_path = site.root_page.url_path + urlsplit(path).path.lstrip("/")
    page = Page.objects.live().public().filter(url_path=url_path).specific().first()
    if not isinstance(page, FichePage):
        return []
    people = dict.fromkeys(person for person in (page.owner, page.stand_in) if person)
    return [
        person
        for person in people
        if person.is_active and person.email and person.has_perm("wagtailadmin.access_admin")
    ]


def _mails_of_the_hour() -> int:
    since = timezone.now() - dt.timedelta(hours=1)
    return MessageMail.objects.filter(created_at__gt=since).count()
