"""Temporary: the mail branch writes this module; the merge takes theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contracts.training.models import Registration


def export(registrations: Iterable[Registration]) -> dict[str, Any]:
    return {"inscriptions": [{"courriel": one.email} for one in registrations]}
