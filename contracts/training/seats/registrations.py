"""What a person asks of the seats of a session: register, correct, cancel, answer an offer.

Each operation takes the lock of the session before it counts anything. Operations return the
registration as it is afterwards, or raise Refusal with a sentence for the person. Every change
writes its event and its mail in the same transaction. Each is also done for the person by an
organiser (`by`).
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from contracts.training.models import LIVE, MailKind, Registration, Status, TrainingSessionPage
from contracts.training.seats import lock, outbox, rows
from contracts.training.seats.rows import Event
from contracts.training.seats.situation import DATES, Situation, obstacles, refuse_if_closed
from contracts.training.values.person import Override, Person
from contracts.training.values.refusal import Refusal


@transaction.atomic
def register(
    page: TrainingSessionPage,
    person: Person,
    *,
    by: str = "",
    override: Override | None = None,
    sent_as: uuid.UUID | None = None,
) -> Registration:
    """A seat when one is free and nobody waits for it, a place in the waiting list otherwise.

    `sent_as` is the number drawn for the form that was sent: the same form of the same person, sent
    twice, is one registration. Whoever has not got this number is told that the person is known.

    `by` is the organiser who registers someone over the phone. An override goes past the dates of
    registration, the condition of participation and the beginning of the session (for who comes
    to the door), never past the capacity or a cancellation.
    """
    state = lock.hold(page)
    refuse_if_closed(page, state, but=DATES if override else frozenset())
    if override is None and page.membership and not person.membership_declared:
        raise Refusal(
            "Cochez la case : la participation est soumise à cette condition.",
            "membership_declared",
        )
    known = rows.registered_as(page, person.keys()).first()
    if known is not None:
        if sent_as is not None and known.public_id == sent_as:
            return known
        raise Refusal(
            "Cette personne est déjà inscrite à cette session. Le lien reçu par courriel permet "
            "de voir, de corriger ou d’annuler l’inscription.",
            "email",
        )
    # Settled a moment ago: nobody who waits could take a seat that is free now.
    has_seat = (state.capacity or 0) - lock.seated(page) > 0
    if not has_seat and Situation.BEGUN in obstacles(page, state, timezone.now()):
        raise Refusal("La session a commencé et toutes les places sont prises.")
    if sent_as is None or Registration.objects.filter(public_id=sent_as).exists():
        sent_as = uuid.uuid4()  # the form was shown again, and sent for somebody else
    registration = Registration.objects.create(
        session=page,
        public_id=sent_as,
        **asdict(person),
        **person.keys(),
        channel=Registration.Channel.DESK if by else Registration.Channel.ONLINE,
        status=Status.CONFIRMED if has_seat else Status.WAITING,
        ticket=lock.next_ticket(state),
    )
    rows.log(registration, Event.REGISTERED, by=by)
    if override is not None:
        rows.log(registration, Event.OVERRIDE, by=override.by, reason=override.reason)
    outbox.write(registration, MailKind.CONFIRMED if has_seat else MailKind.WAITING)
    return registration


@transaction.atomic
def correct(registration: Registration, person: Person, *, by: str = "") -> Registration:
    """Other names or addresses of the same registration; seats do not change."""
    lock.hold(registration.session)
    registration = rows.read(registration, *LIVE)
    others = rows.registered_as(registration.session, person.keys())
    if others.exclude(pk=registration.pk).exists():
        raise Refusal("Cette personne est déjà inscrite à cette session.", "email")
    changed = {**asdict(person), **person.keys()}
    if all(getattr(registration, name) == value for name, value in changed.items()):
        return registration
    for name, value in changed.items():
        setattr(registration, name, value)
    rows.save(registration)
    rows.log(registration, Event.CORRECTED, by=by)
    outbox.write(registration, MailKind.CORRECTED)
    return registration


@transaction.atomic
def cancel(registration: Registration, *, by: str = "", reason: str = "") -> Registration:
    """Who cancels does not come back by itself: a new registration joins the end of the list."""
    state = lock.hold(registration.session)
    registration = rows.read(registration, *LIVE)
    rows.end(registration, Status.CANCELLED)
    rows.log(registration, Event.CANCELLED, by=by, reason=reason)
    outbox.write(registration, MailKind.CANCELLED)
    lock.offer_freed_seats(registration.session, state)
    return registration


@transaction.atomic
def accept(registration: Registration, nonce: str, *, by: str = "") -> Registration:
    """Take the seat offered under this nonce: once, and until its end."""
    lock.hold(registration.session)
    registration = _offered(registration, nonce)
    rows.end(registration, Status.CONFIRMED)
    rows.log(registration, Event.ACCEPTED, by=by)
    outbox.write(registration, MailKind.CONFIRMED)
    return registration


@transaction.atomic
def decline(registration: Registration, nonce: str, *, by: str = "") -> Registration:
    """Leave the seat offered under this nonce to the next who waits."""
    state = lock.hold(registration.session)
    registration = _offered(registration, nonce)
    rows.end(registration, Status.REFUSED)
    rows.log(registration, Event.REFUSED, by=by)
    outbox.write(registration, MailKind.REFUSED)
    lock.offer_freed_seats(registration.session, state)
    return registration


def _offered(registration: Registration, nonce: str) -> Registration:
    registration = rows.read(registration)
    if registration.status != Status.OFFERED or not secrets.compare_digest(
        registration.offer_nonce.encode(), nonce.encode()
    ):
        raise Refusal(
            "Cette proposition a déjà reçu une réponse, ou son délai est passé. Si la session "
            "n’est pas commencée, vous pouvez vous inscrire de nouveau."
        )
    return registration
