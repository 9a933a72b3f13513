"""The signed moment at which a registration form was shown, and the number drawn for it.

It stands for what a cookie does elsewhere: it ties what is sent to a form that this site showed for
this very session, a moment ago. Its number becomes that of the registration, so that a form sent
twice (a double click, a slow network) is known to be the same.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from contracts.training.models import TrainingSessionPage

SHORTEST = dt.timedelta(seconds=3)  # nobody fills a form in less
LONGEST = dt.timedelta(hours=24)

_SALT = "contracts.training.stamp"


class Age(StrEnum):
    TOO_YOUNG = "trop tôt"
    RIGHT = "bon"
    TOO_OLD = "trop tard"


@dataclass(frozen=True)
class Stamp:
    age: Age
    number: uuid.UUID


def draw(page: TrainingSessionPage) -> str:
    shown_at = int(timezone.now().timestamp() * 1000)
    return Signer(sep="~", salt=_SALT).sign(f"{page.pk}.{shown_at}.{uuid.uuid4().hex}")


def read(text: str, page: TrainingSessionPage) -> Stamp | None:
    """None when this site never drew it, or not for this session."""
    try:
        pk, shown_at, number = Signer(sep="~", salt=_SALT).unsign(text).split(".")
    except (BadSignature, ValueError):
        return None
    if pk != str(page.pk):
        return None
    since = timezone.now() - dt.datetime.fromtimestamp(int(shown_at) / 1000, dt.UTC)
    return Stamp(_age(since), uuid.UUID(number))


def _age(since: dt.timedelta) -> Age:
    if since < SHORTEST:
        return Age.TOO_YOUNG
    return Age.RIGHT if since <= LONGEST else Age.TOO_OLD
