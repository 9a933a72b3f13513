"""What an experience must satisfy beside what every fiche does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.rules.fiche import period_faults
from contracts.rules.guide import Requirement
from contracts.rules.publication import Fault

CASE_STUDY_POINTS = (Requirement("Un territoire dit où cela se passe.", ("places",)),)


def case_study_faults(page: Any) -> Iterator[Fault]:
    if not page.places.all():
        yield Fault("Dites où cela se passe : choisissez un territoire.", "places")
    yield from period_faults(page)
