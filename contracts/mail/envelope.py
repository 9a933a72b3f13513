"""A message as an e-mail: headers, text, HTML, and what goes beside them."""

from __future__ import annotations

import uuid
from email.mime.text import MIMEText
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from contracts.mail.addresses import is_valid
from contracts.mail.message import Attachment, Message


class BadAddress(Exception):
    """No server could deliver to the address of this person; the reason is in French."""


def envelope(
    message: Message, message_id: uuid.UUID, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    """Ready to be sent over this connection. Raises BadAddress."""
    if not message.to:
        raise BadAddress("Cette personne n’a pas d’adresse de courriel.")
    if not is_valid(message.to):
        raise BadAddress("L’adresse de courriel de cette personne n’en est pas une.")
    context = {
        "message": message,
        "sender": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.WAGTAILADMIN_BASE_URL,
    }
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=render_to_string("mail/message.txt", context),
        to=[message.to],
        reply_to=[message.reply_to] if is_valid(message.reply_to) else None,
        headers={
            # The same at each attempt: readers show once what was sent twice.
            "Message-ID": f"<{message_id.hex}@{_domain()}>",
            # RFC 3834: no answering machine answers.
            "Auto-Submitted": "auto-generated",
            "Content-Language": "fr",
            **_ways_out(message),
        },
        connection=connection,
    )
    email.attach_alternative(render_to_string("mail/message.html", context), "text/html")
    for attachment in message.attachments:
        email.attach(_part(attachment))
    return email


def _ways_out(message: Message) -> dict[str, str]:
    if not message.stop_url:
        return {}
    return {
        "List-Unsubscribe": f"<{message.stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _part(attachment: Attachment) -> MIMEText:
    part = MIMEText(attachment.content.decode(), attachment.subtype, "utf-8")
    for name, value in attachment.parameters:
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment.filename)
    return part


def _domain() -> str:
    """That of the sender, which is where the message comes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
