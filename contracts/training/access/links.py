"""Signed addresses of one registration: whoever holds one needs no account.

Three kinds, each signed for itself alone, so that none opens what another one does: « own » to see,
correct or cancel until the session is over, « offer » to answer one offer, « follow-up » for what
comes after the session. A GET of any of them changes nothing.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from contracts.training.models import Registration


class Purpose(StrEnum):
    OWN = "inscription"
    OFFER = "proposition"
    FOLLOW_UP = "suite"


def own_url(registration: Registration) -> str:
    return _address("registration", token(registration, Purpose.OWN))


def offer_url(registration: Registration, nonce: str) -> str:
    """`nonce` is that of the offer: the address is worth nothing once it is answered or over."""
    return _address("registration_offer", token(registration, Purpose.OFFER, nonce))


def follow_up_url(registration: Registration) -> str:
    return _address("registration_follow_up", token(registration, Purpose.FOLLOW_UP))


def token(registration: Registration, purpose: Purpose, nonce: str = "") -> str:
    """What stands in the address; letters, digits, « . », « - », « _ » and « ~ »."""
    parts = [registration.public_id.hex, nonce] if nonce else [registration.public_id.hex]
    return _signer(purpose).sign(".".join(parts))


def read(text: str, purpose: Purpose) -> tuple[Registration | None, str]:
    """The registration that a token names and the nonce beside it; None when the token is forged,
    made for another purpose, or names somebody whose data were erased."""
    try:
        public_id, _, nonce = _signer(purpose).unsign(text).partition(".")
        key = uuid.UUID(public_id)
    except (BadSignature, ValueError):
        return None, ""
    found = Registration.objects.select_related("session__state").filter(
        public_id=key, anonymised_at__isnull=True
    )
    return found.first(), nonce


def _signer(purpose: Purpose) -> Signer:
    return Signer(sep="~", salt=f"contracts.training.{purpose}")


def _address(name: str, text: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(name, args=[text])}"
