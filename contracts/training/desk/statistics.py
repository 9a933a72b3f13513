"""How many people, by public and by territory: of one session, or of all those of a period.

Whoever was erased still counts: the row keeps its public, its territory, its state and presence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from contracts.training.models import (
    PUBLICS,
    Registration,
    SessionState,
    Status,
    TrainingSessionPage,
)

UNKNOWN = "non renseigné"

# What is counted, in the order in which it is shown; a person who moved counts where they went.
COUNTS: dict[str, tuple[str, Q]] = {
    "registered": ("Inscriptions", ~Q(status=Status.MOVED)),
    "confirmed": ("Confirmées", Q(status=Status.CONFIRMED)),
    "waiting": ("En attente", Q(status__in=[Status.WAITING, Status.OFFERED])),
    "present": ("Présents", Q(status=Status.CONFIRMED, attended=True)),
    "absent": ("Absents", Q(status=Status.CONFIRMED, attended=False)),
    "cancelled": ("Annulées", Q(status=Status.CANCELLED)),
    "refused": ("Refusées ou expirées", Q(status__in=[Status.REFUSED, Status.EXPIRED])),
}
HEADINGS = [heading for heading, _ in COUNTS.values()]


@dataclass(frozen=True)
class Tally:
    """One line: a public, a territory, or everybody; the counts in the order of COUNTS."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Statistics:
    """`filled` is the share of seats that are taken, in percent, where the number of seats is
    known; None when it is known nowhere. Cancelled sessions have no seat to fill."""

    sessions: int
    capacity: int
    filled: int | None
    total: Tally
    by_public: tuple[Tally, ...]
    by_territory: tuple[Tally, ...]

    def lines(self) -> Iterator[list[str]]:
        """As a table for a spreadsheet."""
        yield ["Selon", "Valeur", *HEADINGS]
        for grouping, tallies in (
            ("tout", [self.total]),
            ("public", self.by_public),
            ("territoire", self.by_territory),
        ):
            for tally in tallies:
                yield [grouping, tally.label, *map(str, tally.counts)]


def statistics_of(sessions: Iterable[int]) -> Statistics:
    """Of the sessions with these keys; five queries."""
    keys = list(sessions)
    rows = Registration.objects.filter(session__in=keys)
    counted = {name: Count("pk", which) for name, (_, which) in COUNTS.items()}
    capacity, taken = _seats(keys)
    publics = dict(PUBLICS)
    return Statistics(
        sessions=len(keys),
        capacity=capacity,
        filled=round(100 * taken / capacity) if capacity else None,
        total=_tally("Toutes les inscriptions", rows.aggregate(**counted)),
        by_public=_grouped(rows, "public", counted, lambda code: publics.get(code, UNKNOWN)),
        by_territory=_grouped(rows, "territory__name", counted, lambda name: name or UNKNOWN),
    )


def sessions_between(first: dt.date, last: dt.date) -> QuerySet[TrainingSessionPage]:
    """Those that begin in the period, both days included."""
    begun = TrainingSessionPage.with_state().annotate(first_day=Min("dates__day"))
    return begun.filter(first_day__gte=first, first_day__lte=last)


def _seats(keys: list[int]) -> tuple[int, int]:
    """Seats, and those confirmed, of the sessions that have a known number and are not off."""
    states = SessionState.objects.filter(
        page__in=keys, cancelled_at__isnull=True, capacity__isnull=False
    )
    capacities = dict(states.values_list("page_id", "capacity"))
    confirmed = Registration.objects.filter(session__in=capacities, status=Status.CONFIRMED)
    return sum(seats or 0 for seats in capacities.values()), confirmed.count()


def _grouped(rows, by: str, counted, label) -> tuple[Tally, ...]:
    """The largest first, what is not known last."""
    tallies = [_tally(label(row[by]), row) for row in rows.values(by).annotate(**counted)]
    return tuple(sorted(tallies, key=lambda one: (one.label == UNKNOWN, -one.counts[0], one.label)))


def _tally(label: str, row) -> Tally:
    return Tally(label, tuple(row[name] for name in COUNTS))
