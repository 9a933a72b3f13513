"""A message as an e-mail: headers, text, HTML, and the calendar beside them."""

from __future__ import annotations

from email.mime.text import MIMEText
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.template.loader import render_to_string

from contracts.training.mailing.messages import Message
from contracts.training.models import OutgoingMail


class BadAddress(Exception):
    """No server could deliver to the address of this person; the reason is in French."""


def envelope(
    mail: OutgoingMail, message: Message, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    registration = mail.registration
    if not registration.email:
        raise BadAddress("L’inscription n’a pas d’adresse de courriel.")
    if not _is_valid(registration.email):
        raise BadAddress("L’adresse de courriel de l’inscription n’en est pas une.")
    context = {
        "message": message,
        "sender": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.WAGTAILADMIN_BASE_URL,
    }
    contact = registration.session.contact_email
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=render_to_string("training/mail/message.txt", context),
        to=[registration.email],
        reply_to=[contact] if _is_valid(contact) else None,
        headers={
            # The same at each attempt: readers show once what was sent twice.
            "Message-ID": f"<{mail.message_id.hex}@{_domain()}>",
            # RFC 3834: no answering machine answers.
            "Auto-Submitted": "auto-generated",
            "Content-Language": "fr",
        },
        connection=connection,
    )
    email.attach_alternative(render_to_string("training/mail/message.html", context), "text/html")
    if message.ics is not None:
        email.attach(_calendar(message.ics))
    return email


def _calendar(ics: bytes) -> MIMEText:
    part = MIMEText(ics.decode(), "calendar", "utf-8")
    part.set_param("method", "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename="session.ics")
    return part


def _domain() -> str:
    """That of the sender, which is where the message comes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _is_valid(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
