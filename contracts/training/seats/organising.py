"""What an organiser does with the seats of a session, each operation under its lock.

Operations return what they changed as it is afterwards, or raise Refusal with a sentence for the
organiser. Every change writes its event and its mail in the same transaction.
"""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from contracts.models.events import content_changed
from contracts.training.models import (
    LIVE,
    MailKind,
    Registration,
    SessionState,
    Status,
    TrainingSessionPage,
)
from contracts.training.rules.controller import controller_faults
from contracts.training.seats import lock, outbox, rows
from contracts.training.seats.rows import Event
from contracts.training.seats.situation import DATES_OF_REGISTRATION, refuse_if_closed
from contracts.training.values.person import Override, Person
from contracts.training.values.refusal import Refusal
from search.index import indexing


@transaction.atomic
def set_capacity(page: TrainingSessionPage, capacity: int) -> SessionState:
    """More seats are offered to those who wait; fewer than those taken are refused."""
    indexing.lock()  # before the session's, as a publication does: no deadlock
    state = lock.hold(page)
    if capacity < 1:
        raise Refusal("Donnez un nombre de places d’au moins 1.", "capacity")
    taken = lock.seated(page)
    if capacity < taken:
        confirmed = Registration.objects.filter(session=page, status=Status.CONFIRMED).count()
        raise Refusal(
            f"{capacity} places ne suffisent pas : {confirmed} sont confirmées et "
            f"{taken - confirmed} proposées. Annulez d’abord des inscriptions, ou gardez au moins "
            f"{taken} places.",
            "capacity",
        )
    state.capacity = capacity
    rows.save_state(state)
    content_changed.send(sender=type(page), instance=page)
    lock.offer_freed_seats(page, state)
    return state


@transaction.atomic
def set_online(page: TrainingSessionPage, online: bool) -> SessionState:
    """Whether people register on this site. Those who are registered stay so when they no longer
    can. Registrations do not open before the published page tells who answers for them."""
    state = lock.hold(page)
    if online and state.capacity is None:
        raise Refusal("Donnez d’abord le nombre de places.", "capacity")
    if online and not state.online and (faults := [*controller_faults(page)]):
        told = " ".join(fault.message for fault in faults)
        raise Refusal(f"Complétez et publiez d’abord la page de la session. {told}", "online")
    state.online = online
    rows.save_state(state)
    return state


@transaction.atomic
def confirm_ahead(registration: Registration, override: Override) -> Registration:
    """Give a free seat to somebody who waits, ahead of those before them."""
    page = registration.session
    state = lock.hold(page)
    registration = rows.read(registration, Status.WAITING, Status.OFFERED)
    if registration.status == Status.WAITING and (state.capacity or 0) - lock.seated(page) < 1:
        raise Refusal("Aucune place n’est libre : augmentez d’abord le nombre de places.")
    rows.end(registration, Status.CONFIRMED)
    rows.log(registration, Event.OVERRIDE, by=override.by, reason=override.reason)
    outbox.write(registration, MailKind.CONFIRMED)
    return registration


@transaction.atomic
def move(
    registration: Registration, target: TrainingSessionPage, *, by: str, reason: str = ""
) -> Registration:
    """Register the person to another session, and free the seat of this one. Returns the new
    registration: a seat or a place in the waiting list, as for anyone else."""
    if target.pk == registration.session_id:
        raise Refusal("Choisissez une autre session que celle-ci.", "session")
    pages = {page.pk: page for page in (registration.session, target)}
    states = {pk: lock.hold(pages[pk]) for pk in sorted(pages)}  # always so: no deadlock
    registration = rows.read(registration, *LIVE)
    refuse_if_closed(target, states[target.pk], but=DATES_OF_REGISTRATION)
    person = Person.of(registration)
    if rows.registered_as(target, person.keys()).exists():
        raise Refusal("Cette personne est déjà inscrite à cette autre session.", "session")
    rows.end(registration, Status.MOVED)
    rows.log(registration, Event.MOVED, by=by, reason=reason)
    has_seat = (states[target.pk].capacity or 0) - lock.seated(target) > 0
    moved = Registration.objects.create(
        session=target,
        channel=Registration.Channel.DESK,
        moved_from=registration,
        territory=registration.territory,
        **asdict(person),
        **person.keys(),
        status=Status.CONFIRMED if has_seat else Status.WAITING,
        ticket=lock.next_ticket(states[target.pk]),
    )
    rows.log(moved, Event.REGISTERED, by=by, reason=reason)
    outbox.write(moved, MailKind.MOVED, {"from": registration.session_id})
    lock.offer_freed_seats(registration.session, states[registration.session_id])
    return moved


@transaction.atomic
def cancel_session(page: TrainingSessionPage, *, by: str, reason: str) -> SessionState:
    """Nobody is registered any longer, and everybody is told, with the calendar's next version."""
    indexing.lock()  # before the session's, as a publication does: no deadlock
    state = lock.hold(page)
    if state.cancelled:
        raise Refusal("Cette session est déjà annulée.")
    if not reason.strip():
        raise Refusal("Donnez la raison de l’annulation : elle est dite aux inscrits.", "reason")
    state.cancelled_at = timezone.now()
    state.cancellation_reason = reason
    state.sequence += 1
    rows.save_state(state)
    content_changed.send(sender=type(page), instance=page)
    for registration in Registration.objects.live().filter(session=page).order_by("ticket"):
        rows.end(registration, Status.CANCELLED)
        rows.log(registration, Event.CANCELLED, by=by, reason="session annulée")
        outbox.write(registration, MailKind.SESSION_CANCELLED)
    return state


@transaction.atomic
def mark_attended(registration: Registration, attended: bool | None, *, by: str) -> Registration:
    """Present, absent, or not noted. Only somebody who has a seat can be present."""
    lock.hold(registration.session)
    registration = rows.read(registration, Status.CONFIRMED)
    registration.attended = attended
    rows.save(registration)
    rows.log(registration, Event.ATTENDANCE, by=by)
    return registration
