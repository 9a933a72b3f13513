"""What is due of alerts, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from contracts.mail import outbox
from contracts.mail.models import OutgoingMail
from contracts.opendata.alerts import digests, following
from contracts.opendata.alerts.models import (
    MONTHS_BEFORE_REMINDER,
    MONTHS_KEPT,
    UNCONFIRMED_KEPT,
    Alert,
    AlertMail,
    Subscriber,
)

MAIL_KEPT = dt.timedelta(days=30)
# Digests in MAIL_KEPT that the server of an address refuses for good before it is forgotten.
MOST_REFUSALS = 3

State = OutgoingMail.State


def _digests() -> Iterator[tuple[str, int | str]]:
    yield from digests.make_due()
    digests.keep_waiting()


def _call() -> Iterator[tuple[str, int]]:
    """Ask those who have done nothing for long whether they keep their alerts: once."""
    limit = timezone.localtime() - relativedelta(months=MONTHS_BEFORE_REMINDER)
    silent = Subscriber.objects.filter(renewed_at__lte=limit, reminded_at__isnull=True)
    for subscriber in list(silent):
        with transaction.atomic():
            # Of two clocks at once, one writes.
            mine = silent.filter(pk=subscriber.pk).update(reminded_at=timezone.now())
            if mine:
                outbox.write(AlertMail(subscriber=subscriber, kind=AlertMail.Kind.RENEWAL))
        yield "alertes à garder", mine


def _forget() -> Iterator[tuple[str, int]]:
    """What was never confirmed, addresses that answer no more, and mails that have left."""
    now = timezone.localtime()
    unconfirmed = Alert.objects.filter(
        confirmed_at__isnull=True, asked_at__lte=now - UNCONFIRMED_KEPT
    )
    yield "demandes d’alertes effacées", _deleted(unconfirmed.delete(), Alert)
    # Nobody is forgotten who was not asked a month before, however late the clock is.
    asked_by = now - relativedelta(months=MONTHS_KEPT - MONTHS_BEFORE_REMINDER)
    silent = Subscriber.objects.filter(
        renewed_at__lte=now - relativedelta(months=MONTHS_KEPT), reminded_at__lte=asked_by
    )
    refused = Subscriber.objects.annotate(
        refusals=Count("mails", filter=Q(mails__state=State.REFUSED))
    ).filter(refusals__gte=MOST_REFUSALS)
    for rows in (silent, refused):
        yield "abonnements effacés", sum(map(following.erase, rows.values_list("key", flat=True)))
    gone = AlertMail.objects.exclude(state=State.WAITING)
    old = gone.filter(created_at__lte=now - MAIL_KEPT)
    yield "courriels d’alertes effacés", _deleted(old.delete(), AlertMail)
    yield "abonnements effacés", following.forget_idle()


def _deleted(result: tuple[int, dict[str, int]], model: type) -> int:
    return result[1].get(model._meta.label, 0)  # type: ignore[attr-defined]


JOBS = (
    ("alertes effacées", _forget),
    ("alertes à garder", _call),
    ("alertes envoyées", _digests),
)
