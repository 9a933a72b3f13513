"""The mails to who proposes: the link to go on, thanks, the answer."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from contracts.editing.proposing import links
from contracts.editing.proposing.models import DRAFT_KEPT, MONTHS_KEPT, Proposal, ProposalMail
from contracts.mail import outbox, writers
from contracts.mail.message import MailAction, Message
from contracts.mail.models import OutgoingMail
from contracts.public_forms import throttle

# What comes beyond, from however many networks, waits at the desk and fills nobody's mailbox: the
# page that follows the form gives the link too.
MAILS_AN_HOUR = 60
# To one mailbox, whoever types its address.
MAILS_TO_ONE_A_DAY = 6

_Kind = ProposalMail.Kind
_REASON = (
    "Message envoyé par le site parce que cette adresse a été donnée dans son formulaire « Proposer "
    "une expérience ». Si ce n’était pas vous, ouvrez le lien et effacez la proposition."
)


def register_writers() -> None:
    writers.register(_Kind.values, _written)


def tell_writer(proposal: Proposal, kind: ProposalMail.Kind) -> None:
    """Write a mail that answers a form, within bounds."""
    if _mails_of_the_hour() >= MAILS_AN_HOUR:
        return
    if throttle.attempt("courriels-proposition", proposal.email.casefold()) <= MAILS_TO_ONE_A_DAY:
        outbox.write(ProposalMail(proposal=proposal, kind=kind))


def tell_answer(proposal: Proposal, kind: ProposalMail.Kind) -> None:
    """Write the mail of an answer, which an editor gave."""
    outbox.write(ProposalMail(proposal=proposal, kind=kind))


def _mails_of_the_hour() -> int:
    since = timezone.now() - dt.timedelta(hours=1)
    return ProposalMail.objects.filter(created_at__gt=since).count()


def _written(mail: OutgoingMail) -> Message | None:
    """None when the proposal was erased, or is no longer what the mail was to say."""
    row = ProposalMail.objects.select_related("proposal__page").filter(pk=mail.pk).first()
    if row is None:
        return None
    proposal = row.proposal
    follow = MailAction("Suivre ma proposition", links.own_url(proposal))
    match row.kind:
        case _Kind.DRAFT:
            if not proposal.is_draft:
                return None
            return _message(
                proposal,
                "Votre proposition est gardée",
                f"Ce que vous avez écrit vous attend {DRAFT_KEPT.days} jours à ce lien, puis est "
                "effacé. Personne d’autre ne le lit tant que vous ne l’envoyez pas.",
                MailAction("Reprendre ma proposition", links.own_url(proposal)),
            )
        case _Kind.RECEIVED:
            return _message(
                proposal,
                "Merci de votre proposition",
                "Elle est bien reçue. Les personnes qui publient le site la relisent : rien n’est "
                "public avant leur accord, et vous recevrez leur réponse par courriel.",
                follow,
                f"Le lien montre où elle en est et permet de l’effacer. Elle l’est d’elle-même "
                f"{MONTHS_KEPT} mois après son envoi.",
            )
        case _Kind.PUBLISHED:
            if proposal.page is None or not proposal.page.live:
                return None
            return _message(
                proposal,
                "Votre expérience est publiée",
                f"Merci : votre proposition est devenue la fiche « {proposal.page.title} ».",
                MailAction("Lire la fiche", settings.WAGTAILADMIN_BASE_URL + proposal.page.url),
                "Une erreur, une suite à raconter ? Écrivez-nous depuis le pied de la fiche.",
            )
        case _:
            return _message(
                proposal,
                "Votre proposition n’est pas retenue",
                f"Raison donnée : {proposal.reason}",
                follow,
                "Vous pouvez en proposer une autre, ou la même complétée.",
            )


def _message(
    proposal: Proposal, heading: str, told: str, action: MailAction, *notes: str
) -> Message:
    named = f" : {proposal.title}" if proposal.title else ""
    return Message(
        subject=f"{heading}{named}",
        heading=heading,
        paragraphs=(told,),
        actions=(action,),
        notes=notes,
        name=proposal.name,
        to=proposal.email,
        reason=_REASON,
    )
