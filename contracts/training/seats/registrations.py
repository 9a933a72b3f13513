"""Everything that gives or frees a seat. No other module writes Registration.status.

Each operation takes one lock, the row SessionState of the session, before it counts anything, and
first settles what time has changed: offers whose end has come expire, freed seats are offered to
those who wait, in the order of their tickets. A clock that is late gives no wrong seat.

Operations return the registration as it is afterwards, or raise Refusal with a sentence for the
person. Every change writes its event and its mail in the same transaction.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from contracts.models.events import content_changed
from contracts.training.mailing import outbox
from contracts.training.models import (
    LIVE,
    MailKind,
    Registration,
    RegistrationEvent,
    SessionState,
    Status,
    TrainingSessionPage,
)
from contracts.training.seats.situation import (
    DATES,
    DATES_OF_REGISTRATION,
    Situation,
    dates_sentence,
    obstacles,
)
from contracts.training.values.identity import email_key, name_key
from contracts.training.values.refusal import Refusal
from search.index import indexing

Event = RegistrationEvent.Kind

OFFER = dt.timedelta(hours=48)
SHORTEST_OFFER = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Person:
    """What a person says of themself."""

    first_name: str
    last_name: str
    organisation: str
    function: str
    public: str
    email: str
    phone: str = ""
    needs: str = ""
    membership_declared: bool = False


@dataclass(frozen=True)
class Override:
    """An organiser does what the rules refuse, and says why: it is logged. No override makes a
    seat: for that, the capacity is raised."""

    by: str
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise Refusal(
                "Donnez la raison de la dérogation : elle est gardée au journal.", "reason"
            )


@dataclass(frozen=True)
class Seats:
    """How many seats a session has, and what becomes of them. `capacity` None: not known."""

    capacity: int | None
    confirmed: int
    offered: int
    waiting: int

    @property
    def free(self) -> int:
        """Seats that somebody could take now."""
        return max(0, (self.capacity or 0) - self.confirmed - self.offered)


def seats_of(page: TrainingSessionPage, now: dt.datetime | None = None) -> Seats:
    """The seats as anyone may see them, without a lock. An offer whose end has come no longer
    holds its seat for a reader, though its row still says so until the next operation."""
    now = now or timezone.now()
    rows = Registration.objects.filter(session=page, status__in=LIVE)
    counts = dict.fromkeys(LIVE, 0)
    for status, expires_at in rows.values_list("status", "offer_expires_at"):
        if status == Status.OFFERED and expires_at <= now:
            continue
        counts[status] += 1
    state = SessionState.objects.get(page=page)
    return Seats(
        state.capacity, counts[Status.CONFIRMED], counts[Status.OFFERED], counts[Status.WAITING]
    )


# Asked by the person


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
    state = _lock(page)
    _refuse_if_closed(page, state, but=DATES if override else frozenset())
    if override is None and page.membership and not person.membership_declared:
        raise Refusal(
            "Cochez la case : la participation est soumise à cette condition.",
            "membership_declared",
        )
    keys = {"email_key": email_key(person.email), "name_key": name_key(person)}
    known = Registration.objects.live().filter(session=page, **keys).first()
    if known is not None:
        if sent_as is not None and known.public_id == sent_as:
            return known
        raise Refusal(
            "Cette personne est déjà inscrite à cette session. Le lien reçu par courriel permet "
            "de voir, de corriger ou d’annuler l’inscription.",
            "email",
        )
    if sent_as is None or Registration.objects.filter(public_id=sent_as).exists():
        sent_as = uuid.uuid4()  # the form was shown again, and sent for somebody else
    registration = Registration(
        session=page,
        public_id=sent_as,
        **asdict(person),
        **keys,
        channel=Registration.Channel.DESK if by else Registration.Channel.ONLINE,
        status=Status.WAITING,
        ticket=_next_ticket(state),
    )
    free = state.capacity - _seated(page)
    if free > 0:  # settled a moment ago: nobody who waits could have taken it
        registration.status = Status.CONFIRMED
    elif Situation.BEGUN in obstacles(page, state, timezone.now()):
        raise Refusal("La session a commencé et toutes les places sont prises.")
    registration.save()
    _log(registration, Event.REGISTERED, by=by)
    if override is not None:
        _log(registration, Event.OVERRIDE, by=override.by, reason=override.reason)
    _tell_status(registration)
    return registration


@transaction.atomic
def correct(registration: Registration, person: Person, *, by: str = "") -> Registration:
    """Other names or addresses of the same registration; seats do not change."""
    _lock(registration.session)
    registration = _read(registration)
    _refuse_unless(registration, *LIVE)
    keys = {"email_key": email_key(person.email), "name_key": name_key(person)}
    others = Registration.objects.live().filter(session=registration.session, **keys)
    if others.exclude(pk=registration.pk).exists():
        raise Refusal("Cette personne est déjà inscrite à cette session.", "email")
    changed = {**asdict(person), **keys}
    if all(getattr(registration, name) == value for name, value in changed.items()):
        return registration
    for name, value in changed.items():
        setattr(registration, name, value)
    _save(registration)
    _log(registration, Event.CORRECTED, by=by)
    outbox.write(registration, MailKind.CORRECTED)
    return registration


@transaction.atomic
def cancel(registration: Registration, *, by: str = "", reason: str = "") -> Registration:
    """Who cancels does not come back by itself: a new registration joins the end of the list."""
    state = _lock(registration.session)
    registration = _read(registration)
    _refuse_unless(registration, *LIVE)
    _end(registration, Status.CANCELLED)
    _log(registration, Event.CANCELLED, by=by, reason=reason)
    outbox.write(registration, MailKind.CANCELLED)
    _offer_freed_seats(registration.session, state)
    return registration


@transaction.atomic
def accept(registration: Registration, nonce: str, *, by: str = "") -> Registration:
    """Take the seat offered under this nonce: once, and until its end."""
    _lock(registration.session)
    registration = _offered(registration, nonce)
    _end(registration, Status.CONFIRMED)
    _log(registration, Event.ACCEPTED, by=by)
    outbox.write(registration, MailKind.CONFIRMED)
    return registration


@transaction.atomic
def decline(registration: Registration, nonce: str, *, by: str = "") -> Registration:
    """Leave the seat offered under this nonce to the next who waits."""
    state = _lock(registration.session)
    registration = _offered(registration, nonce)
    _end(registration, Status.REFUSED)
    _log(registration, Event.REFUSED, by=by)
    outbox.write(registration, MailKind.REFUSED)
    _offer_freed_seats(registration.session, state)
    return registration


# Asked by the organiser


@transaction.atomic
def set_capacity(page: TrainingSessionPage, capacity: int) -> SessionState:
    """More seats are offered to those who wait; fewer than those taken are refused."""
    indexing.lock()  # before the session's, as a publication does: no deadlock
    state = _lock(page)
    if capacity < 1:
        raise Refusal("Donnez un nombre de places d’au moins 1.", "capacity")
    taken = _seated(page)
    if capacity < taken:
        confirmed = Registration.objects.filter(session=page, status=Status.CONFIRMED).count()
        raise Refusal(
            f"{capacity} places ne suffisent pas : {confirmed} sont confirmées et "
            f"{taken - confirmed} proposées. Annulez d’abord des inscriptions, ou gardez au moins "
            f"{taken} places.",
            "capacity",
        )
    state.capacity = capacity
    _save_state(state)
    content_changed.send(sender=type(page), instance=page)
    _offer_freed_seats(page, state)
    return state


@transaction.atomic
def set_online(page: TrainingSessionPage, online: bool) -> SessionState:
    """Whether people register on this site. Those who are registered stay so when they no longer
    can."""
    state = _lock(page)
    if online and state.capacity is None:
        raise Refusal("Donnez d’abord le nombre de places.", "capacity")
    state.online = online
    _save_state(state)
    return state


@transaction.atomic
def confirm_ahead(registration: Registration, override: Override) -> Registration:
    """Give a free seat to somebody who waits, ahead of those before them."""
    state = _lock(registration.session)
    registration = _read(registration)
    _refuse_unless(registration, Status.WAITING, Status.OFFERED)
    if registration.status == Status.WAITING and state.capacity - _seated(registration.session) < 1:
        raise Refusal("Aucune place n’est libre : augmentez d’abord le nombre de places.")
    _end(registration, Status.CONFIRMED)
    _log(registration, Event.OVERRIDE, by=override.by, reason=override.reason)
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
    states = {pk: _lock(pages[pk]) for pk in sorted(pages)}  # always in this order: no deadlock
    registration = _read(registration)
    _refuse_unless(registration, *LIVE)
    _refuse_if_closed(target, states[target.pk], but=DATES_OF_REGISTRATION)
    if _live_of(target, registration).exists():
        raise Refusal("Cette personne est déjà inscrite à cette autre session.", "session")
    _end(registration, Status.MOVED)
    _log(registration, Event.MOVED, by=by, reason=reason)
    moved = Registration(
        session=target,
        channel=Registration.Channel.DESK,
        moved_from=registration,
        territory=registration.territory,
        email_key=registration.email_key,
        name_key=registration.name_key,
        **asdict(person_of(registration)),
        status=Status.WAITING,
        ticket=_next_ticket(states[target.pk]),
    )
    if states[target.pk].capacity - _seated(target) > 0:
        moved.status = Status.CONFIRMED
    moved.save()
    _log(moved, Event.REGISTERED, by=by, reason=reason)
    outbox.write(moved, MailKind.MOVED, {"from": registration.session_id})
    _offer_freed_seats(registration.session, states[registration.session_id])
    return moved


@transaction.atomic
def cancel_session(page: TrainingSessionPage, *, by: str, reason: str) -> SessionState:
    """Nobody is registered any longer, and everybody is told, with the calendar's next version."""
    indexing.lock()  # before the session's, as a publication does: no deadlock
    state = _lock(page)
    if state.cancelled:
        raise Refusal("Cette session est déjà annulée.")
    if not reason.strip():
        raise Refusal("Donnez la raison de l’annulation : elle est dite aux inscrits.", "reason")
    state.cancelled_at = timezone.now()
    state.cancellation_reason = reason
    state.sequence += 1
    _save_state(state)
    content_changed.send(sender=type(page), instance=page)
    for registration in Registration.objects.live().filter(session=page).order_by("ticket"):
        _end(registration, Status.CANCELLED)
        _log(registration, Event.CANCELLED, by=by, reason="session annulée")
        outbox.write(registration, MailKind.SESSION_CANCELLED)
    return state


