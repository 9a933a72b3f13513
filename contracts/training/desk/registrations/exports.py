"""The registrations of a session as lines of a spreadsheet: what the organiser needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.timezone import make_naive

from contracts.training.models import Registration, Status
from contracts.values.phone import spaced_phone


def _attendance(row: Registration) -> str:
    if row.status != Status.CONFIRMED:
        return ""
    return {True: "présent", False: "absent", None: "non noté"}[row.attended]


COLUMNS: dict[str, Callable[[Registration], Any]] = {
    "N° d’ordre": lambda row: row.ticket,
    "Nom": lambda row: row.last_name,
    "Prénom": lambda row: row.first_name,
    "Structure": lambda row: row.organisation,
    "Fonction": lambda row: row.function,
    "Public": lambda row: row.get_public_display(),
    "Courriel": lambda row: row.email,
    "Téléphone": lambda row: spaced_phone(row.phone),
    "Besoins": lambda row: row.needs,
    "État": lambda row: row.get_status_display(),
    "Présence": _attendance,
    "Inscription le": lambda row: make_naive(row.created_at),
    "Territoire": lambda row: row.territory.name if row.territory else "",
}


def table(rows: Iterable[Registration]) -> Iterator[list[Any]]:
    """The heading, then one line for each registration; instants as the current time zone tells
    them."""
    yield list(COLUMNS)
    for row in rows:
        yield [read(row) for read in COLUMNS.values()]
