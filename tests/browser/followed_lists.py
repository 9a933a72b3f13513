"""Somebody who follows lists of the running site, made once in a process of its own; the addresses
are known beforehand, because keys are always the same.

python -m tests.browser.followed_lists
"""

from __future__ import annotations

import uuid

import django
from django.core.signing import Signer

from tests.browser.sessions import SITE_KEY

NEVER_OLD, VERY_OLD = 4_102_444_800, 0  # seconds; the first of January 2100, and of 1970
_ADA, _LIST, _PAUSED, _DEMAND = (
    uuid.uuid5(uuid.NAMESPACE_URL, name) for name in ("ada", "liste", "en pause", "demande")
)


def own(signed_at: int = NEVER_OLD) -> str:
    return f"/alertes/suivi/{_signed('suivi', _ADA, signed_at)}/"


def change() -> str:
    return f"{own()}{_LIST}/changer/"


def confirm() -> str:
    return f"/alertes/confirmer/{_signed('confirmer', _DEMAND, NEVER_OLD)}/"


def stop() -> str:
    return f"/alertes/arreter/{_signed('arreter', _ADA, NEVER_OLD)}/"


def _signed(purpose: str, key: uuid.UUID, signed_at: int) -> str:
    signer = Signer(
        key=SITE_KEY, sep="~", salt=f"contracts.opendata.alerts.{purpose}", fallback_keys=()
    )
    return signer.sign(f"{key.hex}.{signed_at}")


def make() -> None:
    from django.utils import timezone

    from contracts.opendata.alerts.models import Alert, Subscriber

    now = timezone.now()
    address = "ada.le.guen.de.la.communaute.de.communes@ys.example"
    ada = Subscriber.objects.create(key=_ADA, email=address, email_key=address)
    followed = {"subscriber": ada, "dataset": "contrats", "rhythm": "semaine"}
    confirmed = {"confirmed_at": now, "told_until": now}
    Alert.objects.create(
        key=_LIST,
        query="q=eau&theme=eau-et-milieux-aquatiques",
        title="eau, eau et milieux aquatiques — Contrats",
        **followed,
        **confirmed,
    )
    Alert.objects.create(
        key=_PAUSED,
        query="theme=disparu",
        title="disparu — Contrats",
        paused_at=now,
        lost_at=now,
        **followed,
        **confirmed,
    )
    Alert.objects.create(key=_DEMAND, query="q=bois", title="bois — Contrats", **followed)


if __name__ == "__main__":
    django.setup()
    make()
