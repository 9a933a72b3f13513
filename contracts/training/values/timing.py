"""Whether a session comes, is going on or is over: one boundary for its page and for the index.

A row of the index holds instants, never a state: time changes the state without any re-indexing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from contracts.training.values.vocabulary import SESSION
from contracts.training.values.zones import Zone
from contracts.values.dates.midnight import next_midnight
from search.models import SearchDocument
from search.query.request import Sort
from search.query.results import HitGroup, SearchResponse


@dataclass(frozen=True)
class Timing:
    """When a session begins and ends, None when it has no date; its days are those of `zone`."""

    begins_at: dt.datetime | None
    ends_at: dt.datetime | None
    cancelled: bool = False
    zone: Zone = Zone.PARIS

    @classmethod
    def of_card(cls, card: Mapping[str, Any]) -> Timing:
        """As `card_values` wrote it."""
        begins_at, ends_at = (
            dt.datetime.fromisoformat(card[name]) if card.get(name) else None
            for name in ("begins_at", "ends_at")
        )
        zone = Zone(card.get("zone", Zone.PARIS))
        return cls(begins_at, ends_at, bool(card.get("cancelled")), zone)

    def card_values(self) -> dict[str, Any]:
        """Instants in UTC: their texts are in the order of time."""
        return {
            "begins_at": _text(self.begins_at) if self.begins_at else "",
            "ends_at": _text(self.ends_at) if self.ends_at else "",
            "cancelled": self.cancelled,
            "zone": self.zone.value,
        }

    @property
    def is_over(self) -> bool:
        """From the instant of its end on; a session without a date neither comes nor is over."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def is_to_come(self) -> bool:
        """Until that instant: a session that is going on is still to come."""
        return self.ends_at is not None and not self.is_over

    @property
    def first_day(self) -> dt.date | None:
        return self.begins_at and timezone.localdate(self.begins_at, self.zone.tz)

    @property
    def days_left(self) -> int | None:
        """The J-x label: days before the first day, None once it has come."""
        first_day = self.first_day
        if first_day is None:
            return None
        days = (first_day - self.zone.today()).days
        return days if days > 0 else None

    @property
    def label(self) -> str:
        if self.cancelled:
            return "annulée"
        if self.begins_at is None:
            return "date non renseignée"
        if self.is_over:
            return "passée"
        if self.days_left:
            return f"dans {self.days_left} jour{'s' if self.days_left > 1 else ''}"
        return "en cours" if self.begins_at <= timezone.now() else "aujourd’hui"


def sessions_to_come() -> QuerySet[SearchDocument]:
    """Their public rows in the index, the nearest first."""
    return _sessions().filter(ends_at__gt=_text(timezone.now())).order_by("date", "key")


def sessions_over() -> QuerySet[SearchDocument]:
    """Those that took place, the latest first."""
    over = _sessions().filter(ends_at__gt="", ends_at__lte=_text(timezone.now()))
    return over.exclude(card__cancelled=True).order_by("-date", "key")


def next_moment(now: dt.datetime) -> dt.datetime:
    """When a session may next be told of otherwise: one begins or ends, or a day begins where
    sessions are held, which changes the days left and opens or closes registrations."""
    rows = SearchDocument.objects.filter(kind=SESSION)
    written = rows.values_list("card__begins_at", "card__ends_at")
    instants = (dt.datetime.fromisoformat(text) for row in written for text in row if text)
    days = (next_midnight(now, zone.tz) for zone in Zone)
    return min(instant for instant in (*instants, *days) if instant > now)


def rows_down_to_the_nearest() -> int:
    """How many sessions stand before the first one over when the latest come first: those to come,
    and any that is over though it began after one that still goes on."""
    earliest = sessions_to_come().values_list("date", flat=True)[:1]
    return _sessions().filter(date__gte=earliest).count()


def by_time(response: SearchResponse) -> list[HitGroup]:
    """The sessions to come, the nearest first, then those over, where they are in the order of
    their dates; in one group otherwise."""
    request = response.request
    if request.effective_sort is not Sort.RECENT:
        return [HitGroup("", response.hits)]
    coming = [hit for hit in response.hits if Timing.of_card(hit.card).is_to_come]
    others = tuple(hit for hit in response.hits if hit not in coming)
    groups = [HitGroup("À venir", tuple(reversed(coming)))]
    if not coming:
        asked_nothing = request.page == 1 and not request.q and not request.filters
        nothing = "Aucune session à venir n’est annoncée." if asked_nothing else ""
        groups = [HitGroup("À venir", (), nothing)] if nothing else []
    return [*groups, *([HitGroup("Passées", others)] if others else [])]


def _sessions() -> QuerySet[Any]:
    """With `ends_at`, which the type checker cannot know of."""
    rows = SearchDocument.objects.filter(kind=SESSION)
    # A cast, so that it is compared as text: Django reads what it compares with a key as JSON.
    return rows.annotate(ends_at=Cast(KeyTextTransform("ends_at", "card"), TextField()))


def _text(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).isoformat(timespec="seconds")
