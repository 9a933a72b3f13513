"""The second factor of a person: an application that draws codes, and ten codes on paper.

A code is taken once. Codes that are wrong make the next one wait, longer each time.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import user_has_device
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from home.groups import CONTRIBUTORS

DIGITS = 6  # of the code that an application draws
RECOVERY_DIGITS = 10
RECOVERY_CODES = 10


@dataclass(frozen=True)
class Answer:
    """What became of a code: the device that took it, or None. `wait_until` is when another one is
    looked at, when this one was not."""

    device: Device | None = None
    wait_until: dt.datetime | None = None


def is_bound(user: Any) -> bool:
    """Whoever may do more than write drafts: a group made later is bound until it is named here."""
    if user.is_superuser or user.user_permissions.exists():
        return True
    return user.groups.exclude(name=CONTRIBUTORS).exists() or not user.groups.exists()


def is_asked(user: Any) -> bool:
    """Whether this person gives a code after the password: bound to, or willing to."""
    return bool(settings.SECOND_FACTOR) and (is_bound(user) or has_one(user))


def has_one(user: Any) -> bool:
    return bool(user_has_device(user))


def application_of(user: Any) -> TOTPDevice | None:
    """The application that this person has registered."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


@transaction.atomic
def application_to_register(user: Any) -> TOTPDevice:
    """The application that waits for its first code: its key stays the same until then."""
    get_user_model()._default_manager.select_for_update().get(pk=user.pk)
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return waiting or TOTPDevice.objects.create(user=user, name="application", confirmed=False)


def key_in_text(application: TOTPDevice) -> str:
    """The key as people copy it: letters and digits by four."""
    return " ".join(re.findall(".{4}", b32encode(application.bin_key).decode()))


def drawing(application: TOTPDevice) -> str:
    """The QR code of the key, as SVG, on white whatever the colours of the page."""
    code = segno.make(application.config_url, error="m", micro=False)
    return code.svg_inline(scale=5, border=4, light="#fff", omitsize=True, svgclass=None)


@transaction.atomic
def register(user: Any, typed: str) -> Answer:
    """Take the first code of an application: from then on, it is the only one of this person."""
    waiting = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    answer = _verified(waiting, _digits(typed))
    if answer.device is not None:
        TOTPDevice.objects.filter(user=user).exclude(pk=answer.device.pk).delete()
        answer.device.confirmed = True
        answer.device.save(update_fields=["confirmed"])
    return answer


@transaction.atomic
def verify(user: Any, typed: str) -> Answer:
    """Take a code of the application or a recovery code: the number of digits tells them apart."""
    digits = _digits(typed)
    kind: type[Device] = TOTPDevice if len(digits) == DIGITS else StaticDevice
    devices = kind._default_manager.select_for_update().filter(user=user, confirmed=True)
    token = digits if kind is TOTPDevice else _hash(digits)
    return _verified(devices.first(), token)


@transaction.atomic
def new_recovery_codes(user: Any) -> Sequence[str]:
    """Ten codes, written nowhere else: those of before are worth nothing any more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="codes de secours", confirmed=True)
    drawn: set[str] = set()
    while len(drawn) < RECOVERY_CODES:
        drawn.add(f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}")
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_hash(one)) for one in drawn)
    return [f"{one[:5]} {one[5:]}" for one in drawn]


def recovery_codes_left(user: Any) -> int:
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


@transaction.atomic
def reset(user: Any) -> None:
    """Take everything away: this person registers another application at the next log-in."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _verified(device: Any, token: str) -> Answer:
    if device is None:
        return Answer()
    allowed, why = device.verify_is_allowed()
    if not allowed:
        return Answer(wait_until=why["locked_until"])
    return Answer(device if device.verify_token(token) else None)


def _digits(typed: str) -> str:
    """People write « 123 456 », and copy codes with what stands between."""
    return re.sub(r"[\s.-]", "", typed)


def _hash(code: str) -> str:
    """Recovery codes are passwords: the database does not hold them. 16 characters are its most."""
    return salted_hmac("accounts.recovery", code, algorithm="sha256").hexdigest()[:16]
