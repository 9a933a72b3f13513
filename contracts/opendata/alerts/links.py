"""Signed addresses of alerts: whoever holds one needs no account, and a GET of any changes nothing.

Three kinds, each signed for itself alone: « confirm » opens one demand, « own » all the alerts of an
address, for some months, « stop » ends them all and is good for ever: whoever finds an old mail must
be able to stop what it announced. None has the address in it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from contracts.opendata.alerts.models import Alert, Subscriber

OWN_LASTS = dt.timedelta(days=90)


class AlertLink(StrEnum):
    CONFIRM = "confirmer"
    OWN = "suivi"
    STOP = "arreter"


@dataclass(frozen=True)
class Opened:
    """What an own link opens; `is_old` when it opens nothing but the sending of a new one."""

    subscriber: Subscriber
    is_old: bool


def own_address(subscriber: Subscriber) -> str:
    return reverse("alerts", args=[own_token(subscriber)])


def own_token(subscriber: Subscriber) -> str:
    return _sign(AlertLink.OWN, subscriber.key)


def own_url(subscriber: Subscriber) -> str:
    return _absolute(own_address(subscriber))


def stop_url(subscriber: Subscriber) -> str:
    return _absolute(reverse("alerts_stop", args=[_sign(AlertLink.STOP, subscriber.key)]))


def confirm_url(alert: Alert) -> str:
    return _absolute(reverse("alert_confirm", args=[_sign(AlertLink.CONFIRM, alert.key)]))


def read_own(token: str) -> Opened | None:
    """None when the token is forged, or names somebody whose alerts are erased."""
    key, signed_at = _read(AlertLink.OWN, token)
    subscriber = Subscriber.objects.filter(key=key).first() if key else None
    is_old = timezone.now() - signed_at > OWN_LASTS
    return Opened(subscriber, is_old) if subscriber else None


def read_confirm(token: str) -> Alert | None:
    """None when the token is forged, or when the demand was erased meanwhile."""
    key, _ = _read(AlertLink.CONFIRM, token)
    if key is None:
        return None
    return Alert.objects.select_related("subscriber").filter(key=key).first()


def read_stop(token: str) -> uuid.UUID | None:
    """The key of the subscriber, who may be erased already; None when the token is forged."""
    return _read(AlertLink.STOP, token)[0]


def _absolute(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def _signer(purpose: AlertLink) -> Signer:
    return Signer(sep="~", salt=f"contracts.opendata.alerts.{purpose}")


def _sign(purpose: AlertLink, key: uuid.UUID) -> str:
    return _signer(purpose).sign(f"{key.hex}.{int(timezone.now().timestamp())}")


def _read(purpose: AlertLink, token: str) -> tuple[uuid.UUID | None, dt.datetime]:
    """The key in a token, None when it is forged, and when it was signed."""
    try:
        key, _, signed_at = _signer(purpose).unsign(token).partition(".")
        return uuid.UUID(key), dt.datetime.fromtimestamp(int(signed_at), dt.UTC)
    except (BadSignature, ValueError):
        return None, timezone.now()
