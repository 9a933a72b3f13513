"""What time brings to sessions: one turn of the clock, asked for every five minutes.

A turn may be repeated, late, or run twice at once: seats are given under the lock, what must be
said once is written once, a mail is taken by one sender, and what is forgotten stays forgotten.
What fails for one session stops neither the others nor what follows: it is told at the end.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from contracts.public_forms import throttle
from contracts.training import personal_data, unforeseen
from contracts.training.mailing import outbox, sending
from contracts.training.models import (
    MailKind,
    OutgoingMail,
    Registration,
    Status,
    TrainingSessionPage,
)
from contracts.training.seats import announce, lock
from contracts.training.values import reminders

# Thanks leave in the morning after the last day, when the organiser has had the time to note who
# was there; after a long stop of the clock they would only surprise.
THANKS_UNTIL = dt.timedelta(days=14)

_TOLD_THE_DATES = (MailKind.CONFIRMED, MailKind.MOVED, MailKind.SESSION_CHANGED)


@dataclass(frozen=True)
class Turn:
    """How much was done of each thing, and what failed."""

    done: Counter[str]
    failures: tuple[str, ...]


def turn() -> Turn:
    work = _Work()
    work.on_each("changements annoncés", _unannounced(), announce.announce)
    work.on_each("places", _to_settle(), lock.settle)
    work.on_each("rappels", _soon(), _remind)
    work.on_each("remerciements", _just_over(), _thank)
    work.once("envoi des courriels", lambda: _send(work))
    work.on_each("besoins effacés", _holding(~Q(needs="")), personal_data.forget_needs)
    work.on_each("inscriptions anonymisées", _holding(Q()), personal_data.anonymise)
    work.once("courriels effacés", personal_data.forget_mail)
    work.once("adresses oubliées", lambda: throttle.forget_before(timezone.localdate()))
    return Turn(+work.done, tuple(work.failures))


Result = TypeVar("Result")


class _Work:
    """Does one thing after the other, whatever happens to each."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.failures: list[str] = []

    def on_each(
        self,
        what: str,
        pages: Iterable[TrainingSessionPage],
        act: Callable[[TrainingSessionPage], int | None],
    ) -> None:
        for page in self.once(what, lambda: list(pages)) or ():
            self._try(f"{what}, session {page.pk}", what, partial(act, page))

    def once(self, what: str, act: Callable[[], Result]) -> Result | None:
        return self._try(what, what, act)

    def _try(self, where: str, what: str, act: Callable[[], Result]) -> Result | None:
        try:
            result = act()
        except Exception as error:  # noqa: BLE001 - told, and the next thing is done
            self.failures.append(f"{where} : {unforeseen.told(error)}")
            return None
        if isinstance(result, int):
            self.done[what] += result
        return result


# Which sessions


def _to_settle() -> QuerySet[TrainingSessionPage]:
    """Those with an offer whose end has come, or where somebody waits and a seat may be free."""
    expired = Q(status=Status.OFFERED, offer_expires_at__lte=timezone.now())
    waits = Q(status=Status.WAITING, session__dates__day__gte=timezone.localdate())
    some = Registration.objects.filter(expired | waits)
    return TrainingSessionPage.objects.filter(pk__in=some.values("session"))


def _unannounced() -> Iterator[TrainingSessionPage]:
    """Those to come of which a change was published and not told."""
    to_come = TrainingSessionPage.objects.live().filter(dates__day__gte=timezone.localdate())
    pages = _with_dates(TrainingSessionPage.objects.filter(pk__in=to_come.values("pk")))
    yield from filter(announce.is_unannounced, pages)


def _soon() -> QuerySet[TrainingSessionPage]:
    today = timezone.localdate()
    return _held_on(today, today + dt.timedelta(days=7))


def _just_over() -> QuerySet[TrainingSessionPage]:
    today = timezone.localdate()
    return _held_on(today - THANKS_UNTIL, today - dt.timedelta(days=1))


def _held_on(first: dt.date, last: dt.date) -> QuerySet[TrainingSessionPage]:
    """Published sessions of which a day is among these, and that take place."""
    pages = TrainingSessionPage.objects.live().filter(state__cancelled_at=None)
    days = pages.filter(dates__day__range=(first, last)).values("pk")
    return _with_dates(TrainingSessionPage.objects.filter(pk__in=days))


def _holding(what: Q) -> QuerySet[TrainingSessionPage]:
    """Sessions whose registrations still hold this of somebody."""
    held = Registration.objects.filter(what, anonymised_at__isnull=True)
    return _with_dates(TrainingSessionPage.objects.filter(pk__in=held.values("session")))


def _with_dates(pages: QuerySet[TrainingSessionPage]) -> QuerySet[TrainingSessionPage]:
    return pages.select_related("state").prefetch_related("dates").order_by("pk")


# What is done


def _remind(page: TrainingSessionPage) -> int:
    """Who was registered, or was told the dates, after the moment of a reminder needs none."""
    first = page.first_date()
    if first is None:
        return 0
    day = first.day.isoformat()
    written = 0
    for kind in (MailKind.REMINDER_WEEK, MailKind.REMINDER_DAY):
        if reminders.is_useful(page.timing(), kind, day):
            moment = reminders.leaves_at(first.day, kind)
            told = OutgoingMail.objects.filter(
                registration=OuterRef("pk"), kind__in=_TOLD_THE_DATES, created_at__gte=moment
            )
            people = _confirmed(page).filter(~Exists(told), created_at__lt=moment)
            written += _write_once(people, kind, day)
    return written


def _thank(page: TrainingSessionPage) -> int:
    last_date, ends_at = page.last_date(), page.ends_at()
    if last_date is None or ends_at is None:
        return 0
    last = last_date.day
    leaves_at = dt.datetime.combine(last + dt.timedelta(days=1), reminders.LEAVES_AT)
    now = timezone.now()
    if not timezone.make_aware(leaves_at) <= now < ends_at + THANKS_UNTIL:
        return 0
    present = _confirmed(page).exclude(attended=False)
    return _write_once(present, MailKind.THANKS, last.isoformat())


def _confirmed(page: TrainingSessionPage) -> QuerySet[Registration]:
    return Registration.objects.filter(
        session=page, status=Status.CONFIRMED, anonymised_at__isnull=True
    )


def _write_once(people: QuerySet[Registration], kind: MailKind, day: str) -> int:
    said = OutgoingMail.objects.filter(registration=OuterRef("pk"), kind=kind, once=day)
    new = list(people.filter(~Exists(said)).order_by("ticket"))
    for registration in new:
        outbox.write(registration, kind, {"day": day}, once=day)
    return len(new)


def _send(work: _Work) -> None:
    sent = sending.send_due()
    work.done["courriels envoyés"] += sent.sent
    work.done["courriels refusés"] += sent.refused
    work.failures += sent.errors
    if sent.outage:
        work.failures.append(f"les courriels attendent : {sent.outage}")
