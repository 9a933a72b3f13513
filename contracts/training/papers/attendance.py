"""The papers of a session, as PDF: the sheet that those present sign, and their attestation.

What is not known is left out of them. PaperFailed says that one could not be made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts.papers.typesetting import PaperFailed, typeset
from contracts.training.models import Registration, SessionDate, Status, TrainingSessionPage
from contracts.training.values.refusal import Refusal
from contracts.training.values.said_dates import (
    said_dates,
    said_day,
    said_duration,
    said_hour,
    said_hours,
)
from search.text.analysis import fold

__all__ = ["PaperFailed", "attendance_sheet", "attestation"]

_TEMPLATES = Path(__file__).parent / "typst"
_COLUMNS = 6  # half-days side by side on one sheet: each must leave room to sign
_WALK_INS = 6
_ROWS_OF_AN_EMPTY_SHEET = 20
_NOON = dt.time(12)
_AFTERNOON = dt.time(13)


def attendance_sheet(page: TrainingSessionPage) -> bytes:
    """The people who have a seat, by name, and rows for those who come without one."""
    dates = _dates(page)
    columns = [column for date in dates for column in _half_days(date)]
    columns = columns or [{"day": "Signature", "part": "", "hours": ""}]
    people = [
        {
            "last_name": person.last_name,
            "first_name": person.first_name,
            "standing": ", ".join(_said(person.organisation, person.function)),
        }
        for person in _seated(page)
    ]
    return typeset(
        _TEMPLATES / "attendance_sheet.typ",
        {
            "document_title": f"Feuille d’émargement : {page.title}",
            "title": page.title,
            "lines": [
                {"label": label, "text": text}
                for label, text in (
                    (
                        "Dates" if len(dates) > 1 else "Date",
                        " ; ".join(map(str, said_dates(dates, page.time_zone))),
                    ),
                    ("Lieu", page.place),
                    ("Organisateur", page.organiser),
                )
                if text
            ],
            "blocks": [
                columns[start : start + _COLUMNS] for start in range(0, len(columns), _COLUMNS)
            ],
            "people": people,
            "blank_rows": _WALK_INS if people else _ROWS_OF_AN_EMPTY_SHEET,
        },
    )


def attestation(registration: Registration) -> bytes:
    """That this person took part; refused unless the organiser marked them present."""
    if registration.anonymised_at is not None:
        raise Refusal("Les données de cette personne ont été effacées : rien ne peut être attesté.")
    if registration.status != Status.CONFIRMED or not registration.attended:
        raise Refusal(
            "L’attestation est donnée aux personnes dont la présence a été notée par l’organisateur."
        )
    page = registration.session
    dates = _dates(page)
    lines = [
        (
            "Dates" if len(dates) > 1 else "Date",
            [str(date) for date in said_dates(dates, page.time_zone)],
        ),
        ("Durée", _said(_duration(dates, page.time_zone.tz))),
        ("Lieu", _said(page.place)),
        ("Organisateur", _said(page.organiser)),
    ]
    return typeset(
        _TEMPLATES / "attestation.typ",
        {
            "document_title": f"Attestation de présence : {registration.full_name}",
            "organiser": page.organiser,
            "person": registration.full_name,
            "standing": ", ".join(_said(registration.function, registration.organisation)),
            "title": page.title,
            "lines": [{"label": label, "texts": texts} for label, texts in lines if texts],
            "issued": f"Attestation établie le {said_day(page.time_zone.today())}.",
        },
    )


def _seated(page: TrainingSessionPage) -> list[Registration]:
    """By last name then first name, as a French list has them: accents and case come last."""
    rows = Registration.objects.filter(
        session=page, status=Status.CONFIRMED, anonymised_at__isnull=True
    )
    return sorted(
        rows,
        key=lambda row: (
            fold(row.last_name),
            fold(row.first_name),
            row.last_name,
            row.first_name,
            row.ticket,
        ),
    )


def _dates(page: TrainingSessionPage) -> list[SessionDate]:
    return sorted(page.dates.all(), key=lambda date: date.sort_key)


def _half_days(date: SessionDate) -> Iterator[dict[str, Any]]:
    """One place to sign for each half-day; a day whose hours are unknown has one."""
    day = said_day(date.day)
    starts_at, ends_at = date.starts_at, date.ends_at
    if starts_at and ends_at and starts_at < _NOON and ends_at > _AFTERNOON:
        yield {"day": day, "part": "matin", "hours": f"à partir de {said_hour(starts_at)}"}
        yield {"day": day, "part": "après-midi", "hours": f"jusqu’à {said_hour(ends_at)}"}
    else:
        yield {"day": day, "part": "", "hours": said_hours(starts_at, ends_at)}


def _duration(dates: list[SessionDate], zone: dt.tzinfo) -> str:
    """From the first to the last hour of each date; nothing when one of them is not known."""
    if any(date.starts_at is None or date.ends_at is None for date in dates):
        return ""
    total = sum((date.ends_by(zone) - date.begins_at(zone) for date in dates), dt.timedelta())
    return f"{said_duration(total)}, pauses comprises" if total else ""


def _said(*texts: str) -> list[str]:
    return [text for text in texts if text.strip()]