@transaction.atomic
def mark_attended(registration: Registration, attended: bool | None, *, by: str) -> Registration:
    """Present, absent, or not noted. Only somebody who has a seat can be present."""
    _lock(registration.session)
    registration = _read(registration)
    _refuse_unless(registration, Status.CONFIRMED)
    registration.attended = attended
    _save(registration)
    _log(registration, Event.ATTENDANCE, by=by)
    return registration


# Asked by the clock, and by whoever must forget


@transaction.atomic
def settle(page: TrainingSessionPage) -> None:
    """Let expire what has expired, and offer what is free."""
    _lock(page)


@transaction.atomic
def erase(registration: Registration, *, by: str = "") -> Registration:
    """Forget the person: the seat is freed, the row stays for counting and names nobody."""
    state = _lock(registration.session)
    registration = _read(registration)
    if registration.anonymised_at is not None:
        return registration
    was_live = registration.is_live
    # What has been stays counted; an offer cannot stay open to nobody.
    if was_live and (not registration.session.is_past() or registration.status == Status.OFFERED):
        _end(registration, Status.CANCELLED)
    for name in ("first_name", "last_name", "organisation", "function", "email", "phone", "needs"):
        setattr(registration, name, "")
    # The person may register again: the keys of an erased row are its own.
    registration.email_key, registration.name_key = "", registration.public_id.hex
    registration.anonymised_at = timezone.now()
    registration.offer_expires_at, registration.offer_nonce = None, ""
    _save(registration)
    registration.mails.all().delete()
    registration.events.update(reason="")  # typed by hand: it may name the person
    _forget_in_the_admin(registration)
    _log(registration, Event.ERASED, by=by)
    if was_live:
        _offer_freed_seats(registration.session, state)
    return registration


