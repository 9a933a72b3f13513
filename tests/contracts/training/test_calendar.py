"""Calendars of sessions, read back as calendar programs read them."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from contracts.training.models import SessionDate, SessionState
from contracts.training.seats import organising, registrations
from tests.contracts.reading import ReadPage, words
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")


def events(client, address: str) -> list:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def state(page) -> SessionState:
    return SessionState.objects.get(page=page)


def test_a_session_is_an_event_at_its_local_hours(client):
    page = session(
        dates=[
            SessionDate(day=dt.date(2027, 3, 28), starts_at=dt.time(9, 30), ends_at=dt.time(17))
        ],
        place="Près de la gare ; Valence, TGV",
        remote_link="https://visio.example/secret",
    )
    [event] = events(client, f"/sessions/{page.slug}/session.ics")
    assert event["uid"] == f"{state(page).uid}-1"
    assert event["sequence"] == 0
    assert event["summary"] == page.title
    assert event["location"] == "Près de la gare ; Valence, TGV"
    # The day on which clocks go forward: 9:30 is already summer time.
    assert event.decoded("dtstart") == dt.datetime(2027, 3, 28, 9, 30, tzinfo=PARIS)
    assert event.decoded("dtstart").utcoffset() == dt.timedelta(hours=2)
    assert event.decoded("dtend") == dt.datetime(2027, 3, 28, 17, tzinfo=PARIS)
    assert "secret" not in client.get(f"/sessions/{page.slug}/session.ics").content.decode()


def test_the_lines_of_a_calendar_are_those_of_the_standard(client):
    page = session(gist="Élus, agents : " + "coopérer " * 30)
    lines = client.get(f"/sessions/{page.slug}/session.ics").content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    unfolded = re.sub(rb"\r\n ", b"", b"\r\n".join(lines)).decode()
    assert "BEGIN:VTIMEZONE" in unfolded
    assert "DTSTART;TZID=Europe/Paris:" in unfolded
    assert "coopérer coopérer" in unfolded


def test_half_days_are_events_of_their_own_and_a_day_without_hours_is_whole(client):
    page = session(
        dates=[
            SessionDate(day=dt.date(2027, 5, 4), starts_at=dt.time(14)),
            SessionDate(day=dt.date(2027, 5, 3)),
        ]
    )
    first, second = events(client, f"/sessions/{page.slug}/session.ics")
    assert first.decoded("dtstart") == dt.date(2027, 5, 3)
    assert first.decoded("dtend") == dt.date(2027, 5, 4)
    assert second.decoded("dtstart") == dt.datetime(2027, 5, 4, 14, tzinfo=PARIS)
    assert first["uid"] != second["uid"]


def test_a_session_that_moves_keeps_its_identity_and_raises_its_sequence(client):
    page = session(place="Valence")
    [before] = events(client, f"/sessions/{page.slug}/session.ics")
    first_revision = page.latest_revision
    page.place = "Brest"
    page.save_revision().publish()
    page.save_revision().publish()
    [after] = events(client, f"/sessions/{page.slug}/session.ics")
    assert (after["uid"], after["sequence"]) == (before["uid"], 1)
    first_revision.publish()
    [again] = events(client, f"/sessions/{page.slug}/session.ics")
    assert (again["location"], again["sequence"]) == ("Valence", 2)


def test_those_who_are_registered_are_told_of_a_move_and_of_nothing_else():
    page = session(place="Valence")
    registered = registrations.register(page, person())
    page.gist = "Autrement dit."
    page.save_revision().publish()
    assert [mail.kind for mail in registered.mails.all()] == ["confirmation"]
    page.place = "Brest"
    page.save_revision().publish()
    assert [mail.kind for mail in registered.mails.all()] == ["confirmation", "report"]


def test_a_cancelled_session_says_so_in_the_feed_with_a_later_sequence(client):
    page, other = session(), session()
    organising.cancel_session(page, by="Nolwenn", reason="Neige")
    found = {str(event["summary"]): event for event in events(client, "/sessions/sessions.ics")}
    assert found[f"Annulée : {page.title}"]["status"] == "CANCELLED"
    assert found[f"Annulée : {page.title}"]["sequence"] == 1
    assert found[other.title]["status"] == "CONFIRMED"


def test_the_feed_says_how_often_to_come_back_and_a_file_does_not(client):
    page = session()
    subscribed = client.get("/sessions/sessions.ics").content.decode().splitlines()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in subscribed
    assert "X-PUBLISHED-TTL:PT6H" in subscribed
    kept = client.get(f"/sessions/{page.slug}/session.ics").content.decode()
    assert "PT6H" not in kept


def test_the_page_of_sessions_leads_to_their_feed(client):
    session()
    shown = ReadPage(client, "/sessions/")
    subscribe, download = shown.soup.select("main a[href$='sessions.ics']")
    assert subscribe["href"] == "webcal://testserver/sessions/sessions.ics"
    assert words(subscribe) == "s’abonner"
    assert client.get(download["href"])["Content-Type"].startswith("text/calendar")


def test_a_draft_or_an_unknown_session_has_no_calendar(client):
    page = session()
    page.unpublish()
    assert client.get(f"/sessions/{page.slug}/session.ics").status_code == 404
    assert client.get("/sessions/inconnue/session.ics").status_code == 404
    assert events(client, "/sessions/sessions.ics") == []


def test_the_feed_asks_as_many_queries_for_one_session_as_for_five(
    client, django_assert_max_num_queries
):
    for _ in range(5):
        session()
    with django_assert_max_num_queries(8):
        assert len(events(client, "/sessions/sessions.ics")) == 5


def test_a_date_that_was_announced_and_is_no_longer_there_is_said_to_be_cancelled(client):
    page = session(
        dates=[
            SessionDate(day=dt.date(2027, 5, 3), starts_at=dt.time(9)),
            SessionDate(day=dt.date(2027, 5, 4), starts_at=dt.time(9)),
        ]
    )
    page.dates = [SessionDate(day=dt.date(2027, 5, 3), starts_at=dt.time(9))]
    page.save_revision().publish()
    kept, dropped = events(client, f"/sessions/{page.slug}/session.ics")
    assert (kept["status"], dropped["status"]) == ("CONFIRMED", "CANCELLED")
    assert dropped.decoded("dtstart") == dt.datetime(2027, 5, 4, 9, tzinfo=PARIS)
