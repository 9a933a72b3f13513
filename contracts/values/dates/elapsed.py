"""How long ago something happened, in one unit: « 3 heures », « 2 jours »."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.timesince import timesince


def elapsed(moment: dt.datetime) -> str:
    """To stand after « depuis » or « il y a »: Django would say « 0 minute » of the first one."""
    if timezone.now() - moment < dt.timedelta(minutes=1):
        return "moins d’une minute"
    return timesince(moment, depth=1)
