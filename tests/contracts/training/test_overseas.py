"""A session overseas lives at the hours of its place: page, calendar, registration, mail, desk."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from contracts.training.desk.overview import has_come
from contracts.training.mailing.messages import message_of
from contracts.training.models import (
    MailKind,
    Registration,
    ReturnNote,
    SessionDate,
    SessionState,
    TrainingSessionPage,
)
from contracts.training.seats import announce, registrations
from contracts.training.seats.availability import availability
from contracts.training.values.timing import Timing, sessions_over, sessions_to_come
from contracts.training.values.zones import Zone
from contracts.training.without_return import sessions_without_return
from home.groups import ORGANISERS
from search.models import SearchDocument
from tests.contracts.reading import ReadPage
from tests.contracts.roles import member_of
from tests.contracts.training.calendar_readers import READERS, by_dateutil
from tests.contracts.training.desk.rooms import desk
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def at(monkeypatch):
    """`at("2027-05-04 03:00")`: it is that hour of UTC."""

    def set_to(text: str) -> None:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to("2026-12-01 12:00")
    return set_to


def session_in(zone: Zone, *days: str, hours=(9, 17), **fields) -> TrainingSessionPage:
    starts_at, ends_at = (dt.time(hour) for hour in hours)
    dates = [
        SessionDate(day=dt.date.fromisoformat(day), starts_at=starts_at, ends_at=ends_at)
        for day in days or ("2027-05-04",)
    ]
    return session(dates=dates, zone=zone, **fields)


def registered_to(page: TrainingSessionPage) -> Registration:
    """As if at the hour that it is: the row takes its hour from the machine."""
    registration = registrations.register(page, person())
    Registration.objects.filter(pk=registration.pk).update(created_at=timezone.now())
    return registration


def mails(registration: Registration) -> list[str]:
    return [mail.kind for mail in registration.mails.all()]


def test_the_page_says_whose_hours_they_are_to_people_and_to_machines(client, at):
    day = dt.date(2027, 4, 30)
    page = session_in(Zone.REUNION, registration_deadline=day)
    shown = ReadPage(client, page.url)
    assert shown.fact("Date") == "mardi 4 mai 2027 , de 9 h à 17 h (heure de La Réunion)"
    assert "jusqu’au 30 avril 2027 inclus (heure de La Réunion)" in shown.text("main")
    assert shown.structured[0]["startDate"] == "2027-05-04T09:00:00+04:00"
    assert "heure de" not in ReadPage(client, session_in(Zone.PARIS).url).text("main")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_the_feed_has_the_zone_of_each_session(client, at, reader):
    session_in(Zone.REUNION, "2027-07-06")
    # Clocks of Miquelon have gone forward, those of Paris have not.
    session_in(Zone.MIQUELON, "2027-03-20", "2027-12-06")
    session_in(Zone.MARQUISES, "2027-07-06")
    text = client.get("/sessions/sessions.ics").content.decode()
    assert text.count("BEGIN:VTIMEZONE") == 3
    assert text.count("BEGIN:DAYLIGHT") == 1
    assert [start.isoformat(timespec="minutes")[:16] for start, _ in reader(text)] == [
        "2027-07-06T05:00",
        "2027-03-20T11:00",
        "2027-12-06T12:00",
        "2027-07-06T18:30",
    ]


@pytest.mark.parametrize("zone", Zone)
def test_every_zone_has_its_calendar(client, at, zone):
    page = session_in(zone, "2027-07-06")
    [(start, _)] = by_dateutil(client.get(f"/sessions/{page.slug}/session.ics").content.decode())
    assert start == dt.datetime(2027, 7, 6, 9, tzinfo=zone.tz)


def test_a_session_is_to_come_until_its_end_there_then_past(at):
    page = session_in(Zone.TAHITI)  # until 3:00 UTC of the day after
    card = SearchDocument.objects.get(kind="session").card
    at("2027-05-01 09:59")
    assert page.timing().days_left == Timing.of_card(card).days_left == 4
    at("2027-05-01 10:00")
    assert page.timing().days_left == Timing.of_card(card).days_left == 3
    at("2027-05-05 02:59")
    assert Timing.of_card(card).label == "en cours"
    assert sessions_to_come().count() == 1
    assert not page.is_past()
    at("2027-05-05 03:00")
    assert Timing.of_card(card).label == "passée"
    assert sessions_over().count() == 1
    assert page.is_past()


def test_registration_opens_and_closes_with_the_days_of_the_place(at):
    page = session_in(
        Zone.NOUVELLE_CALEDONIE,
        registration_opens=dt.date(2027, 4, 1),
        registration_deadline=dt.date(2027, 4, 30),
    )
    at("2027-03-31 12:59")
    assert availability(page).sentence == (
        "Les inscriptions ouvriront le 1er avril 2027 (heure de la Nouvelle-Calédonie)."
    )
    at("2027-03-31 13:00")
    assert availability(page).takes_registrations
    at("2027-04-30 12:59")
    assert availability(page).takes_registrations
    at("2027-04-30 13:00")
    assert availability(page).sentence == (
        "Les inscriptions sont closes depuis le 30 avril 2027 (heure de la Nouvelle-Calédonie)."
    )


@pytest.mark.parametrize(
    ("zone", "week", "day_before", "morning_after"),
    [
        (Zone.WALLIS, "2027-04-26 21:00", "2027-05-02 21:00", "2027-05-04 21:00"),
        (Zone.TAHITI, "2027-04-27 19:00", "2027-05-03 19:00", "2027-05-05 19:00"),
    ],
)
def test_the_clock_writes_at_nine_there(at, zone, week, day_before, morning_after):
    registration = registered_to(session_in(zone))
    expected = [MailKind.CONFIRMED]
    minute = dt.timedelta(minutes=1)
    for moment, kind in (
        (week, MailKind.REMINDER_WEEK),
        (day_before, MailKind.REMINDER_DAY),
        (morning_after, MailKind.THANKS),
    ):
        at(str(dt.datetime.fromisoformat(moment) - minute))
        call_command("run_due")
        assert mails(registration) == expected
        at(moment)
        call_command("run_due")
        expected.append(kind)
        assert mails(registration) == expected


def test_those_who_are_registered_are_told_of_another_zone_and_of_nothing_else(at):
    page = session_in(Zone.PARIS)
    registration = registered_to(page)
    page.zone = Zone.MAYOTTE
    page.save_revision().publish()
    assert SessionState.objects.get(page=page).sequence == 1
    told = message_of(registration.mails.last())
    [before, *_], when = told.details, told.details[2]
    assert before.lines == ("mardi 4 mai 2027, de 9\xa0h à 17\xa0h",)
    assert when.lines == ("mardi 4 mai 2027, de 9\xa0h à 17\xa0h (heure de Mayotte)",)


def test_what_was_announced_before_sessions_had_a_zone_is_no_change(at):
    page = session_in(Zone.PARIS)
    state = SessionState.objects.get(page=page)
    del state.announced["zone"]
    state.save()
    page = TrainingSessionPage.objects.get(pk=page.pk)
    assert not announce.is_unannounced(page)
    assert not announce.announce(page)


def test_an_offer_ends_at_an_hour_of_the_place(client, at):
    page = session_in(Zone.REUNION, capacity=1)
    seated, waiting = registered_to(page), registered_to(page)
    registrations.cancel(seated)
    waiting.refresh_from_db()
    until = "jeudi 3 décembre à 16\xa0h (heure de La Réunion)"
    assert waiting.offer_until == until
    offer = message_of(waiting.mails.get(kind=MailKind.OFFER))
    assert f"jusqu’au {until}." in offer.paragraphs[0]


def test_the_desk_reads_hours_as_the_place_does(at):
    page = session_in(Zone.REUNION)
    registration = registered_to(page)
    organiser = member_of(ORGANISERS)
    listed = organiser.get(desk("session", page.pk)).content.decode()
    assert "heure de La Réunion" in listed
    shown = organiser.get(desk("registration", registration.pk)).content.decode()
    assert "Les heures de cette page sont à l’heure de La Réunion." in shown
    assert "le 1er décembre 2026 à 16:00" in shown
    exported = b"".join(organiser.get(desk("session_csv", page.pk)).streaming_content)
    assert "01/12/2026 16:00" in exported.decode()


def test_presence_is_noted_from_the_first_day_there(at):
    east, west = session_in(Zone.WALLIS), session_in(Zone.GAMBIER)
    at("2027-05-03 12:00")
    assert (has_come(east), has_come(west)) == (True, False)
    at("2027-05-04 09:00")
    assert (has_come(east), has_come(west)) == (True, True)


def test_a_session_waits_for_its_return_once_it_is_over_there(at, admin_user):
    east = session_in(Zone.WALLIS, "2027-05-05", hours=(6, 8))  # until 20:00 of the 4th in UTC
    west = session_in(Zone.TAHITI, "2027-05-04")  # until 3:00 of the 5th
    at("2027-05-04 19:59")
    assert list(sessions_without_return(admin_user)) == []
    at("2027-05-04 20:00")
    assert list(sessions_without_return(admin_user)) == [east]
    at("2027-05-05 02:59")
    assert list(sessions_without_return(admin_user)) == [east]
    at("2027-05-05 03:00")
    assert list(sessions_without_return(admin_user)) == [east, west]


def test_a_return_that_comes_too_early_is_refused_with_the_hour_of_the_place(at):
    page = session_in(Zone.TAHITI)
    page.return_notes = [ReturnNote(kind="dit", text="Bien.")]
    told = " ".join(fault.message for fault in page.publication_faults())
    assert "finit le 4 mai 2027 à 17\xa0h (heure de Tahiti)" in told
