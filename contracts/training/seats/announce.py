"""When the dates or the place of a session change, calendars and registered people are told.

SessionState.announced holds what was last said: dates, time zone, place, link to follow from afar;
and under `dropped` the dates that an earlier version had beyond the present ones, which calendars that took
them must be told are off.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.training.models import (
    MailKind,
    Registration,
    SessionState,
    TrainingSessionPage,
)
from contracts.training.seats import outbox
from contracts.training.values.zones import Zone


def on_published(sender: type, instance: TrainingSessionPage, **kwargs: Any) -> None:
    """Receiver of page_published; an alias is published with its source, which is announced."""
    if instance.alias_of_id is None:
        announce(instance)


def announce(page: TrainingSessionPage) -> bool:
    """Tell what has changed since it was last told; whether there was anything. The first
    publication only notes what is announced; a session that is over or cancelled announces
    nothing any more. The clock asks again: Wagtail publishes at a chosen hour in a transaction that
    ends before this one, and the machine may stop in between."""
    with transaction.atomic():
        state = SessionState.objects.select_for_update().get(page_id=page.pk)
        before = _last_said(state)
        dropped = state.announced.get("dropped", [])
        said = what_is_announced(page)
        if said == before:
            return False
        ever_said = [*before.get("dates", []), *dropped]
        state.announced = {**said, "dropped": ever_said[len(said["dates"]) :]}
        state.updated_at = timezone.now()
        if before and not page.is_past() and not state.cancelled:
            state.sequence += 1
            live = Registration.objects.live().filter(session=page).order_by("ticket")
            # The link to follow from afar is a secret of the session: the facts say only whether
            # it changed.
            facts = {
                "before": {name: before[name] for name in ("dates", "zone", "place")},
                "link_changed": before["remote_link"] != said["remote_link"],
            }
            for registration in live:
                outbox.write(registration, MailKind.SESSION_CHANGED, facts)
        state.save()
        return True


def is_unannounced(page: TrainingSessionPage) -> bool:
    """Whether something is to be told, as far as can be seen without the lock."""
    return what_is_announced(page) != _last_said(page.state)


def _last_said(state: SessionState) -> dict[str, Any]:
    said = {name: value for name, value in state.announced.items() if name != "dropped"}
    # What was announced before sessions had a zone is in that of Paris.
    return {"zone": Zone.PARIS.value, **said} if said else {}


def what_is_announced(page: TrainingSessionPage) -> dict[str, Any]:
    """The dates, the time zone and the place, as plain JSON."""
    dates = sorted(page.dates.all(), key=lambda date: date.sort_key)
    return {
        "dates": [
            [date.day.isoformat(), _hour(date.starts_at), _hour(date.ends_at)] for date in dates
        ],
        "zone": page.time_zone.value,
        "place": page.place,
        "remote_link": page.remote_link,
    }


def _hour(hour: dt.time | None) -> str:
    return hour.isoformat("minutes") if hour else ""
