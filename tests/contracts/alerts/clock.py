"""A clock that a test sets, and a stamp of the form where an alert is asked for."""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.signing import Signer
from django.utils import timezone

# A Wednesday, at noon in Paris.
WEDNESDAY = dt.datetime(2026, 12, 2, 11, tzinfo=dt.UTC)


class Clock:
    """`now` is what the site takes for the present."""

    def __init__(self, monkeypatch, now: dt.datetime = WEDNESDAY) -> None:
        self.now = now
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def go_to(self, day: int, hour: int = 7, minute: int = 6) -> None:
        """In December 2026, local time: six minutes past seven is when digests are made."""
        wanted = dt.datetime(2026, 12, day, hour, minute)  # noqa: DTZ001 - made aware below
        self.now = timezone.make_aware(wanted)

    def add(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


def stamp(form: str = "alerte", *, age: float = 60) -> str:
    shown_at = int((timezone.now() - dt.timedelta(seconds=age)).timestamp() * 1000)
    signer = Signer(sep="~", salt="contracts.public_forms.stamp")
    return signer.sign(f"{form}.{shown_at}.{uuid.uuid4().hex}")
