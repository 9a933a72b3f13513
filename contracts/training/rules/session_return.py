"""What forbids a session or its return to be published, told as faults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any, Protocol

from contracts import kinds
from contracts.rules.publication import Fault
from contracts.training.values.said_dates import said_hour
from contracts.training.values.timing import Timing
from contracts.training.values.vocabulary import NoteKind
from contracts.values.dates.french_calendar import french_date

ENDS_BEFORE = "L’heure de fin vient après l’heure de début."


class Date(Protocol):
    starts_at: dt.time | None
    ends_at: dt.time | None


class NoteLike(Protocol):
    """`fiche` is the page concerned, or None."""

    kind: str
    answer: str
    fiche: Any


class MaterialLike(Protocol):
    document_id: int | None
    url: str


def date_faults(date: Date) -> Iterator[Fault]:
    """In a draft already."""
    if date.starts_at and date.ends_at and date.ends_at <= date.starts_at:
        yield Fault(ENDS_BEFORE, "ends_at", date, rests_on=("starts_at",))


def return_faults(
    timing: Timing, notes: Collection[NoteLike], materials: Collection[MaterialLike]
) -> Iterator[Fault]:
    """A session that is not over has nothing to tell yet: what was written stays in the draft."""
    if (notes or materials) and (reason := _too_early(timing)):
        yield Fault(reason, rests_on=("dates.day", "dates.ends_at"))
    for note in notes:
        yield from _note_faults(note)
    for material in materials:
        yield from _material_faults(material)


def _too_early(timing: Timing) -> str:
    if timing.cancelled:
        return "Cette session est annulée : elle n’a pas de retour à publier."
    if timing.ends_at is None or timing.is_over:
        return ""
    end = timing.ends_at.astimezone(timing.zone.tz)
    whose = f" ({timing.zone.said})" if timing.zone.said else ""
    return (
        "Le retour se publie une fois la session finie : celle-ci finit le "
        f"{french_date(end)} à {said_hour(end.time())}{whose}. Gardez-le en "
        "brouillon jusque-là."
    )


def _note_faults(note: NoteLike) -> Iterator[Fault]:
    if note.answer.strip() and note.kind != NoteKind.QUESTION:
        yield Fault(
            "Une réponse appartient à une question : changez la nature, ou retirez la réponse.",
            "answer",
            note,
            rests_on=("kind",),
        )
    if note.fiche and not _may_be_told_about(note.fiche.specific_class):
        yield Fault("Choisissez un contrat, une expérience ou un outil.", "fiche", note)


def _may_be_told_about(model: type) -> bool:
    """Whether the page of a fiche tells what was heard about it."""
    kind = kinds.find(model)
    return kind is not None and kind.is_compared


def _material_faults(material: MaterialLike) -> Iterator[Fault]:
    if material.document_id is None and not material.url:
        yield Fault(
            "Donnez un document du site ou une adresse.", "document", material, rests_on=("url",)
        )
    elif material.document_id is not None and material.url:
        yield Fault("Donnez un document ou une adresse, pas les deux.", "url", material)
