"""Sessions as calendars read them: RFC 5545, one event per date, identities that never change.

The identity of an event is the session's own, drawn once, and the rank of its day among the dates:
it holds no host name, so that a site that moves keeps its events. SEQUENCE rises when what was
announced changes (contracts.training.seats.announce) or when the session is cancelled. A date that was
announced and is no longer there is said to be cancelled: a calendar that took it would keep it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration

from contracts.training.models import Registration, Status, TrainingSessionPage
from contracts.training.values.clock_changes import observances
from contracts.training.values.zones import Zone

_PRODUCT = "-//Réciprocités//Sessions//FR"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# How often whoever subscribed is asked to come back.
_REFRESH = dt.timedelta(hours=6)
# Readers want a beginning for rules that have always held for what the site announces.
_FIRST_YEAR = 1970


@dataclass(frozen=True)
class _Day:
    """One event: `is_on` is false once it is cancelled."""

    day: dt.date
    starts_at: dt.time | None
    ends_at: dt.time | None
    is_on: bool


def session_ics(page: TrainingSessionPage) -> bytes:
    """One session, for anyone: it does not hold the link to follow from afar."""
    return _calendar([page])


def registration_ics(registration: Registration) -> bytes:
    """The session for one registered person: the events of everybody's calendar, which it replaces
    there, and for whoever has a seat the link to follow from afar."""
    page = registration.session
    has_seat = registration.status == Status.CONFIRMED
    return _calendar([page], remote_link=page.remote_link if has_seat else "")


def feed(pages: Iterable[TrainingSessionPage]) -> bytes:
    """All these sessions, to subscribe to."""
    return _calendar(pages, name="Sessions de Réciprocités")


def _calendar(
    pages: Iterable[TrainingSessionPage], *, name: str = "", remote_link: str = ""
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # PUBLISH, also for a cancellation: nobody answers these events to an organiser.
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
        # The same, for readers older than RFC 7986.
        calendar.add("x-published-ttl", vDuration(_REFRESH).to_ical().decode())
    pages = list(pages)
    # At least one: a calendar without any component is refused by some readers.
    for zone in sorted({page.time_zone for page in pages} or {Zone.PARIS}):
        calendar.add_component(_timezone(zone.tz))
    for page in pages:
        for event in _events(page, remote_link):
            calendar.add_component(event)
    return calendar.to_ical()


def _timezone(zone: ZoneInfo) -> Timezone:
    """By rules and without an end: some readers apply a list of dates wrongly, or stop with it."""
    block = Timezone()
    block.add("tzid", zone.key)
    for observance in observances(zone):
        part = TimezoneDaylight() if observance.is_summer else TimezoneStandard()
        begins = observance.begins
        if begins is None:
            part.add("dtstart", dt.datetime.combine(dt.date(_FIRST_YEAR, 1, 1), dt.time.min))
        else:
            part.add("dtstart", begins.of(_FIRST_YEAR))
            on = f"{begins.week}{_DAYS[begins.weekday]}"
            part.add("rrule", {"freq": "yearly", "bymonth": begins.month, "byday": on})
        part.add("tzoffsetfrom", observance.before)
        part.add("tzoffsetto", observance.offset)
        part.add("tzname", observance.name)
        block.add_component(part)
    return block


def _events(page: TrainingSessionPage, remote_link: str) -> Iterator[Event]:
    state = page.state
    changed_at = max(state.updated_at, page.last_published_at or state.updated_at)
    for rank, day in enumerate(_days(page), 1):
        event = Event()
        event.add("uid", f"{state.uid}-{rank}")
        event.add("sequence", state.sequence)
        event.add("dtstamp", changed_at.astimezone(dt.UTC))
        event.add("last-modified", changed_at.astimezone(dt.UTC))
        _add_hours(event, day, page.time_zone.tz)
        # Said in the title too: some calendars show a cancelled event as any other.
        event.add("summary", f"Annulée : {page.title}" if state.cancelled else page.title)
        event.add("status", "CONFIRMED" if day.is_on else "CANCELLED")
        event.add("url", address(page))
        event.add("description", _description(page, remote_link))
        if page.place:
            event.add("location", page.place)
        yield event


def _days(page: TrainingSessionPage) -> Iterator[_Day]:
    """In the order of their ranks: the dates of the page, then those that it once announced."""
    for date in sorted(page.dates.all(), key=lambda date: date.sort_key):
        yield _Day(date.day, date.starts_at, date.ends_at, not page.state.cancelled)
    for day, *hours in page.state.announced.get("dropped", []):
        starts_at, ends_at = (dt.time.fromisoformat(hour) if hour else None for hour in hours)
        yield _Day(dt.date.fromisoformat(day), starts_at, ends_at, is_on=False)


def _add_hours(event: Event, day: _Day, zone: dt.tzinfo) -> None:
    """A day without hours is a whole day; without an end, a moment."""
    if day.starts_at is None:
        event.add("dtstart", day.day)
        event.add("dtend", day.day + dt.timedelta(days=1))
        return
    event.add("dtstart", dt.datetime.combine(day.day, day.starts_at, zone))
    if day.ends_at is not None:
        event.add("dtend", dt.datetime.combine(day.day, day.ends_at, zone))


def _description(page: TrainingSessionPage, remote_link: str) -> str:
    parts = [page.gist]
    if page.state.cancelled:
        parts.insert(0, f"ANNULÉE : {page.state.cancellation_reason}")
    if remote_link:
        parts.append(f"Pour suivre à distance : {remote_link}")
    parts.append(address(page))
    return "\n\n".join(part for part in parts if part)


def address(page: TrainingSessionPage) -> str:
    """The whole address of the page of a session, for what is read outside the site."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{page.url}"
