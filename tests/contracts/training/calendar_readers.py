"""Calendar programs that know of time zones nothing but what a file says of its own."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator

import dateutil.tz
import icalendar
import pytest
import vobject

# Start and end of each event with hours, in UTC, in the order of the file.
Hours = list[tuple[dt.datetime, dt.datetime]]


def by_icalendar(text: str) -> Hours:
    calendar = icalendar.Calendar.from_ical(text)
    zones = {
        str(block["TZID"]): block.to_tz(lookup_tzid=False) for block in calendar.walk("VTIMEZONE")
    }

    def instant(prop: icalendar.vDDDTypes) -> dt.datetime:
        return _utc(prop.dt.replace(tzinfo=zones[prop.params["TZID"]]))

    return [
        (instant(event["DTSTART"]), instant(event["DTEND"])) for event in calendar.walk("VEVENT")
    ]


def by_dateutil(text: str) -> Hours:
    """Its reader of zones, on moments that are read here."""
    zones = dateutil.tz.tzical(io.StringIO(text))
    events = text.partition("BEGIN:VEVENT")[2]

    def instants(name: str) -> Iterator[dt.datetime]:
        for zone, moment in re.findall(rf"^{name};TZID=([^:]+):(\S+)", events, re.MULTILINE):
            naive = dt.datetime.strptime(moment, "%Y%m%dT%H%M%S")  # noqa: DTZ007
            yield _utc(naive.replace(tzinfo=zones.get(zone)))

    return list(zip(instants("DTSTART"), instants("DTEND"), strict=True))


def by_vobject(text: str) -> Hours:
    events = vobject.readOne(text).vevent_list
    return [(_utc(event.dtstart.value), _utc(event.dtend.value)) for event in events]


def by_ical_js(text: str) -> Hours:
    """The reader of Thunderbird and Nextcloud."""
    module = os.environ.get("ICAL_JS", "")
    if not module:
        pytest.skip("needs Node and ICAL_JS=path of ical.js (npm package ical.js)")
    read = subprocess.run(
        ["node", "--input-type=module", "-e", _ICAL_JS, module],
        input=text.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return [
        (dt.datetime.fromtimestamp(start, dt.UTC), dt.datetime.fromtimestamp(end, dt.UTC))
        for start, end in json.loads(read.stdout)
    ]


_ICAL_JS = """
import { readFileSync } from "node:fs";
const { default: ICAL } = await import(process.argv[1]);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
calendar.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
console.log(JSON.stringify(events.map((e) => [e.startDate.toUnixTime(), e.endDate.toUnixTime()])));
"""

READERS: tuple[Callable[[str], Hours], ...] = (by_icalendar, by_dateutil, by_vobject, by_ical_js)


def _utc(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(dt.UTC)
