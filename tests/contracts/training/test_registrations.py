"""Who gets a seat, who waits, and what is refused with which words."""

import datetime as dt

import pytest
from django.utils import timezone

from contracts.training.models import Registration, RegistrationMail, Status
from contracts.training.seats import counts, erasure, lock, organising, registrations
from contracts.training.seats.counts import Seats
from contracts.training.values.person import Override
from contracts.training.values.refusal import Refusal
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db


def statuses(page) -> list[str]:
    return list(
        Registration.objects.filter(session=page)
        .order_by("ticket")
        .values_list("status", flat=True)
    )


def mails(registration) -> list[str]:
    return [mail.kind for mail in registration.mails.all()]


def full_session(waiting: int = 1, **fields):
    """One seat, taken; then as many people who wait: the page and the registrations."""
    page = session(capacity=1, **fields)
    return page, [registrations.register(page, person()) for _ in range(1 + waiting)]


def later(monkeypatch, **delta) -> None:
    now = timezone.now() + dt.timedelta(**delta)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_the_first_have_seats_and_the_others_wait_in_their_order():
    page = session(capacity=2)
    people = [registrations.register(page, person()) for _ in range(4)]
    assert statuses(page) == [Status.CONFIRMED, Status.CONFIRMED, Status.WAITING, Status.WAITING]
    assert [one.ticket for one in people] == [1, 2, 3, 4]
    assert mails(people[0]) == ["confirmation"]
    assert mails(people[2]) == ["attente"]
    assert counts.seats_of(page) == Seats(2, confirmed=2, offered=0, waiting=2)


def test_a_seat_that_is_freed_is_offered_once_to_the_first_who_waits():
    page, (seated, first, second) = full_session(waiting=2)
    registrations.cancel(seated)
    assert statuses(page) == [Status.CANCELLED, Status.OFFERED, Status.WAITING]
    first.refresh_from_db()
    assert first.offer_expires_at - timezone.now() > dt.timedelta(hours=47, minutes=59)
    assert mails(first) == ["attente", "proposition"]
    assert mails(second) == ["attente"]


def test_who_registers_while_a_seat_is_offered_waits_behind():
    page, (seated, _first) = full_session()
    registrations.cancel(seated)
    registrations.register(page, person())
    assert statuses(page) == [Status.CANCELLED, Status.OFFERED, Status.WAITING]


def test_an_offer_that_is_accepted_is_a_seat_and_answers_once():
    _page, (seated, first) = full_session()
    registrations.cancel(seated)
    first.refresh_from_db()
    nonce = first.offer_nonce
    assert registrations.accept(first, nonce).status == Status.CONFIRMED
    with pytest.raises(Refusal, match="déjà reçu une réponse"):
        registrations.accept(first, nonce)
    with pytest.raises(Refusal, match="déjà reçu une réponse"):
        registrations.decline(first, nonce)


def test_an_offer_that_is_refused_goes_to_the_next():
    page, (seated, first, _second) = full_session(waiting=2)
    registrations.cancel(seated)
    first.refresh_from_db()
    registrations.decline(first, first.offer_nonce)
    assert statuses(page) == [Status.CANCELLED, Status.REFUSED, Status.OFFERED]


def test_the_nonce_of_another_offer_takes_nothing():
    page, (seated, first) = full_session()
    registrations.cancel(seated)
    with pytest.raises(Refusal):
        registrations.accept(first, "0" * 32)
    with pytest.raises(Refusal):
        registrations.accept(first, "é")
    assert statuses(page) == [Status.CANCELLED, Status.OFFERED]


