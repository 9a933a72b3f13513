"""The words of each mail: what happened, when and where, what to do and until when.

A message is made from the registration as it is when the mail leaves. What has lost its object in
the meantime (an offer that was answered, a reminder of a seat that was given back, whatever
concerns an erased person) has no message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils import timezone

from contracts.mail import writers
from contracts.mail.message import Attachment, Detail, MailAction, Message
from contracts.mail.models import OutgoingMail
from contracts.training.access import links
from contracts.training.calendar import registration_ics
from contracts.training.mailing import wording
from contracts.training.models import (
    LIVE,
    MailKind,
    Registration,
    RegistrationMail,
    Status,
    TrainingSessionPage,
)
from contracts.training.values import reminders
from contracts.training.values.said_dates import SaidDate, said_moment
from contracts.training.values.zones import Zone
from contracts.values.dates.french_calendar import french_date

Facts = dict[str, Any]


_REASON = (
    "Message envoyé par le site parce que cette adresse a été donnée pour une inscription à une "
    "session."
)


def register_writers() -> None:
    """Mails of registrations are written here."""
    writers.register(MailKind.values, _written)


def _written(mail: OutgoingMail) -> Message | None:
    rows = RegistrationMail.objects.select_related("registration__session__state")
    row = rows.prefetch_related("registration__session__dates").filter(pk=mail.pk).first()
    return message_of(row) if row else None


def message_of(mail: RegistrationMail) -> Message | None:
    """What this mail says now; None when there is nothing left to say."""
    registration = mail.registration
    if registration.anonymised_at is not None or registration.status not in _CONCERNED[mail.kind]:
        return None
    if mail.kind in _BEFORE_THE_END and registration.session.is_past():
        return None
    if mail.kind == MailKind.SESSION_CHANGED and _was_told_since(mail):
        return None
    message = _WRITERS[MailKind(mail.kind)](registration, mail.facts)
    return message and replace(
        message,
        name=wording.shown_name(registration),
        to=registration.email,
        reply_to=registration.session.contact_email,
        reason=_REASON,
    )


# In which state of the registration each mail still has an object.
_CONCERNED: dict[str, tuple[str, ...]] = {
    MailKind.CONFIRMED: (Status.CONFIRMED,),
    MailKind.WAITING: (Status.WAITING,),
    MailKind.OFFER: (Status.OFFERED,),
    MailKind.OFFER_EXPIRED: (Status.EXPIRED,),
    MailKind.REFUSED: (Status.REFUSED,),
    MailKind.CANCELLED: (Status.CANCELLED,),
    MailKind.CORRECTED: LIVE,
    MailKind.MOVED: LIVE,
    MailKind.REMINDER_WEEK: (Status.CONFIRMED,),
    MailKind.REMINDER_DAY: (Status.CONFIRMED,),
    MailKind.SESSION_CHANGED: LIVE,
    MailKind.SESSION_CANCELLED: (Status.CANCELLED,),
    MailKind.THANKS: (Status.CONFIRMED,),
}
_BEFORE_THE_END = {
    MailKind.CONFIRMED,
    MailKind.WAITING,
    MailKind.OFFER,
    MailKind.CORRECTED,
    MailKind.MOVED,
    MailKind.SESSION_CHANGED,
}


def _was_told_since(mail: RegistrationMail) -> bool:
    """Another message left after this change and told the session as it is now."""
    others = RegistrationMail.objects.filter(registration=mail.registration_id, kind=mail.kind)
    return others.filter(sent_at__gte=mail.created_at).exclude(pk=mail.pk).exists()


def _time(hour: str) -> dt.time | None:
    return dt.time.fromisoformat(hour) if hour else None


def _calendar(registration: Registration) -> tuple[Attachment]:
    ics = registration_ics(registration)
    return (Attachment(ics, "session.ics", "calendar", (("method", "PUBLISH"),)),)


# One function for each kind


def _confirmed(registration: Registration, facts: Facts) -> Message:
    page = registration.session
    return Message(
        subject=wording.subject("Inscription confirmée", page),
        heading="Votre inscription est confirmée",
        paragraphs=("Une place est réservée à votre nom pour cette session.",),
        details=tuple(wording.whole(registration)),
        actions=(wording.own(registration),),
        notes=(wording.GIVE_BACK, wording.ATTACHED, wording.NOT_YOU),
        attachments=_calendar(registration),
    )


def _waiting(registration: Registration, facts: Facts) -> Message:
    return Message(
        subject=wording.subject("Liste d’attente", registration.session),
        heading="Vous êtes en liste d’attente",
        paragraphs=(
            f"La session est complète. {wording.rank(registration)}",
            wording.IF_A_SEAT_IS_FREED,
        ),
        details=tuple(wording.whole(registration)),
        actions=(wording.own(registration),),
        notes=(wording.NOT_YOU,),
    )


def _offer(registration: Registration, facts: Facts) -> Message | None:
    until = registration.offer_expires_at
    if until is None or until <= timezone.now() or facts.get("nonce") != registration.offer_nonce:
        return None
    moment = said_moment(until, registration.session.time_zone)
    return Message(
        subject=wording.subject(
            f"Une place est libre, répondez avant le {moment}", registration.session
        ),
        heading="Une place est libre pour vous",
        paragraphs=(
            f"Elle vous est réservée jusqu’au {registration.offer_until}.",
            "Sans réponse d’ici là, elle sera proposée à la personne suivante et vous ne serez plus "
            "sur la liste.",
        ),
        details=tuple(wording.whole(registration)),
        actions=(
            MailAction(
                f"Prendre ou refuser cette place, avant le {moment}",
                links.offer_url(registration, registration.offer_nonce),
            ),
        ),
    )


def _offer_expired(registration: Registration, facts: Facts) -> Message:
    return Message(
        subject=wording.subject("La place proposée n’est plus réservée", registration.session),
        heading="La place proposée n’est plus réservée",
        paragraphs=(
            "La place que nous vous proposions n’a pas eu de réponse dans le délai : elle va à la "
            "personne suivante, et vous n’êtes plus sur la liste.",
            *wording.come_back(registration.session),
        ),
        details=tuple(wording.brief(registration)),
    )


def _refused(registration: Registration, facts: Facts) -> Message:
    return Message(
        subject=wording.subject("Place refusée", registration.session),
        heading="Vous avez refusé la place proposée",
        paragraphs=(
            "Merci de nous l’avoir dit : la place va à une autre personne, et vous n’êtes plus sur "
            "la liste.",
            *wording.come_back(registration.session),
        ),
        details=tuple(wording.brief(registration)),
    )


def _cancelled(registration: Registration, facts: Facts) -> Message:
    return Message(
        subject=wording.subject("Inscription annulée", registration.session),
        heading="Votre inscription est annulée",
        paragraphs=(
            "Vous n’êtes plus sur la liste. Si la session est à votre agenda, retirez-la.",
        ),
        details=tuple(wording.brief(registration)),
        notes=("Si vous n’avez pas demandé cette annulation, prévenez le contact de la session.",),
    )


def _corrected(registration: Registration, facts: Facts) -> Message:
    return Message(
        subject=wording.subject("Coordonnées corrigées", registration.session),
        heading="Vos coordonnées sont corrigées",
        paragraphs=(f"Le reste ne change pas. {wording.standing(registration)}",),
        details=tuple(wording.brief(registration)),
        actions=(wording.own(registration),),
    )


def _moved(registration: Registration, facts: Facts) -> Message:
    origin = TrainingSessionPage.objects.filter(pk__in=[facts.get("from")]).first()
    named = f"« {origin.title} »" if origin else "une autre session"
    has_seat = registration.status == Status.CONFIRMED
    return Message(
        subject=wording.subject("Votre inscription change de session", registration.session),
        heading="Votre inscription change de session",
        paragraphs=(
            f"L’organisateur a reporté sur cette session votre inscription à {named}. "
            f"{wording.standing(registration)}",
            "Si l’ancienne session est à votre agenda, retirez-la.",
        ),
        details=tuple(wording.whole(registration)),
        actions=(wording.own(registration),),
        notes=(wording.GIVE_BACK, wording.ATTACHED) if has_seat else (wording.IF_A_SEAT_IS_FREED,),
        attachments=_calendar(registration) if has_seat else (),
    )


def _reminder(kind: MailKind, registration: Registration, facts: Facts) -> Message | None:
    page = registration.session
    if not reminders.is_useful(page.timing(), kind, facts["day"]):
        return None
    day = french_date(dt.date.fromisoformat(facts["day"]), weekday=True, year=False)
    return Message(
        subject=wording.subject(f"Rappel, {day}", page),
        heading="Votre session approche",
        paragraphs=("Une place vous y est réservée.",),
        details=tuple(wording.whole(registration)),
        actions=(wording.own(registration),),
        notes=(wording.GIVE_BACK,),
    )


def _session_changed(registration: Registration, facts: Facts) -> Message | None:
    page = registration.session
    before = facts["before"]
    zone = Zone(before.get("zone", Zone.PARIS))  # none in mail written before sessions had one
    dates = tuple(
        str(SaidDate(dt.date.fromisoformat(day), _time(starts_at), _time(ends_at), zone))
        for day, starts_at, ends_at in before["dates"]
    )
    changes = []
    if dates != wording.dates(page):
        changes.append(Detail("Dates, avant", dates))
    if before["place"] != page.place:
        changes.append(Detail("Lieu, avant", (before["place"] or "non renseigné",)))
    link_changed = facts.get("link_changed", False)
    if not changes and not link_changed:
        return None
    changed = "a changé" if not changes else "change de date ou de lieu"
    said = ["Votre inscription reste valable : vous n’avez rien à faire si cela vous convient."]
    if link_changed and registration.status == Status.CONFIRMED:
        said.append("Le lien pour suivre la session à distance a changé.")
    return Message(
        subject=wording.subject("Changement", page),
        heading=f"La session {changed}",
        paragraphs=(*said, wording.standing(registration)),
        details=(*changes, *wording.whole(registration)),
        actions=(wording.own(registration),),
        notes=(wording.GIVE_BACK, "Le fichier joint met la session à jour dans votre agenda."),
        attachments=_calendar(registration),
    )


def _session_cancelled(registration: Registration, facts: Facts) -> Message | None:
    page = registration.session
    if not page.state.cancelled:
        return None
    return Message(
        subject=wording.subject("Session annulée", page),
        heading="La session est annulée",
        paragraphs=(
            f"Raison donnée par l’organisateur : {page.state.cancellation_reason}",
            "Elle n’aura pas lieu : vous n’avez rien à faire.",
        ),
        details=tuple(wording.brief(registration)),
        notes=("Le fichier joint l’annule dans votre agenda.",),
        attachments=_calendar(registration),
    )


def _thanks(registration: Registration, facts: Facts) -> Message | None:
    page = registration.session
    if registration.attended is False or page.state.cancelled or not page.is_past():
        return None
    return Message(
        subject=wording.subject("Merci, et la suite", page),
        heading="Merci de votre participation",
        paragraphs=(
            "Une page rassemble ce qui suit la session : votre attestation dès que votre présence "
            "est notée, et le retour de session quand il est publié.",
        ),
        details=tuple(wording.brief(registration)),
        actions=(
            MailAction("Attestation et suites de la session", links.follow_up_url(registration)),
        ),
    )


_WRITERS: dict[MailKind, Callable[[Registration, Facts], Message | None]] = {
    MailKind.CONFIRMED: _confirmed,
    MailKind.WAITING: _waiting,
    MailKind.OFFER: _offer,
    MailKind.OFFER_EXPIRED: _offer_expired,
    MailKind.REFUSED: _refused,
    MailKind.CANCELLED: _cancelled,
    MailKind.CORRECTED: _corrected,
    MailKind.MOVED: _moved,
    MailKind.REMINDER_WEEK: partial(_reminder, MailKind.REMINDER_WEEK),
    MailKind.REMINDER_DAY: partial(_reminder, MailKind.REMINDER_DAY),
    MailKind.SESSION_CHANGED: _session_changed,
    MailKind.SESSION_CANCELLED: _session_cancelled,
    MailKind.THANKS: _thanks,
}
