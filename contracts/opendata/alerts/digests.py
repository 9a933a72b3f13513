"""Digests are made here: one mail for all the alerts of an address that are due.

All is done under the row of the subscriber, in one transaction: what is told moves with the mail
that tells it, so that two clocks at once write one digest, and a process that dies leaves either
both or none. A digest that still waits for the mail server is given the news that came since, rather
than a second one written. Its text is made when it leaves: whoever has stopped gets nothing, and
what was withdrawn is not told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from contracts.mail import outbox
from contracts.mail.models import OutgoingMail
from contracts.opendata.alerts.digest import Lists
from contracts.opendata.alerts.models import Alert, AlertMail, Subscriber
from contracts.opendata.alerts.rhythm import SETTLED, Rhythm, last_due
from contracts.values import unforeseen

State = OutgoingMail.State


@dataclass(frozen=True)
class DigestFacts:
    """What is known of a digest before its text: of each alert, by its pk, since when its news are
    told; which alerts cannot be followed any more; until when."""

    since: dict[int, dt.datetime]
    lost: tuple[int, ...]
    until: dt.datetime

    def plain(self) -> dict[str, Any]:
        return {
            "since": {str(pk): moment.isoformat() for pk, moment in self.since.items()},
            "lost": list(self.lost),
            "until": self.until.isoformat(),
        }

    @classmethod
    def read(cls, facts: dict[str, Any]) -> DigestFacts:
        moment = dt.datetime.fromisoformat
        since = {int(pk): moment(text) for pk, text in facts["since"].items()}
        return cls(since, tuple(facts["lost"]), moment(facts["until"]))

    def after(self, earlier: DigestFacts) -> DigestFacts:
        """Both as one, the earlier one not having left."""
        lost = (*earlier.lost, *(pk for pk in self.lost if pk not in earlier.lost))
        return DigestFacts({**self.since, **earlier.since}, lost, self.until)


def make_due() -> Iterator[tuple[str, int | str]]:
    """One digest for each address that is due, and what failed of it."""
    until = timezone.now() - SETTLED
    due = _due(until).order_by("subscriber").values_list("subscriber", flat=True).distinct()
    lists = Lists()
    for pk in list(due):
        try:
            yield "alertes envoyées", _make(pk, until, lists)
        except Exception as error:  # noqa: BLE001 - told, and the next address has its turn
            yield f"alertes, abonnement {pk}", unforeseen.told(error)


def keep_waiting() -> None:
    """A mail is given up after three days; not one that no server was there to take."""
    now = timezone.now()
    OutgoingMail.objects.filter(
        kind=AlertMail.Kind.DIGEST,
        state=State.WAITING,
        attempts=0,
        created_at__lt=now - dt.timedelta(days=1),
    ).update(created_at=now)


def _due(until: dt.datetime) -> Any:
    over = Q()
    for rhythm in Rhythm:
        over |= Q(rhythm=rhythm, told_until__lt=last_due(rhythm, until))
    return Alert.objects.active().filter(over)


@transaction.atomic
def _make(pk: int, until: dt.datetime, lists: Lists) -> int:
    subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
    if subscriber is None:
        return 0
    alerts = list(_due(until).filter(subscriber=subscriber))
    since, lost = {}, []
    for alert in alerts:
        selected = lists.of(alert)
        if selected is None:
            if alert.lost_at is None:
                lost.append(alert.pk)
        elif lists.publications(alert, alert.told_until, until):
            since[alert.pk] = alert.told_until
    if (since or lost) and not _write(subscriber, DigestFacts(since, tuple(lost), until)):
        return 0
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(told_until=until)
    Alert.objects.filter(pk__in=lost).update(lost_at=until)
    return int(bool(since or lost))


def _write(subscriber: Subscriber, facts: DigestFacts) -> bool:
    """False when the digest that waits is being sent: the next turn of the clock does it."""
    waiting = subscriber.mails.filter(kind=AlertMail.Kind.DIGEST, state=State.WAITING).first()
    if waiting is None:
        mail = AlertMail(subscriber=subscriber, kind=AlertMail.Kind.DIGEST, facts=facts.plain())
        outbox.write(mail)
        return True
    now = timezone.now()
    both = facts.after(DigestFacts.read(waiting.facts))
    # A sender takes a row by moving its next attempt: this one is then left alone.
    free = OutgoingMail.objects.filter(pk=waiting.pk, state=State.WAITING, next_attempt_at__lte=now)
    return bool(free.update(facts=both.plain(), created_at=now))