def test_an_offer_whose_end_has_come_goes_to_the_next_though_the_clock_is_late(monkeypatch):
    page, (seated, first, second) = full_session(waiting=2)
    registrations.cancel(seated)
    first.refresh_from_db()
    later(monkeypatch, hours=48, seconds=1)
    with pytest.raises(Refusal, match="délai est passé"):
        registrations.accept(first, first.offer_nonce)
    assert counts.seats_of(page).offered == 0
    lock.settle(page)
    assert statuses(page) == [Status.CANCELLED, Status.EXPIRED, Status.OFFERED]
    assert mails(first) == ["attente", "proposition", "expiration"]
    assert mails(second) == ["attente", "proposition"]


@pytest.mark.parametrize(
    ("hours_left", "hours"), [(200, 48), (96, 48), (20, 10), (1.5, 1), (0.5, 0.5)]
)
def test_an_offer_is_shorter_when_the_session_is_near(hours_left: float, hours: float):
    page, (seated, first) = full_session()
    begins_at = timezone.now() + dt.timedelta(hours=hours_left)
    set_begin(page, begins_at)
    registrations.cancel(seated)
    first.refresh_from_db()
    given = first.offer_expires_at - timezone.now()
    assert abs(given - dt.timedelta(hours=hours)) < dt.timedelta(seconds=61)


def test_nothing_is_offered_once_the_session_has_begun():
    page, (seated, _first) = full_session()
    set_begin(page, timezone.now() - dt.timedelta(minutes=1))
    registrations.cancel(seated)
    assert statuses(page) == [Status.CANCELLED, Status.WAITING]


def test_who_cancels_does_not_come_back_by_itself():
    page, (seated, first) = full_session()
    registrations.cancel(first)
    registrations.cancel(seated)
    assert statuses(page) == [Status.CANCELLED, Status.CANCELLED]
    again = registrations.register(page, person(email=first.email, last_name=first.last_name))
    assert again.status == Status.CONFIRMED
    assert again.ticket == 3


def test_more_seats_are_offered_to_those_who_wait():
    page, _people = full_session(waiting=3)
    organising.set_capacity(page, 3)
    assert statuses(page) == [Status.CONFIRMED, Status.OFFERED, Status.OFFERED, Status.WAITING]


def test_fewer_seats_than_those_taken_are_refused_with_the_reason():
    page = session(capacity=3)
    for _ in range(2):
        registrations.register(page, person())
    with pytest.raises(Refusal, match="1 places ne suffisent pas : 2 sont confirmées"):
        organising.set_capacity(page, 1)
    assert organising.set_capacity(page, 2).capacity == 2


def test_a_person_is_registered_once_though_two_share_a_mailbox():
    page = session()
    registrations.register(
        page, person(first_name="Zoé", last_name="O’Brien-Le Guénanff", email="mairie@ys.example")
    )
    registrations.register(page, person(first_name="Ada", email="mairie@ys.example"))
    with pytest.raises(Refusal, match="déjà inscrite") as refused:
        registrations.register(
            page,
            person(first_name="O'Brien le guenanff", last_name="ZOE", email=" Mairie@Ys.Example"),
        )
    assert refused.value.field == "email"
    assert len(statuses(page)) == 2


def test_registration_has_its_days():
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    registrations.register(session(registration_opens=today, registration_deadline=today), person())
    with pytest.raises(Refusal, match="Les inscriptions ouvriront le"):
        registrations.register(session(registration_opens=today + day), person())
    closed = session(registration_deadline=today - day)
    with pytest.raises(Refusal, match="Les inscriptions sont closes depuis le"):
        registrations.register(closed, person())
    override = Override(by="Nolwenn", reason="Invitée par le président, joindre ada@ys.example")
    late = registrations.register(closed, person(), by="Nolwenn", override=override)
    assert late.status == Status.CONFIRMED
    assert [(event.kind, event.by, event.reason) for event in late.events.all()] == [
        ("inscription", "Nolwenn", ""),
        ("derogation", "Nolwenn", "Invitée par le président, joindre [adresse retirée]"),
    ]
    with pytest.raises(Refusal, match="Donnez la raison"):
        Override(by="Nolwenn", reason=" ")