def _forget_in_the_admin(registration: Registration) -> None:
    """The admin's own log names what it was about, and may hold what was changed."""
    entries = ModelLogEntry.objects.for_instance(registration)
    entries.update(label=str(registration), data={})


def person_of(registration: Registration) -> Person:
    return Person(**{name: getattr(registration, name) for name in Person.__dataclass_fields__})


# Under the lock


def _lock(page: TrainingSessionPage) -> SessionState:
    """Become the only one to count the seats of this session until the transaction ends."""
    state = SessionState.objects.select_for_update().get(page_id=page.pk)
    now = timezone.now()
    offers = Registration.objects.filter(session=page, status=Status.OFFERED)
    for registration in offers.filter(offer_expires_at__lte=now).order_by("ticket"):
        _end(registration, Status.EXPIRED)
        _log(registration, Event.EXPIRED)
        outbox.write(registration, MailKind.OFFER_EXPIRED)
    _offer_freed_seats(page, state)
    return state


def _offer_freed_seats(page: TrainingSessionPage, state: SessionState) -> None:
    """One offer per free seat to the first who wait; none once the session has begun."""
    if state.capacity is None or state.cancelled:
        return
    expires_at = _end_of_offer(page)
    if expires_at is None:
        return
    free = state.capacity - _seated(page)
    waiting: Iterable[Registration] = Registration.objects.waiting().filter(session=page)
    for registration in waiting[: max(0, free)]:
        registration.status = Status.OFFERED
        registration.offer_expires_at = expires_at
        registration.offer_nonce = secrets.token_hex(16)
        _save(registration)
        _log(registration, Event.OFFERED)
        outbox.write(
            registration,
            MailKind.OFFER,
            {"nonce": registration.offer_nonce, "until": expires_at.isoformat()},
        )


