"""What time brings to sessions, at each turn of the clock (`kb.jobs`).

A turn may be repeated, late, or run twice at once: seats are given under the lock, what must be
said once is written once, a mail is taken by one sender, and what is forgotten stays forgotten.
What fails for one session stops neither the others nor what follows: it is told at the end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from contracts.training import personal_data
from contracts.training.models import (
    MailKind,
    Registration,
    RegistrationMail,
    Status,
    TrainingSessionPage,
)
from contracts.training.seats import announce, lock, outbox
from contracts.training.values import reminders
from contracts.training.values.zones import first_today, last_today
from contracts.values import unforeseen

# Thanks leave in the morning after the last day, when the organiser has had the time to note who
# was there; after a long stop of the clock they would only surprise.
THANKS_UNTIL = dt.timedelta(days=14)

_TOLD_THE_DATES = (MailKind.CONFIRMED, MailKind.MOVED, MailKind.SESSION_CHANGED)


def _on_each(
    what: str,
    pages: Callable[[], Iterable[TrainingSessionPage]],
    act: Callable[[TrainingSessionPage], int | None],
) -> Iterator[tuple[str, int | str]]:
    """Do one thing for each of these sessions, whatever happens to the others."""
    for page in list(pages()):
        try:
            result = act(page)
        except Exception as error:  # noqa: BLE001 - told, and the next session has its turn
            yield f"{what}, session {page.pk}", unforeseen.told(error)
        else:
            yield what, result if isinstance(result, int) else 0


# Which sessions


def _to_settle() -> QuerySet[TrainingSessionPage]:
    """Those with an offer whose end has come, or where somebody waits and a seat may be free."""
    expired = Q(status=Status.OFFERED, offer_expires_at__lte=timezone.now())
    waits = Q(status=Status.WAITING, session__dates__day__gte=first_today())
    some = Registration.objects.filter(expired | waits)
    return TrainingSessionPage.objects.filter(pk__in=some.values("session"))


def _unannounced() -> Iterator[TrainingSessionPage]:
    """Those to come of which a change was published and not told."""
    to_come = TrainingSessionPage.with_state().live().filter(dates__day__gte=first_today())
    pages = _with_dates(TrainingSessionPage.objects.filter(pk__in=to_come.values("pk")))
    yield from filter(announce.is_unannounced, pages)


def _soon() -> QuerySet[TrainingSessionPage]:
    return _held_on(first_today(), last_today() + dt.timedelta(days=7))


def _just_over() -> QuerySet[TrainingSessionPage]:
    return _held_on(first_today() - THANKS_UNTIL, last_today() - dt.timedelta(days=1))


def _held_on(first: dt.date, last: dt.date) -> QuerySet[TrainingSessionPage]:
    """Published sessions of which a day is among these, and that take place."""
    pages = TrainingSessionPage.with_state().live().filter(state__cancelled_at=None)
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
            moment = reminders.leaves_at(first.day, kind, page.time_zone)
            told = RegistrationMail.objects.filter(
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
    leaves_at = reminders.morning(last + dt.timedelta(days=1), page.time_zone)
    now = timezone.now()
    if not leaves_at <= now < ends_at + THANKS_UNTIL:
        return 0
    present = _confirmed(page).exclude(attended=False)
    return _write_once(present, MailKind.THANKS, last.isoformat())


def _confirmed(page: TrainingSessionPage) -> QuerySet[Registration]:
    return Registration.objects.filter(
        session=page, status=Status.CONFIRMED, anonymised_at__isnull=True
    )


def _write_once(people: QuerySet[Registration], kind: MailKind, day: str) -> int:
    once = RegistrationMail.once_for(kind, day)
    said = RegistrationMail.objects.filter(registration=OuterRef("pk"), once=once)
    new = list(people.filter(~Exists(said)).order_by("ticket"))
    for registration in new:
        outbox.write_once(registration, kind, day)
    return len(new)


def _forget_mail() -> Iterator[tuple[str, int]]:
    yield "courriels effacés", personal_data.forget_mail()


JOBS = (
    *(
        (what, partial(_on_each, what, pages, act))
        for what, pages, act in (
            ("changements annoncés", _unannounced, announce.announce),
            ("places", _to_settle, lock.settle),
            ("rappels", _soon, _remind),
            ("remerciements", _just_over, _thank),
            ("besoins effacés", partial(_holding, ~Q(needs="")), personal_data.forget_needs),
            ("inscriptions anonymisées", partial(_holding, Q()), personal_data.anonymise),
        )
    ),
    ("courriels effacés", _forget_mail),
)
