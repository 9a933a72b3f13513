"""What the pages of one registration say: where it stands, what can still be done, the details."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from contracts.rules.listed import listed
from contracts.training.access import links
from contracts.training.access.links import Purpose
from contracts.training.models import (
    LIVE,
    Material,
    Registration,
    Status,
    TrainingSessionPage,
)
from contracts.training.seats.availability import Availability, availability
from contracts.training.values.said_dates import SaidDate, said_dates


@dataclass(frozen=True)
class SessionDetails:
    """When and where; `url` is empty when readers would not find the page of the session, which
    those who are registered keep knowing about."""

    page: TrainingSessionPage
    dates: tuple[SaidDate, ...]
    url: str


def details_of(page: TrainingSessionPage) -> SessionDetails:
    public = listed(TrainingSessionPage.objects).filter(pk=page.pk).exists()
    return SessionDetails(
        page, said_dates(page.dates.all(), page.time_zone), page.url if public else ""
    )


class RegistrationContext:
    """The page behind the own link."""

    def __init__(self, registration: Registration):
        self.registration = registration
        self.session = details_of(registration.session)
        self.token = links.token(registration, Purpose.OWN)
        self.status = status_of(registration)

    @property
    def is_confirmed(self) -> bool:
        return self.status == Status.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.status == Status.WAITING

    @property
    def is_offered(self) -> bool:
        return self.status == Status.OFFERED

    @property
    def is_moved(self) -> bool:
        return self.status == Status.MOVED

    @property
    def may_change(self) -> bool:
        return self.status in LIVE

    @property
    def heading(self) -> str:
        if self.status == Status.CANCELLED and self.registration.session.state.cancelled:
            return "Cette session est annulée"
        return _HEADINGS[self.status]

    @cached_property
    def again(self) -> Availability | None:
        """Whether somebody who is no longer registered may register again, if it can be seen."""
        if self.may_change or not self.session.url:
            return None
        found = availability(self.session.page)
        return found if found.takes_registrations else None


class FollowUpContext:
    """The page behind the link that thanks."""

    def __init__(self, registration: Registration):
        self.registration = registration
        self.session = details_of(registration.session)
        self.token = links.token(registration, Purpose.FOLLOW_UP)

    @property
    def attended(self) -> bool:
        return self.registration.attended is True

    @property
    def was_cancelled(self) -> bool:
        return self.registration.session.state.cancelled

    @property
    def heading(self) -> str:
        if self.was_cancelled:
            return "Cette session a été annulée"
        return "Merci de votre participation" if self.attended else "Les suites de la session"

    @cached_property
    def materials(self) -> list[Material]:
        """Those that the page of the session shows: none when it is withdrawn."""
        if not self.session.url:
            return []
        return list(self.registration.session.materials.select_related("document"))


def status_of(registration: Registration, now: dt.datetime | None = None) -> str:
    """The status as it is, though nobody has yet noted that an offer has expired."""
    expires_at = registration.offer_expires_at
    if registration.status == Status.OFFERED and expires_at is not None:
        return Status.EXPIRED if expires_at <= (now or timezone.now()) else Status.OFFERED
    return registration.status


def own_address(registration: Registration, name: str = "registration") -> str:
    """An address of the same site, wherever it runs: mail needs the public one (links.own_url)."""
    return reverse(name, args=[links.token(registration, Purpose.OWN)])


_HEADINGS: dict[str, str] = {
    Status.CONFIRMED: "Votre inscription est confirmée",
    Status.WAITING: "Vous êtes en liste d’attente",
    Status.OFFERED: "Une place vous est proposée",
    Status.CANCELLED: "Votre inscription est annulée",
    Status.REFUSED: "Vous avez laissé la place proposée",
    Status.EXPIRED: "Le délai pour accepter la place est passé",
    Status.MOVED: "Votre inscription a été déplacée",
}
