"""The time zones of France. The hours and days of a session are those of its place."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone


class Zone(models.TextChoices):
    """Each under the name that tells readers whose hour is meant."""

    PARIS = "Europe/Paris", "heure de Paris"
    GUADELOUPE = "America/Guadeloupe", "heure de la Guadeloupe"
    MARTINIQUE = "America/Martinique", "heure de la Martinique"
    GUYANE = "America/Cayenne", "heure de la Guyane"
    REUNION = "Indian/Reunion", "heure de La Réunion"
    MAYOTTE = "Indian/Mayotte", "heure de Mayotte"
    MIQUELON = "America/Miquelon", "heure de Saint-Pierre-et-Miquelon"
    NOUVELLE_CALEDONIE = "Pacific/Noumea", "heure de la Nouvelle-Calédonie"
    TAHITI = "Pacific/Tahiti", "heure de Tahiti"
    MARQUISES = "Pacific/Marquesas", "heure des Marquises"
    GAMBIER = "Pacific/Gambier", "heure des Gambier"
    WALLIS = "Pacific/Wallis", "heure de Wallis-et-Futuna"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.value)

    @property
    def said(self) -> str:
        """« heure de La Réunion »; nothing in Paris, whose hour readers expect."""
        return "" if self == Zone.PARIS else str(self.label)

    def today(self) -> dt.date:
        """The day that it is there now."""
        return timezone.localdate(timezone=self.tz)


def first_today() -> dt.date:
    """The day that it is now where days come last: no session of a day before is still to come."""
    return min(zone.today() for zone in Zone)


def last_today() -> dt.date:
    """The day that it is now where days come first: no session of a day after has begun."""
    return max(zone.today() for zone in Zone)
