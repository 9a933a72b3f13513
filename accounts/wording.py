"""Moments as screens of log-in say them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.dateformat import format as said


def clock(moment: dt.datetime) -> str:
    """« 14 h 32 »: the first whole minute that is not before this moment."""
    whole = moment + dt.timedelta(minutes=1, microseconds=-1)
    return said(timezone.localtime(whole), "G\xa0\\h\xa0i")


def clock_with_seconds(moment: dt.datetime) -> str:
    """« 14 h 32 min 05 s », rounded up."""
    whole = moment + dt.timedelta(seconds=1, microseconds=-1)
    return said(timezone.localtime(whole), "G\xa0\\h\xa0i\xa0\\m\\i\\n\xa0s\xa0\\s")
