"""The registrations of a session as lines of a spreadsheet: what the organiser needs, as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone

from contracts.training.models import Registration, Status


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
    "Téléphone": lambda row: row.phone,
    "Besoins": lambda row: row.needs,
    "État": lambda row: row.get_status_display(),
    "Présence": _attendance,
    "Inscription le": lambda row: timezone.localtime(row.created_at).strftime("%d/%m/%Y %H:%M"),
    "Territoire": lambda row: row.territory.name if row.territory else "",
}


def table(rows: Iterable[Registration]) -> Iterator[list[str]]:
    """The heading, then one line for each registration."""
    yield list(COLUMNS)
    for row in rows:
        yield [str(read(row)) for read in COLUMNS.values()]
