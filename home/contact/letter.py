"""The mail that tells the contact of the site, or who is responsible for a fiche, what a reader
writes."""

from __future__ import annotations

from django.conf import settings

from contracts.mail import writers
from contracts.mail.message import Detail, MailAction, Message
from contracts.mail.models import OutgoingMail
from home.contact.models import MessageMail
from home.models import Publisher


def register_writer() -> None:
    writers.register([MessageMail.KIND], _written)


def _written(mail: OutgoingMail) -> Message | None:
    """None when the message was erased meanwhile, or when the site has no contact any more: the
    message itself waits at the desk."""
    rows = MessageMail.objects.select_related("reader_message", "owner")
    row = rows.filter(pk=mail.pk).first()
    contact = Publisher.of_the_site().email
    if row is None or not (row.owner or contact):
        return None
    message = row.reader_message
    site = settings.WAGTAILADMIN_BASE_URL
    details = [
        Detail("De", (message.name, message.email)),
        Detail("Objet", (message.subject,)),
    ]
    if message.page:
        details.append(Detail("Page concernée", (), site + message.page))
    return Message(
        subject=f"Message d’un lecteur : {message.subject}",
        heading="Quelqu’un écrit au site",
        paragraphs=tuple(line for line in message.text.splitlines() if line.strip()),
        details=tuple(details),
        actions=(
            MailAction(
                "Ouvrir le message dans l’espace de rédaction",
                site + message.desk_url(),
            ),
        ),
        notes=(
            "Répondez à ce courriel : votre réponse part à la personne qui écrit. Puis notez le "
            "message comme traité dans l’espace de rédaction.",
            *(("Le contact du site l’a reçu aussi.",) if row.owner and contact else ()),
        ),
        to=row.owner.email if row.owner else contact,
        reply_to=message.email,
        reason=(
            "Message envoyé par le site parce que vous êtes responsable de cette fiche."
            if row.owner
            else "Message envoyé par le site parce que cette adresse est celle de son contact."
        ),
    )