def _end_of_offer(page: TrainingSessionPage) -> dt.datetime | None:
    """48 hours; half of what is left when the session is near, so that another may still come."""
    now = timezone.now()
    begins_at = page.begins_at()
    if begins_at is None:
        return now + OFFER
    left = begins_at - now
    if left <= dt.timedelta(0):
        return None
    return now + min(OFFER, max(left / 2, min(SHORTEST_OFFER, left)))


def _seated(page: TrainingSessionPage) -> int:
    return Registration.objects.seated().filter(session=page).count()


def _next_ticket(state: SessionState) -> int:
    state.last_ticket += 1
    _save_state(state)
    return state.last_ticket


def _read(registration: Registration) -> Registration:
    """The row as it is now that nobody else can change it."""
    return Registration.objects.select_related("session").get(pk=registration.pk)


def _offered(registration: Registration, nonce: str) -> Registration:
    registration = _read(registration)
    if registration.status != Status.OFFERED or not secrets.compare_digest(
        registration.offer_nonce.encode(), nonce.encode()
    ):
        raise Refusal(
            "Cette proposition a déjà reçu une réponse, ou son délai est passé. Si la session "
            "n’est pas commencée, vous pouvez vous inscrire de nouveau."
        )
    return registration


def _live_of(page: TrainingSessionPage, registration: Registration):
    return Registration.objects.live().filter(
        session=page, email_key=registration.email_key, name_key=registration.name_key
    )


def _refuse_unless(registration: Registration, *statuses: str) -> None:
    if registration.status not in statuses:
        raise Refusal(
            f"Cette inscription est dans l’état « {registration.get_status_display()} » : "
            "ce n’est plus possible."
        )


def _refuse_if_closed(
    page: TrainingSessionPage, state: SessionState, *, but: frozenset[Situation]
) -> None:
    """Refuse a registration unless the session takes them; `but`: what may be gone past."""
    for situation in obstacles(page, state, timezone.now()):
        if situation not in but:
            raise Refusal(_CLOSED.get(situation) or dates_sentence(situation, page))


_CLOSED = {
    Situation.CANCELLED: "Cette session est annulée : on ne peut plus s’y inscrire.",
    Situation.PAST: "Cette session a commencé : on ne peut plus s’y inscrire.",
    Situation.BEGUN: "Cette session a commencé : on ne peut plus s’y inscrire.",
    Situation.ELSEWHERE: "Cette session ne prend pas d’inscription sur ce site.",
    Situation.DRAFT: "Cette session n’est pas publiée.",
}


def _end(registration: Registration, status: str) -> None:
    registration.status = status
    registration.offer_expires_at, registration.offer_nonce = None, ""
    _save(registration)


def _save(registration: Registration) -> None:
    registration.updated_at = timezone.now()
    registration.save()


def _save_state(state: SessionState) -> None:
    state.updated_at = timezone.now()
    state.save()


def _log(registration: Registration, kind: str, *, by: str = "", reason: str = "") -> None:
    RegistrationEvent.objects.create(registration=registration, kind=kind, by=by, reason=reason)


def _tell_status(registration: Registration) -> None:
    kind = MailKind.CONFIRMED if registration.status == Status.CONFIRMED else MailKind.WAITING
    outbox.write(registration, kind)
