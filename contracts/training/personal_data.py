"""TEMPORARY, until the branch of mail is merged: drop this file at the merge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from contracts.training.identity import email_key
from contracts.training.models import Registration


def registrations_of(email: str) -> QuerySet[Registration]:
    return Registration.objects.filter(email_key=email_key(email), anonymised_at__isnull=True)


def export(registrations: Iterable[Registration]) -> dict[str, Any]:
    return {
        "inscriptions": [
            {"session": one.session.title, "nom": one.last_name, "courriel": one.email}
            for one in registrations
        ]
    }
