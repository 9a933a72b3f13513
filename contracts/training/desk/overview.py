"""How sessions stand, in one line each: when, seats, waiting list, mails refused, state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from contracts.training.models import RegistrationMail, Status, TrainingSessionPage
from contracts.training.seats.counts import Seats
from contracts.training.seats.situation import Situation, obstacles
from contracts.values.dates.french_calendar import french_date

_OPEN, _RUNNING, _FULL = "Ouverte", "En cours", "Complète"
_LABELS = {
    Situation.CANCELLED: "Annulée",
    Situation.PAST: "Passée",
    Situation.DRAFT: "Brouillon",
    Situation.BEGUN: _RUNNING,
    Situation.CLOSED: "Inscriptions closes",
    Situation.ELSEWHERE: "Sans inscription sur ce site",
    Situation.OPEN: _OPEN,
    Situation.WAITING_LIST: _FULL,
}


@dataclass(frozen=True)
class SessionLine:
    """`title` first: whoever reads the list looks for it."""

    pk: int
    title: str
    when: str
    seats: Seats
    refused_mails: int
    state: str
    is_past: bool
    begins_at: dt.datetime | None

    @property
    def taken(self) -> str:
        """« 12 sur 20 »; the capacity may not be known."""
        capacity = self.seats.capacity
        taken = self.seats.confirmed + self.seats.offered
        return f"{taken} sur {capacity}" if capacity is not None else str(taken)

    @property
    def is_filling_up(self) -> bool:
        """Registrations are open, and four seats of five are taken."""
        capacity = self.seats.capacity or 0
        taken = self.seats.confirmed + self.seats.offered
        is_near_full = self.state == _OPEN and 0 < capacity * 4 <= taken * 5
        return is_near_full or self.state == _FULL

    @property
    def is_open(self) -> bool:
        return self.state in {_OPEN, _RUNNING}


def session_lines(*, count_mails: bool = True) -> list[SessionLine]:
    """Upcoming ones first, the nearest at the head; then those without a date; then the past,
    the latest first. Without `count_mails`, refused ones are told as none."""
    now = timezone.now()
    offered = Q(registrations__status=Status.OFFERED, registrations__offer_expires_at__gt=now)
    pages = (
        TrainingSessionPage.with_state()
        .prefetch_related("dates")
        .annotate(
            confirmed=Count("registrations", Q(registrations__status=Status.CONFIRMED)),
            offered=Count("registrations", offered),
            waiting=Count("registrations", Q(registrations__status=Status.WAITING)),
        )
    )
    mails = RegistrationMail.objects.all() if count_mails else RegistrationMail.objects.none()
    refused = dict(
        mails.filter(state=RegistrationMail.State.REFUSED)
        .values_list("registration__session")
        .annotate(Count("pk"))
    )
    lines = [_line(page, refused.get(page.pk, 0)) for page in pages]
    return sorted(lines, key=_position)


def _line(page: TrainingSessionPage, refused_mails: int) -> SessionLine:
    seats = Seats(page.capacity, page.confirmed, page.offered, page.waiting)
    return SessionLine(
        pk=page.pk,
        title=page.title,
        when=when(page),
        seats=seats,
        refused_mails=refused_mails,
        state=state_label(page, seats),
        is_past=page.is_past(),
        begins_at=page.begins_at(),
    )


def _position(line: SessionLine) -> tuple[int, float, str]:
    if line.begins_at is None:
        return (1, 0, line.title)
    moment = line.begins_at.timestamp()
    return (2, -moment, line.title) if line.is_past else (0, moment, line.title)


def when(page: TrainingSessionPage) -> str:
    """« 12 décembre 2026 », « 12 décembre 2026 et 2 autres dates »."""
    first = page.first_date()
    if first is None:
        return "date non renseignée"
    day = french_date(first.day)
    others = len(page.dates.all()) - 1
    if not others:
        return day
    return f"{day} et {others} autre{'s' if others > 1 else ''} date{'s' if others > 1 else ''}"


def state_label(page: TrainingSessionPage, seats: Seats) -> str:
    """The one thing to know of a session: what comes first here hides what comes after."""
    situation = next(obstacles(page, page.state, timezone.now()), None)
    if situation is None:
        situation = Situation.OPEN if seats.left else Situation.WAITING_LIST
    if situation == Situation.NOT_YET and page.registration_opens:
        return f"Ouvre le {french_date(page.registration_opens, year=False)}"
    return _LABELS[situation]


def has_come(page: TrainingSessionPage) -> bool:
    """Whether the first day of the session is there: presence is noted from then on."""
    first = page.first_date()
    return first is not None and first.day <= page.time_zone.today()
