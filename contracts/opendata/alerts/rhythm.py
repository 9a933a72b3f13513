"""When the digest of an alert is due: at seven in the morning, each day or each Monday."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone

LEAVES_AT = dt.time(7)
# What is published just before may still be in its transaction: a digest ends this long ago.
SETTLED = dt.timedelta(minutes=5)


class Rhythm(models.TextChoices):
    DAY = "jour", "Chaque jour"
    WEEK = "semaine", "Chaque semaine, le lundi"


def last_due(rhythm: str, now: dt.datetime) -> dt.datetime:
    """The last moment, at most `now`, at which a digest of this rhythm was due: local time, so that
    it stays at seven when clocks change."""
    day = timezone.localdate(now)
    if _at(day) > now:
        day -= dt.timedelta(days=1)
    if rhythm == Rhythm.WEEK:
        day -= dt.timedelta(days=day.weekday())
    return _at(day)


def _at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, LEAVES_AT))
