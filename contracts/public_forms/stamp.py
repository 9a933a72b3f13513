"""The signed moment at which a public form was shown, and the number drawn for it.

It stands for what a cookie does elsewhere: it ties what is sent to a form that this site showed, a
moment ago, about this very thing. Its number becomes that of what is sent, so that a form sent
twice (a double click, a slow network) is known to be the same.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.core.signing import BadSignature, Signer
from django.utils import timezone

SHORTEST = dt.timedelta(seconds=3)  # nobody fills a form in less
LONGEST = dt.timedelta(hours=24)

_SALT = "contracts.public_forms.stamp"


class Age(StrEnum):
    TOO_YOUNG = "trop tôt"
    RIGHT = "bon"
    TOO_OLD = "trop tard"


@dataclass(frozen=True)
class Stamp:
    age: Age
    number: uuid.UUID


def draw(about: str) -> str:
    """A stamp for the form that this names, for example « inscription-12 »."""
    shown_at = int(timezone.now().timestamp() * 1000)
    return Signer(sep="~", salt=_SALT).sign(f"{about}.{shown_at}.{uuid.uuid4().hex}")


def read(text: str, about: str) -> Stamp | None:
    """None when this site never drew it, or for another form."""
    try:
        form, shown_at, number = Signer(sep="~", salt=_SALT).unsign(text).rsplit(".", 2)
    except (BadSignature, ValueError):
        return None
    if form != about:
        return None
    since = timezone.now() - dt.datetime.fromtimestamp(int(shown_at) / 1000, dt.UTC)
    return Stamp(_age(since), uuid.UUID(number))


def _age(since: dt.timedelta) -> Age:
    if since < SHORTEST:
        return Age.TOO_YOUNG
    return Age.RIGHT if since <= LONGEST else Age.TOO_OLD
