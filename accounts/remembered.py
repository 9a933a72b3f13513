"""A browser that gave a code is not asked for another one for thirty days.

Its cookie holds a secret of which the database has the hash alone, and is signed with the password
of its person: another password, another application of codes, or the row erased revoke it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import RememberedDevice

FOR = dt.timedelta(days=30)
PATH = "/admin/"


def remember(response: HttpResponseBase, user: Any, application: TOTPDevice) -> None:
    """Have the browser that gets this response known from now on."""
    secret = secrets.token_urlsafe(32)
    RememberedDevice.objects.create(application=application, secret_hash=_hash(secret))
    response.set_signed_cookie(
        _cookie(user),
        secret,
        salt=_salt(user),
        max_age=FOR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def application_of(request: HttpRequest, user: Any) -> TOTPDevice | None:
    """The application whose code this browser gave less than thirty days ago, or None."""
    secret = request.get_signed_cookie(
        _cookie(user), default=None, salt=_salt(user), max_age=int(FOR.total_seconds())
    )
    if not secret:
        return None
    return TOTPDevice.objects.filter(
        user=user,
        confirmed=True,
        remembered_devices__secret_hash=_hash(secret),
        remembered_devices__remembered_at__gt=timezone.now() - FOR,
    ).first()


def of(user: Any) -> Any:
    """The devices that are known for this person, the newest first."""
    return RememberedDevice.objects.filter(
        application__user=user, remembered_at__gt=timezone.now() - FOR
    )


def forget_old() -> int:
    """Erase those that count no more: how many rows."""
    return RememberedDevice.objects.filter(remembered_at__lte=timezone.now() - FOR).delete()[0]


def _cookie(user: Any) -> str:
    return f"appareil_{user.pk}"


def _salt(user: Any) -> str:
    return f"accounts.remembered.{user.pk}.{user.get_session_auth_hash()}"


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
