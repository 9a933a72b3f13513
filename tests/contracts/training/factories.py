"""A session that takes registrations, and people who register."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from contracts.training.models import (
    SessionDate,
    SessionIndexPage,
    SessionState,
    TrainingSessionPage,
)
from contracts.training.values.person import Person
from tests import factories

_numbers = count(1)


def session(
    *, in_days: float = 30, capacity: int | None = 20, online: bool = True, **fields: Any
) -> TrainingSessionPage:
    """A published session that begins in so many days, at 9:30 unless `dates` are given."""
    number = next(_numbers)
    page = TrainingSessionPage(
        title=f"Session {number}",
        slug=f"session-{number}",
        gist="Une journée pour s’y mettre.",
        source=factories.source(title="Programme"),
        organiser="Pays d’Ys",
        contact_email="organisation@ys.example",
    )
    day = timezone.localdate() + dt.timedelta(days=in_days)
    page.dates = [SessionDate(day=day, starts_at=dt.time(9, 30), ends_at=dt.time(17))]
    for name, value in fields.items():
        setattr(page, name, value)
    factories.home_page()
    SessionIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    SessionState.objects.filter(page=page).update(capacity=capacity, online=online)
    return TrainingSessionPage.objects.get(pk=page.pk)


def person(**fields: Any) -> Person:
    number = next(_numbers)
    values = {
        "first_name": "Ada",
        "last_name": f"Le Guen {number}",
        "organisation": "Mairie d’Ys",
        "function": "maire",
        "public": "elus",
        "email": f"ada{number}@ys.example",
        **fields,
    }
    return Person(**values)
