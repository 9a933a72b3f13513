"""The mail that asks those who answer for a fiche to read it again."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from contracts.editing.reviewing.models import ReviewMail
from contracts.mail import writers
from contracts.mail.message import MailAction, Message
from contracts.mail.models import OutgoingMail
from contracts.values.dates.french_calendar import french_date


def register_writer() -> None:
    writers.register([ReviewMail.KIND], _written)


def _written(mail: OutgoingMail) -> Message | None:
    """None when the fiche was read again, withdrawn or given to somebody else meanwhile."""
    row = ReviewMail.objects.select_related("page", "owner").get(pk=mail.pk)
    page = row.page.specific
    if not page.live or page.review_on != row.due_on:
        return None
    if row.owner_id not in {page.owner_id, page.stand_in_id}:
        return None
    site = settings.WAGTAILADMIN_BASE_URL
    return Message(
        subject=f"Fiche à relire : {page.title}",
        heading="Une fiche attend votre relecture",
        paragraphs=(
            f"« {page.title} » était à relire le {french_date(row.due_on)}.",
            "Vérifiez ce qui a pu changer : l’état des engagements, les résultats, les liens des "
            "sources. Puis donnez-lui une nouvelle date dans « À relire le » et publiez-la. D’ici là, "
            "la fiche dit à ses lecteurs qu’elle est à vérifier.",
        ),
        actions=(
            MailAction(
                "Ouvrir la fiche dans l’espace de rédaction",
                site + reverse("wagtailadmin_pages:edit", args=[page.pk]),
            ),
        ),
        name=row.owner.get_full_name(),
        to=row.owner.email,
        reason="Message envoyé par le site parce que vous répondez de cette fiche.",
    )
