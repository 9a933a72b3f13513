"""How many times a form is sent in a day from one network address, and when it is too many.

The address is kept as a hash salted with the form and the day: from one form or one day to another
nothing can be matched, and counts of earlier days are erased. The limit is wide: a town hall writes
from one address.
"""

from __future__ import annotations

import datetime as dt
import ipaddress

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contracts.public_forms.models import AttemptCount

MOST_A_DAY = 60


def allows(request: HttpRequest, form: str, most: int = MOST_A_DAY) -> bool:
    """Count one more attempt at this form by the address that asks; whether it may go on, which
    `most` a day may."""
    address = address_of(request)
    # Counting everybody whose address is unknown as one person would lock everybody out.
    return address is None or attempt(form, address) <= most


def address_of(request: HttpRequest) -> str | None:
    """The network address of the visitor: what the proxy adds at the end of X-Forwarded-For when it
    is trusted, since what stands before is what the visitor claims; never the proxy's own."""
    if not settings.ADDRESS_FROM_PROXY:
        return _network(request.META.get("REMOTE_ADDR", ""))
    return _network(request.headers.get("X-Forwarded-For", "").rpartition(",")[2])


@transaction.atomic
def attempt(form: str, address: str) -> int:
    """How many times this address sent this form today, this one included. Those who count at the same
    moment wait for one another on the row, and never get the same number."""
    day = timezone.localdate()
    forget_before(day)
    row = {"day": day, "address_hash": _hash(form, address, day)}
    AttemptCount.objects.bulk_create([AttemptCount(**row)], ignore_conflicts=True)
    counts = AttemptCount.objects.filter(**row)
    counts.update(attempts=F("attempts") + 1)
    return counts.values_list("attempts", flat=True).get()


def forget_before(day: dt.date) -> int:
    return AttemptCount.objects.filter(day__lt=day).delete()[0]


def _hash(form: str, address: str, day: dt.date) -> str:
    salt = f"contracts.public_forms.throttle.{form}.{day.isoformat()}"
    return salted_hmac(salt, address, algorithm="sha256").hexdigest()


def _network(text: str) -> str | None:
    """An IPv6 subscriber has a whole /64 to draw addresses from: it counts as one."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))
    return str(address)
