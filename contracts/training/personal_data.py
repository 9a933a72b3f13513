"""What is held on one person: found, handed over, and forgotten when its time has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.utils import timezone

from contracts.mail.addresses import mailbox_key
from contracts.training.calendar import address
from contracts.training.models import (
    Registration,
    RegistrationMail,
    SessionDate,
    TrainingSessionPage,
)
from contracts.training.seats import erasure

NEEDS_KEPT = dt.timedelta(days=30)
# Numbers of the database and what opens the answer to an offer say nothing of anyone.
_NOT_HANDED_OVER = {"id", "session", "moved_from", "offer_nonce"}


def registrations_of(email: str) -> models.QuerySet[Registration]:
    """Every registration made with this address; several people may share it."""
    return Registration.objects.filter(
        email_key=mailbox_key(email), anonymised_at__isnull=True
    ).order_by("created_at", "pk")


def with_origins(rows: Iterable[Registration]) -> list[Registration]:
    """These registrations, each followed by those that an organiser moved it from, the latest
    first, and none twice; an origin that was forgotten is passed over. Nothing else is reached from
    a registration: whoever holds its link may have typed any name and address there."""
    found: dict[int, Registration] = {}
    for row in rows:
        found[row.pk] = row
        origin = row.moved_from
        while origin is not None:
            if origin.anonymised_at is None:
                found.setdefault(origin.pk, origin)
            origin = origin.moved_from
    return list(found.values())


def export(rows: Iterable[Registration]) -> dict[str, Any]:
    """These registrations and their origins, whole, as plain JSON under the names that the screens
    use."""
    return {
        "produit le": _plain(timezone.now()),
        "inscriptions": [_registration(row) for row in with_origins(rows)],
    }


def erase(rows: Iterable[Registration], *, by: str = "") -> None:
    """Forget these registrations and their origins. Each is a transaction of its own, so that no
    two locks are ever held."""
    for row in with_origins(rows):
        erasure.erase(row, by=by)


# What the clock forgets


def forget_needs(page: TrainingSessionPage) -> int:
    """Needs are of use until the session, and for what follows it: 30 days."""
    held = _held(page).exclude(needs="")
    return _over(page, held, timezone.now() - NEEDS_KEPT).update(needs="")


def anonymise(page: TrainingSessionPage) -> int:
    """Registrations name nobody any more some months of the calendar after the end."""
    months = settings.REGISTRATION_RETENTION_MONTHS
    limit = timezone.localtime() - relativedelta(months=months)
    return len([erasure.erase(row) for row in _over(page, _held(page), limit)])


def forget_mail() -> int:
    """Mail to whoever has been forgotten since: no row tells what was sent to nobody."""
    deleted = RegistrationMail.objects.filter(registration__anonymised_at__isnull=False).delete()[1]
    return deleted.get("training.RegistrationMail", 0)


def _held(page: TrainingSessionPage) -> models.QuerySet[Registration]:
    return Registration.objects.filter(session=page, anonymised_at__isnull=True)


def _over(
    page: TrainingSessionPage, rows: models.QuerySet[Registration], limit: dt.datetime
) -> models.QuerySet[Registration]:
    """Those of a session that was over by then. A session that has lost its dates must not keep
    people for ever: there the day of the registration counts."""
    end = page.ends_at()
    if end is None:
        return rows.filter(created_at__lte=limit)
    return rows if end <= limit else rows.none()


# What is handed over


def _registration(row: Registration) -> dict[str, Any]:
    page = row.session
    return {
        "session": {
            "titre": page.title,
            "adresse": address(page),
            "dates": [_date(date) for date in page.dates.all()],
            "fuseau horaire": page.time_zone.label,
        },
        **{
            str(field.verbose_name): _value(row, field)
            for field in row._meta.concrete_fields
            if field.name not in _NOT_HANDED_OVER
        },
        "journal": [
            {
                "le": _plain(event.at),
                "événement": event.get_kind_display(),
                "par": event.by,
                "raison": event.reason,
            }
            for event in row.events.all()
        ],
        "courriels": [
            {
                "message": mail.label,
                "écrit le": _plain(mail.created_at),
                "état": mail.get_state_display(),
                "envoyé le": _plain(mail.sent_at),
                "réponse du serveur": mail.error,
            }
            for mail in row.mails.all()
        ],
    }


def _value(row: Registration, field: models.Field[Any, Any]) -> Any:
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    return _plain(getattr(row, field.name))


def _date(date: SessionDate) -> dict[str, Any]:
    return {"jour": _plain(date.day), "de": _plain(date.starts_at), "à": _plain(date.ends_at)}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
