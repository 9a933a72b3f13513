"""Of whom a second factor is asked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django_otp import user_has_device

from home.site import CONTRIBUTORS


def is_bound(user: Any) -> bool:
    """Whoever may do more than write drafts: a group made later is bound until it is named here."""
    if user.is_superuser or user.user_permissions.exists():
        return True
    return user.groups.exclude(name=CONTRIBUTORS).exists() or not user.groups.exists()


def is_asked(user: Any) -> bool:
    """Whether this person gives a code after the password: bound to, or willing to."""
    return bool(settings.SECOND_FACTOR) and (is_bound(user) or user_has_device(user))
