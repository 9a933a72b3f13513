"""Sessions with people, as the desk shows them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from contracts.training.models import Registration, RegistrationMail, TrainingSessionPage
from contracts.training.seats import registrations
from tests.contracts.training.factories import person, session


def full_session(waiting: int = 1, **fields: Any) -> tuple[TrainingSessionPage, list[Registration]]:
    """One seat, taken; then as many people who wait."""
    page = session(capacity=1, **fields)
    return page, [registrations.register(page, person()) for _ in range(1 + waiting)]


def room(people: int, **fields: Any) -> tuple[TrainingSessionPage, list[Registration]]:
    """A session that is held today, with as many people who have a seat."""
    page = session(capacity=people, **fields)
    registered = [registrations.register(page, person()) for _ in range(people)]
    begin(page, timezone.localdate())
    return page, registered


def begin(page: TrainingSessionPage, day: dt.date) -> None:
    page.dates.model.objects.filter(page=page).update(day=day)


def refused_mail(registration: Registration, error: str = "550 User unknown") -> RegistrationMail:
    """The first mail of a registration, which the server would not have."""
    mail = registration.mails.first()
    mail.state, mail.error, mail.attempts = RegistrationMail.State.REFUSED, error, 3
    mail.save()
    return mail


def desk(name: str, *args: int) -> str:
    return reverse(f"desk:{name}", args=args)
