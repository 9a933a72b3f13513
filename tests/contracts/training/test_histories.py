"""Whatever happens to a session, in any order, what a seat promises holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from contracts.training.models import (
    LIVE,
    MailKind,
    Registration,
    RegistrationEvent,
    RegistrationMail,
    SessionState,
    Status,
)
from contracts.training.seats import counts, erasure, lock, organising, registrations
from contracts.training.values.person import Person
from contracts.training.values.refusal import Refusal
from kb import jobs
from tests.contracts.training.factories import person, session
from tests.property_profiles import share_of_examples

pytestmark = pytest.mark.any_engine

Event = RegistrationEvent.Kind

# The mail that each event of the log sends; the others say something that a mail has said.
MAIL_OF = {
    Event.OFFERED: {MailKind.OFFER},
    Event.ACCEPTED: {MailKind.CONFIRMED},
    Event.REFUSED: {MailKind.REFUSED},
    Event.EXPIRED: {MailKind.OFFER_EXPIRED},
    Event.CANCELLED: {MailKind.CANCELLED},
    Event.REGISTERED: {MailKind.CONFIRMED, MailKind.WAITING, MailKind.MOVED},
}


def someone(number: int) -> Person:
    return person(last_name=f"Personne {number}", email=f"{number}@ys.example")


class Histories(RuleBasedStateMachine):
    """Two sessions of two seats; people register, cancel, answer offers, move; seats are added
    and taken away; hours pass."""

    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.real_now = timezone.now
        self.now = self.real_now()
        timezone.now = lambda: self.now
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.known: dict[int, str] = {}

    def teardown(self) -> None:
        timezone.now = self.real_now
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(target=people)
    def open_two_sessions(self):
        """Each with two people seated and two who wait: most of what can go wrong is there."""
        self.pages = [session(capacity=2, in_days=20), session(capacity=2, in_days=20)]
        return multiple(
            *(
                registrations.register(page, someone(number))
                for page in self.pages
                for number in range(4)
            )
        )

    @rule(target=people, where=st.integers(0, 1), who=st.integers(0, 5))
    def register(self, where: int, who: int):
        before = counts.seats_of(self.pages[where])
        is_there = Registration.objects.live().filter(
            session=self.pages[where], email_key=someone(who).email
        )
        try:
            registration = registrations.register(self.pages[where], someone(who))
        except Refusal:
            assert is_there.exists()
            return multiple()
        seat_was_free = before.free > before.waiting
        assert registration.status == (Status.CONFIRMED if seat_was_free else Status.WAITING)
        return registration

    @rule(registration=people)
    def cancel(self, registration: Registration) -> None:
        was_live = self._status(registration) in LIVE
        try:
            registrations.cancel(registration)
            assert was_live
        except Refusal:
            assert not was_live

    @rule(registration=people, takes=st.booleans())
    def answer(self, registration: Registration, takes: bool) -> None:
        current = Registration.objects.get(pk=registration.pk)
        can = current.status == Status.OFFERED and current.offer_expires_at > self.now
        act = registrations.accept if takes else registrations.decline
        try:
            act(registration, current.offer_nonce)
            assert can
        except Refusal:
            assert not can

    @rule(registration=people)
    def erase(self, registration: Registration) -> None:
        erased = erasure.erase(registration)
        assert (erased.email, erased.full_name, erased.is_live) == ("", "", False)

    @rule(registration=consumes(people), target=people)
    def move(self, registration: Registration):
        other = next(page for page in self.pages if page.pk != registration.session_id)
        try:
            return organising.move(registration, other, by="Nolwenn")
        except Refusal:
            return registration

    @rule(where=st.integers(0, 1), capacity=st.integers(1, 4))
    def set_capacity(self, where: int, capacity: int) -> None:
        seats = counts.seats_of(self.pages[where])
        try:
            organising.set_capacity(self.pages[where], capacity)
            assert capacity >= seats.confirmed
        except Refusal:
            assert capacity < 4

    @rule(hours=st.sampled_from([1, 30, 49]))
    def wait(self, hours: int) -> None:
        if self.now < self.pages[0].begins_at() - dt.timedelta(hours=60):
            self.now += dt.timedelta(hours=hours)

    @rule()
    def the_clock_runs(self) -> None:
        assert jobs.turn().failures == ()
        for page in self.pages:
            lock.settle(page)
            seats = counts.seats_of(page)
            assert seats.waiting == 0 or seats.free == 0  # one live offer per freed seat

    @invariant()
    def no_seat_too_many(self) -> None:
        for page in getattr(self, "pages", ()):
            capacity = SessionState.objects.get(page=page).capacity
            seated = Registration.objects.seated().filter(session=page)
            assert seated.count() <= capacity

    @invariant()
    def a_person_is_there_once(self) -> None:
        live = Counter(Registration.objects.live().values_list("session", "email_key", "name_key"))
        assert not live or max(live.values()) == 1

    @invariant()
    def the_order_is_kept(self) -> None:
        """Nobody who waits came before somebody of the same session who was offered a seat."""
        for page in getattr(self, "pages", ()):
            offered = Registration.objects.filter(session=page, status=Status.OFFERED)
            waiting = Registration.objects.waiting().filter(session=page).first()
            if waiting:
                assert all(one.ticket < waiting.ticket for one in offered)

    @invariant()
    def every_event_has_its_mail(self) -> None:
        """Those of an erased person are gone with the person."""
        known = RegistrationEvent.objects.filter(registration__anonymised_at=None)
        events = Counter(known.values_list("registration", "kind"))
        mails: Counter = Counter(RegistrationMail.objects.values_list("registration", "kind"))
        for (registration, kind), times in events.items():
            if kind in MAIL_OF and kind not in {Event.REGISTERED, Event.ACCEPTED}:
                [mail] = MAIL_OF[kind]
                assert mails[registration, mail] == times
        told = sum(count for (_, kind), count in mails.items() if kind in MAIL_OF[Event.REGISTERED])
        assert told == sum(
            count
            for (_, kind), count in events.items()
            if kind in {Event.REGISTERED, Event.ACCEPTED}
        )

    @invariant()
    def nothing_is_left_to_send_to_who_was_erased(self) -> None:
        assert not RegistrationMail.objects.filter(
            registration__anonymised_at__isnull=False
        ).exists()

    @staticmethod
    def _status(registration: Registration) -> str:
        """The state that a reader sees: an offer whose end has come is no longer one."""
        current = Registration.objects.get(pk=registration.pk)
        over = current.status == Status.OFFERED and current.offer_expires_at <= timezone.now()
        return Status.EXPIRED if over else current.status


@pytest.mark.django_db
def test_every_history_keeps_the_promises():
    assert connection.in_atomic_block  # each history is rolled back
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=share_of_examples(0.5),
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )
