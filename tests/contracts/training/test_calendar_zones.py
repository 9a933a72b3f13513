"""The hours of a calendar, for readers that know nothing but the zone in the file."""

import datetime as dt

import pytest
from icalendar import Calendar

from contracts.training.mailing.messages import message_of
from contracts.training.models import SessionDate
from contracts.training.seats import registrations
from tests.contracts.training.calendar_readers import READERS
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db

DAYS = (
    dt.date(2027, 1, 15),
    dt.date(2027, 3, 28),  # clocks go forward in the night
    dt.date(2027, 7, 6),
    dt.date(2027, 10, 31),  # clocks go back in the night
    dt.date(2027, 12, 6),
    dt.date(2045, 7, 4),
)


def utc(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=dt.UTC)


@pytest.fixture
def page():
    hours = {"starts_at": dt.time(9, 30), "ends_at": dt.time(17)}
    return session(dates=[SessionDate(day=day, **hours) for day in DAYS])


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_hours_in_summer_and_winter_are_right_for_whoever_knows_only_the_zone_of_the_file(
    client, page, reader
):
    read = reader(client.get(f"/sessions/{page.slug}/session.ics").content.decode())
    assert read == [
        (utc(2027, 1, 15, 8, 30), utc(2027, 1, 15, 16)),
        (utc(2027, 3, 28, 7, 30), utc(2027, 3, 28, 15)),
        (utc(2027, 7, 6, 7, 30), utc(2027, 7, 6, 15)),
        (utc(2027, 10, 31, 8, 30), utc(2027, 10, 31, 16)),
        (utc(2027, 12, 6, 8, 30), utc(2027, 12, 6, 16)),
        (utc(2045, 7, 4, 7, 30), utc(2045, 7, 4, 15)),
    ]


def test_the_feed_the_file_and_what_mail_brings_tell_the_zone_by_yearly_rules(client, page):
    registered = registrations.register(page, person())
    [attached] = message_of(registered.mails.get()).attachments
    for content in (
        client.get("/sessions/sessions.ics").content,
        client.get(f"/sessions/{page.slug}/session.ics").content,
        attached.content,
    ):
        [zone] = Calendar.from_ical(content).walk("VTIMEZONE")
        assert zone.to_ical().decode().splitlines() == [
            "BEGIN:VTIMEZONE",
            "TZID:Europe/Paris",
            "BEGIN:STANDARD",
            "DTSTART:19701025T030000",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            "TZNAME:CET",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "END:STANDARD",
            "BEGIN:DAYLIGHT",
            "DTSTART:19700329T020000",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            "TZNAME:CEST",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "END:DAYLIGHT",
            "END:VTIMEZONE",
        ]
