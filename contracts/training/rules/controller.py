"""What must be said of whoever takes registrations: who answers for them, and how to reach them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from contracts.rules.publication import Fault


class Organised(Protocol):
    organiser: str
    contact_email: str
    contact_phone: str


def controller_faults(session: Organised) -> Iterator[Fault]:
    """For a session that people register for on this site: the notice under its form names who
    treats what they write, and to whom they may turn."""
    if not session.organiser.strip():
        yield Fault(
            "Donnez l’organisateur : le formulaire d’inscription dit qui traite les données.",
            "organiser",
        )
    if not session.contact_email.strip() and not session.contact_phone.strip():
        yield Fault(
            "Donnez le courriel ou le téléphone du contact : les personnes inscrites s’y adressent "
            "pour leurs données.",
            "contact_email",
            rests_on=("contact_phone",),
        )
