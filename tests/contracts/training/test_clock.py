"""What a turn of the clock does, at which local hour, and that a second one does nothing more."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as mailbox
from django.core.management import CommandError, call_command
from django.utils import timezone

from contracts.public_forms.models import AttemptCount
from contracts.training.models import (
    MailKind,
    Registration,
    RegistrationEvent,
    RegistrationMail,
    SessionDate,
    SessionState,
    Status,
    TrainingSessionPage,
)
from contracts.training.seats import organising, registrations
from kb import jobs
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

PARIS = ZoneInfo("Europe/Paris")
LONG_BEFORE = dt.datetime(2026, 12, 1, 12, tzinfo=PARIS)


@pytest.fixture
def at(monkeypatch):
    """`at("2027-05-03 09:00")`: it is that hour in Paris."""

    def set_to(text: str) -> None:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=PARIS)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to("2026-12-01 12:00")
    return set_to


def session_on(day: str, *, hours: tuple[int, int] | None = (14, 17), **fields):
    date = SessionDate(day=dt.date.fromisoformat(day))
    if hours:
        date.starts_at, date.ends_at = (dt.time(hour) for hour in hours)
    return session(dates=[date], **fields)


def register(page, **fields) -> Registration:
    """As if at the hour that it is: the row takes its hour from the machine."""
    registration = registrations.register(page, person(**fields))
    Registration.objects.filter(pk=registration.pk).update(created_at=timezone.now())
    return Registration.objects.get(pk=registration.pk)


def kinds(registration) -> list[str]:
    """The mails of this person but for the first one."""
    return [mail.kind for mail in registration.mails.all()][1:]


def run() -> str:
    out = StringIO()
    call_command("run_due", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("day", "before", "at_nine"),
    [
        ("2027-05-04", "2027-04-27 08:59", "2027-04-27 09:00"),
        # Clocks go forward on 28 March and back on 31 October 2027: still nine by the local hour.
        ("2027-04-01", "2027-03-25 08:59", "2027-03-25 09:00"),
        ("2027-11-03", "2027-10-27 08:59", "2027-10-27 09:00"),
    ],
)
def test_the_first_reminder_leaves_at_nine_local_time_seven_days_before(at, day, before, at_nine):
    registration = register(session_on(day))
    at(before)
    run()
    assert kinds(registration) == []
    at(at_nine)
    assert "rappels : 1" in run()
    assert kinds(registration) == [MailKind.REMINDER_WEEK]
    assert "Rappel, " in mailbox.outbox[-1].subject
    assert run() == ""
    assert kinds(registration) == [MailKind.REMINDER_WEEK]


@pytest.mark.parametrize(
    ("day", "before", "at_nine"),
    [
        ("2027-05-04", "2027-05-03 08:59", "2027-05-03 09:00"),
        ("2027-03-28", "2027-03-27 08:59", "2027-03-27 09:00"),
        ("2027-03-29", "2027-03-28 08:59", "2027-03-28 09:00"),
        ("2027-10-31", "2027-10-30 08:59", "2027-10-30 09:00"),
        ("2027-11-01", "2027-10-31 08:59", "2027-10-31 09:00"),
    ],
)
def test_the_second_reminder_leaves_at_nine_the_day_before(at, day, before, at_nine):
    registration = register(session_on(day, hours=None))
    at(before)
    run()
    assert kinds(registration) == []
    at(at_nine)
    run()
    assert kinds(registration) == [MailKind.REMINDER_DAY]


def test_a_session_without_hours_reminds_nobody_once_its_day_has_come(at):
    registration = register(session_on("2027-05-04", hours=None))
    at("2027-05-04 00:00")
    run()
    assert kinds(registration) == []


def test_a_clock_that_was_down_reminds_once_and_only_if_it_still_helps(at):
    page = session_on("2027-05-04")
    registration = register(page)
    at("2027-05-01 08:59")
    run()
    assert kinds(registration) == [MailKind.REMINDER_WEEK]
    other = register(session_on("2027-05-14"))
    at("2027-05-12 10:00")  # two days before: the second one is near
    run()
    assert kinds(other) == []
    at("2027-05-14 13:59")  # late, and still before it begins
    run()
    assert kinds(other) == [MailKind.REMINDER_DAY]


def test_who_registers_after_the_moment_of_a_reminder_does_not_get_it(at):
    page = session_on("2027-05-04")
    at("2027-04-28 10:00")
    registration = register(page)
    run()
    assert kinds(registration) == []
    at("2027-05-03 09:00")
    run()
    assert kinds(registration) == [MailKind.REMINDER_DAY]


def test_who_got_a_seat_after_the_moment_was_told_enough(at):
    page = session_on("2027-05-04", capacity=1)
    seated, waiting = register(page), register(page)
    at("2027-05-03 10:00")
    registrations.cancel(seated)
    waiting.refresh_from_db()
    registrations.accept(waiting, waiting.offer_nonce)
    run()
    assert MailKind.REMINDER_DAY not in kinds(waiting)


def test_after_a_change_of_dates_reminders_follow_the_new_ones(at):
    page = session_on("2027-05-04")
    registration = register(page)
    at("2027-04-27 09:00")
    run()
    page = TrainingSessionPage.objects.get(pk=page.pk)
    page.dates = [SessionDate(day=dt.date(2027, 6, 4), starts_at=dt.time(14))]
    page.save_revision().publish()
    at("2027-05-03 09:00")
    run()
    at("2027-05-28 09:00")
    run()
    assert kinds(registration) == [
        MailKind.REMINDER_WEEK,
        MailKind.SESSION_CHANGED,
        MailKind.REMINDER_WEEK,
    ]


def test_a_reminder_that_lost_its_object_before_it_left_is_not_sent(at, settings):
    page = session_on("2027-05-04")
    registration = register(page)
    at("2027-05-03 09:00")
    run()
    reminder = registration.mails.get(kind=MailKind.REMINDER_DAY)
    registrations.cancel(registration)
    RegistrationMail.objects.filter(pk=reminder.pk).update(state=RegistrationMail.State.WAITING)
    before = len(mailbox.outbox)
    at("2027-05-03 10:00")
    run()
    assert [message.subject[:19] for message in mailbox.outbox[before:]] == ["Inscription annulée"]


def test_only_who_has_a_seat_in_a_session_that_takes_place_is_reminded(at):
    page, cancelled, draft = (session_on("2027-05-04", capacity=1) for _ in range(3))
    _seated, waiting = register(page), register(page)
    others = [register(cancelled), register(draft)]
    organising.cancel_session(cancelled, by="Nolwenn", reason="Neige")
    draft.unpublish()
    at("2027-05-03 09:00")
    run()
    reminded = RegistrationMail.objects.filter(kind=MailKind.REMINDER_DAY)
    assert [mail.registration for mail in reminded] == [_seated]
    assert waiting not in [*others]


def test_thanks_leave_in_the_morning_after_to_those_not_marked_absent(at):
    page = session_on("2027-05-04", capacity=3)
    present, unknown, absent, waiting = (register(page) for _ in range(4))
    at("2027-05-04 17:00")
    organising.mark_attended(present, True, by="Nolwenn")
    organising.mark_attended(absent, False, by="Nolwenn")
    run()
    assert not RegistrationMail.objects.filter(kind=MailKind.THANKS).exists()
    at("2027-05-05 09:00")
    run()
    run()
    thanked = RegistrationMail.objects.filter(kind=MailKind.THANKS)
    assert {mail.registration_id for mail in thanked} == {present.pk, unknown.pk}
    assert thanked.count() == 2
    assert {mail.state for mail in thanked} == {RegistrationMail.State.SENT}
    assert waiting.mails.count() == 1


def test_a_first_run_thanks_nobody_for_a_session_of_three_weeks_ago(at):
    register(session_on("2027-05-04"))
    at("2027-05-18 16:59")
    page_of_last_week = TrainingSessionPage.objects.get()
    at("2027-05-18 17:00")
    run()
    assert page_of_last_week.is_past()
    assert not RegistrationMail.objects.filter(kind=MailKind.THANKS).exists()


def test_an_offer_whose_end_has_come_goes_to_the_next_and_both_are_told(at):
    page = session_on("2027-05-04", capacity=1)
    seated, first, second = (register(page) for _ in range(3))
    registrations.cancel(seated)
    at("2026-12-03 12:00")
    run()
    statuses = Registration.objects.order_by("ticket").values_list("status", flat=True)
    assert list(statuses) == [Status.CANCELLED, Status.EXPIRED, Status.OFFERED]
    assert [message.to[0] for message in mailbox.outbox[-2:]] == [first.email, second.email]


def test_needs_are_forgotten_thirty_days_after_the_end_to_the_minute(at):
    registration = register(session_on("2027-05-04"), needs="Sans gluten")
    for moment, needs in [("2027-06-03 16:59", "Sans gluten"), ("2027-06-03 17:00", "")]:
        at(moment)
        run()
        registration.refresh_from_db()
        assert registration.needs == needs


@pytest.mark.parametrize(
    ("day", "kept_at", "gone_at"),
    [
        ("2027-05-04", "2029-05-04 16:59", "2029-05-04 17:00"),
        # 24 months after a 29th of February there is none: the 1st of March.
        ("2028-02-29", "2030-02-28 23:00", "2030-03-01 17:00"),
        # The clock goes back in the night: two o'clock comes twice, five in the afternoon once.
        ("2027-10-31", "2029-10-31 16:59", "2029-10-31 17:00"),
    ],
)
def test_registrations_name_nobody_24_months_of_the_calendar_after_the_end(
    at, day, kept_at, gone_at
):
    registration = register(session_on(day), first_name="Ada")
    at(kept_at)
    run()
    registration.refresh_from_db()
    assert registration.first_name == "Ada"
    at(gone_at)
    assert "inscriptions anonymisées : 1" in run()
    registration.refresh_from_db()
    assert (registration.first_name, registration.email) == ("", "")
    assert registration.status == Status.CONFIRMED  # it is still counted
    assert run() == ""


def test_the_months_that_registrations_are_kept_are_a_setting(at, settings):
    settings.REGISTRATION_RETENTION_MONTHS = 6
    registration = register(session_on("2027-05-31"))
    at("2027-11-30 16:59")  # there is no 31st of November
    run()
    registration.refresh_from_db()
    assert registration.anonymised_at is None
    at("2027-12-01 00:00")
    run()
    registration.refresh_from_db()
    assert registration.anonymised_at is not None


def test_a_session_that_lost_its_dates_does_not_keep_people_for_ever(at):
    page = session_on("2027-05-04")
    registration = register(page)
    page.dates.all().delete()
    SessionDate.objects.all().delete()
    at("2028-12-01 11:59")
    run()
    registration.refresh_from_db()
    assert registration.anonymised_at is None
    at("2028-12-01 12:00")
    run()
    registration.refresh_from_db()
    assert registration.anonymised_at is not None


def test_network_addresses_are_forgotten_the_next_day_by_the_local_date(at):
    AttemptCount.objects.create(day=dt.date(2027, 3, 28), address_hash="a" * 64, attempts=3)
    at("2027-03-28 23:59")
    run()
    assert AttemptCount.objects.count() == 1
    at("2027-03-29 00:00")
    assert run() == "adresses oubliées : 1\narchives de la base : 1\n"


def test_a_session_that_fails_stops_neither_the_others_nor_what_follows(at):
    broken, sound = (session_on("2027-05-04", capacity=1) for _ in range(2))
    for page in (broken, sound):
        register(page, needs="Sans gluten")
        register(page)
    SessionState.objects.filter(page=sound).update(capacity=2)
    SessionState.objects.filter(page=broken).delete()
    at("2027-05-03 09:00")
    errors = StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("run_due", stdout=StringIO(), stderr=errors)
    assert f"places, session {broken.pk} : DoesNotExist" in str(raised.value)
    assert raised.value.returncode == 1
    told = RegistrationMail.objects.filter(
        registration__session=sound, state=RegistrationMail.State.SENT
    ).values_list("kind", flat=True)
    assert {MailKind.OFFER, MailKind.REMINDER_DAY} <= set(told)


def test_a_turn_asks_as_much_of_the_database_for_twelve_quiet_people_as_for_one(
    at, django_assert_max_num_queries
):
    page = session_on("2027-05-04")
    register(page)
    at("2027-05-03 09:00")
    jobs.turn()
    with django_assert_max_num_queries(43) as one:
        jobs.turn()
    at("2026-12-01 12:00")
    for _ in range(11):
        register(page)
    at("2027-05-03 09:00")
    jobs.turn()
    with django_assert_max_num_queries(len(one)):
        assert not jobs.turn().done


def test_a_change_that_was_published_and_not_announced_is_told_once(at):
    page = session_on("2027-05-04")
    registration = register(page)
    # As if the machine had stopped between the publication and its announcement.
    SessionDate.objects.filter(page=page).update(day=dt.date(2027, 5, 6))
    assert "changements annoncés : 1" in run()
    assert kinds(registration) == [MailKind.SESSION_CHANGED]
    assert SessionState.objects.get(page=page).sequence == 1
    assert run() == ""


def test_two_days_without_a_clock_are_caught_up_in_one_turn(at):
    page = session_on("2027-05-04", capacity=1)
    seated, first, _second = (register(page) for _ in range(3))
    registrations.cancel(seated)
    soon = session_on("2026-12-11")
    reminded = register(soon)
    at("2026-12-05 12:00")
    run()
    first.refresh_from_db()
    assert first.status == Status.EXPIRED
    assert kinds(reminded) == [MailKind.REMINDER_WEEK]
    assert run() == ""
    events = RegistrationEvent.objects.filter(kind=RegistrationEvent.Kind.OFFERED)
    assert events.count() == 2