def test_a_condition_must_be_declared_and_a_session_must_take_registrations():
    with pytest.raises(Refusal) as refused:
        registrations.register(session(membership="Cotisation annuelle."), person())
    assert refused.value.field == "membership_declared"
    for page in (session(online=False), session(capacity=None), session(in_days=-1)):
        with pytest.raises(Refusal):
            registrations.register(page, person())


def test_an_override_makes_no_seat():
    page, (_seated, first, second) = full_session(waiting=2)
    override = Override(by="Nolwenn", reason="Intervenante")
    with pytest.raises(Refusal, match="Aucune place n’est libre"):
        organising.confirm_ahead(second, override)
    organising.set_capacity(page, 2)  # offered to the first who waits
    registrations.decline(Registration.objects.get(pk=first.pk), offer_of(first))
    organising.confirm_ahead(second, override)
    assert statuses(page) == [Status.CONFIRMED, Status.REFUSED, Status.CONFIRMED]


def test_who_comes_to_the_door_takes_a_free_seat_and_waits_for_none():
    page = session(capacity=1)
    set_begin(page, timezone.now() - dt.timedelta(minutes=5))
    override = Override(by="Nolwenn", reason="Venue sans inscription")
    with pytest.raises(Refusal, match="a commencé"):
        registrations.register(page, person())
    at_the_door = registrations.register(page, person(), by="Nolwenn", override=override)
    assert at_the_door.status == Status.CONFIRMED
    with pytest.raises(Refusal, match="toutes les places sont prises"):
        registrations.register(page, person(), by="Nolwenn", override=override)
    assert statuses(page) == [Status.CONFIRMED]


def test_a_move_frees_the_seat_here_and_takes_one_there():
    page, (seated, _first) = full_session()
    other = session(capacity=1)
    moved = organising.move(seated, other, by="Nolwenn", reason="Empêchée")
    assert statuses(page) == [Status.MOVED, Status.OFFERED]
    assert (moved.session, moved.status, moved.email) == (other, Status.CONFIRMED, seated.email)
    assert mails(moved) == ["deplacement"]
    with pytest.raises(Refusal, match="une autre session"):
        organising.move(moved, other, by="Nolwenn")


def test_a_cancelled_session_has_nobody_and_tells_everybody():
    page, people = full_session()
    state = organising.cancel_session(page, by="Nolwenn", reason="Neige")
    assert state.sequence == 1
    assert statuses(page) == [Status.CANCELLED, Status.CANCELLED]
    assert all(mails(one)[-1] == "session-annulee" for one in people)
    with pytest.raises(Refusal, match="annulée"):
        registrations.register(page, person())


def test_who_is_erased_is_named_nowhere_and_frees_the_seat():
    page, (seated, _first) = full_session()
    erased = erasure.erase(seated, by="Nolwenn")
    assert statuses(page) == [Status.CANCELLED, Status.OFFERED]
    assert str(erased) == "personne anonymisée"
    assert not RegistrationMail.objects.filter(registration=seated).exists()
    row = str(Registration.objects.filter(pk=seated.pk).values().get())
    for secret in (seated.first_name, seated.last_name, seated.email, "Mairie d’Ys"):
        assert secret not in row
    assert registrations.register(page, person(email=seated.email)).status == Status.WAITING


def test_a_draft_or_an_old_revision_never_brings_the_seats_back():
    page = session(capacity=12)
    page.save_revision()
    revision = page.latest_revision
    organising.set_capacity(page, 30)
    revision.publish()
    assert counts.seats_of(page).capacity == 30


def offer_of(registration) -> str:
    return Registration.objects.get(pk=registration.pk).offer_nonce


def set_begin(page, moment: dt.datetime) -> None:
    local = timezone.localtime(moment)
    page.dates.model.objects.filter(page=page).update(
        day=local.date(), starts_at=local.time().replace(microsecond=0), ends_at=None
    )
