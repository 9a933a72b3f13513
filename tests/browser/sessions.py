"""Sessions and registrations of the running site, made once in a process of its own; their
addresses are known beforehand, because people and keys are always the same.

python -m tests.browser.sessions
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any

import django
from django.core.signing import Signer

from tests.running_site import BASE_DIR

# The key that kb.settings.dev makes when none is given.
SITE_KEY = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()
NONCE = "5" * 32


def form(slug: str) -> str:
    return f"/sessions/{slug}/inscription/"


def own(person: str) -> str:
    return f"/inscriptions/{_signed('inscription', _id(person).hex)}/"


def offer(person: str) -> str:
    return f"/inscriptions/place/{_signed('proposition', f'{_id(person).hex}.{NONCE}')}/"


def follow_up(person: str) -> str:
    return f"/inscriptions/suite/{_signed('suite', _id(person).hex)}/"


def _signed(purpose: str, text: str) -> str:
    return Signer(
        key=SITE_KEY, sep="~", salt=f"contracts.training.{purpose}", fallback_keys=()
    ).sign(text)


def _id(person: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, person)


def make() -> None:
    """Every session that a test opens or changes; each test that changes one has its own."""
    from contracts.training.seats import organising, registrations
    from tests.contracts.training.factories import session

    for slug in ("demo-ouverte", "parcours-inscription", "parcours-clavier", "parcours-erreurs"):
        session(slug=slug, title="Monter un contrat pas à pas", **_DETAILS)
    membership = "Participation soumise à la cotisation annuelle de 50 €."
    session(slug="demo-cotisation", title="Une session soumise à cotisation", membership=membership)
    for slug in ("demo-complete", "parcours-complet"):
        page = session(slug=slug, title="Une session complète", capacity=1)
        _register(page, f"{slug}-assise")
        _register(page, f"{slug}-attend")
    for slug in ("demo-place", "parcours-accepte", "parcours-refuse"):
        page = session(slug=slug, title="Une session où une place se libère", capacity=1)
        seated = _register(page, f"{slug}-assise")
        waiting = _register(page, f"{slug}-attend")
        registrations.cancel(seated)
        type(waiting).objects.filter(pk=waiting.pk).update(offer_nonce=NONCE)
    for slug in ("demo-inscrite", "parcours-corrige", "parcours-efface"):
        _register(session(slug=slug, title="Une session à venir", **_DETAILS), slug)
    page = session(slug="demo-annulee", title="Une session annulée")
    _register(page, "demo-annulee")
    organising.cancel_session(page, by="", reason="Intervenant souffrant")
    _past()


_DETAILS = {
    "place": "Salle des fêtes, Rosporden",
    "access": "5 minutes à pied de la gare ; parking à l’entrée.",
    "remote_link": "https://visio.example/salle-42",
    "contact_name": "Nolwenn",
    "contact_email": "nolwenn@ys.example",
}


def _register(page: Any, name: str) -> Any:
    from contracts.training.seats import registrations
    from tests.contracts.training.factories import person

    return registrations.register(page, person(email=f"{name}@ys.example"), sent_as=_id(name))


def _past() -> None:
    from contracts.training.models import SessionDate
    from contracts.training.seats import organising
    from tests.contracts.training.factories import session

    page = session(slug="demo-terminee", title="Une session terminée", capacity=5)
    attended = _register(page, "demo-terminee")
    organising.mark_attended(attended, True, by="")
    day = page.dates.get().day - dt.timedelta(days=60)
    SessionDate.objects.filter(page=page).update(day=day)


if __name__ == "__main__":
    django.setup()
    make()
