"""Everything that begins, changes or ends an alert. No other module writes these rows, but for the
digests that move what was told (`contracts.opendata.alerts.digests`)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from contracts.mail import outbox
from contracts.mail.addresses import mailbox_key
from contracts.opendata.alerts.followed import FollowedList
from contracts.opendata.alerts.models import Alert, AlertMail, Subscriber
from contracts.public_forms import throttle

MOST_LISTS = 20  # of one address
# A network address may ask so many times in a day: a town hall asks for its whole council.
MOST_A_DAY = 30
# What comes beyond, from however many networks, is asked again later: the page says so.
MAILS_AN_HOUR = 120
# To one mailbox, whoever types its address; beyond, the answer on the page stays the same.
MAILS_TO_ONE_A_DAY = 6

_Kind = AlertMail.Kind


class TooMany(Exception):
    """The site has sent as many mails of this kind as it does in an hour."""


@transaction.atomic
def ask(email: str, followed: FollowedList, title: str, rhythm: str) -> None:
    """Write the mail that asks to confirm. For a list that the address follows already, or when it
    follows as many as one may, the mail leads to its alerts: nothing is changed for whoever only
    types an address. Raises TooMany."""
    _check_mails_of_the_hour()
    if not _may_write_to(email):
        return
    subscriber, _ = Subscriber.objects.get_or_create(
        email_key=mailbox_key(email), defaults={"email": email}
    )
    asked = subscriber.alerts.filter(dataset=followed.dataset, query=followed.query)
    follows = subscriber.alerts.confirmed()
    if asked.confirmed().exists() or follows.count() >= MOST_LISTS:
        outbox.write(AlertMail(subscriber=subscriber, kind=_Kind.LINK))
        return
    alert, _ = Alert.objects.update_or_create(
        subscriber=subscriber,
        dataset=followed.dataset,
        query=followed.query,
        defaults={"title": title, "rhythm": rhythm, "asked_at": timezone.now()},
    )
    outbox.write(AlertMail(subscriber=subscriber, alert=alert, kind=_Kind.CONFIRM))


@transaction.atomic
def send_link(email: str) -> None:
    """To whoever has lost theirs; nothing is written when this address has no alert. Raises
    TooMany."""
    _check_mails_of_the_hour()
    subscriber = of_address(email)
    if subscriber is not None and subscriber.alerts.confirmed().exists() and _may_write_to(email):
        outbox.write(AlertMail(subscriber=subscriber, kind=_Kind.LINK))


@transaction.atomic
def confirm(alert: Alert) -> None:
    """From now on; what is confirmed already stays as it is."""
    now = timezone.now()
    waiting = Alert.objects.filter(pk=alert.pk, confirmed_at__isnull=True)
    waiting.update(confirmed_at=now, told_until=now)
    renew(alert.subscriber)


@transaction.atomic
def pause(alert: Alert) -> None:
    Alert.objects.active().filter(pk=alert.pk).update(paused_at=timezone.now())
    renew(alert.subscriber)


@transaction.atomic
def resume(alert: Alert) -> None:
    """From now on: what was published during the pause is on the site, and is not sent at once."""
    paused = Alert.objects.filter(pk=alert.pk, paused_at__isnull=False)
    paused.update(paused_at=None, told_until=timezone.now())
    renew(alert.subscriber)


@transaction.atomic
def change(alert: Alert, followed: FollowedList, title: str, rhythm: str) -> bool:
    """False when the address follows this other list already."""
    others = alert.subscriber.alerts.exclude(pk=alert.pk)
    if others.filter(dataset=followed.dataset, query=followed.query).confirmed().exists():
        return False
    others.filter(dataset=followed.dataset, query=followed.query).delete()
    moved = {} if followed.query == alert.query else {"told_until": timezone.now()}
    Alert.objects.filter(pk=alert.pk).update(
        query=followed.query, title=title, rhythm=rhythm, lost_at=None, **moved
    )
    renew(alert.subscriber)
    return True


@transaction.atomic
def stop(alert: Alert) -> None:
    """Its row goes, and the address with the last one."""
    alert.delete()
    renew(alert.subscriber)
    forget_idle()


@transaction.atomic
def erase(key: uuid.UUID) -> int:
    """All that is kept of a subscriber, mails that wait included: how many addresses went, 1 or 0.
    Their row is taken first: a clock that writes them a digest at this moment goes before, or finds
    nobody."""
    rows = Subscriber.objects.select_for_update().filter(key=key)
    return rows.delete()[1].get(Subscriber._meta.label, 0) if rows.first() else 0


def renew(subscriber: Subscriber) -> None:
    """The person did something: their alerts are kept from now."""
    rows = Subscriber.objects.filter(pk=subscriber.pk)
    rows.update(renewed_at=timezone.now(), reminded_at=None)


def forget_idle() -> int:
    """Addresses without any alert left."""
    idle = Subscriber.objects.filter(alerts__isnull=True).values_list("key", flat=True)
    return sum(map(erase, list(idle)))


def of_address(email: str) -> Subscriber | None:
    return Subscriber.objects.filter(email_key=mailbox_key(email)).first()


def most_followed(most: int) -> list[dict[str, Any]]:
    """The `title` of the lists that the most people follow, and `many`: how many."""
    rows = Alert.objects.confirmed().order_by().values("dataset", "query")
    counted = rows.annotate(title=Max("title"), many=Count("pk")).order_by("-many", "title")
    return list(counted.values("title", "many")[:most])


def export(subscriber: Subscriber) -> dict[str, Any]:
    """What is held on the person, as plain JSON under the names that the screens use."""
    return {
        "produit le": _plain(timezone.now()),
        "courriel": subscriber.email,
        "dernier geste": _plain(subscriber.renewed_at),
        "alertes": [
            {
                "ce qui est suivi": alert.title,
                "rythme": alert.get_rhythm_display(),
                "demandée le": _plain(alert.asked_at),
                "confirmée le": _plain(alert.confirmed_at),
                "en pause depuis": _plain(alert.paused_at),
            }
            for alert in subscriber.alerts.all()
        ],
        "courriels": [
            {
                "message": _Kind(mail.kind).label,
                "écrit le": _plain(mail.created_at),
                "état": mail.get_state_display(),
            }
            for mail in subscriber.mails.all()
        ],
    }


def _plain(moment: dt.datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def _may_write_to(email: str) -> bool:
    return throttle.attempt("courriels-alertes", mailbox_key(email)) <= MAILS_TO_ONE_A_DAY


def _check_mails_of_the_hour() -> None:
    since = timezone.now() - dt.timedelta(hours=1)
    asked = AlertMail.objects.filter(created_at__gt=since, kind__in=[_Kind.CONFIRM, _Kind.LINK])
    if asked.count() >= MAILS_AN_HOUR:
        raise TooMany
