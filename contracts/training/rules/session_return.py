"""What forbids a session or its return to be published, told as faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format

from contracts.rules.publication import Fault
from contracts.training.values.said_dates import said_hour

if TYPE_CHECKING:
    from contracts.training.models import Material, ReturnNote, SessionDate, TrainingSessionPage

ENDS_BEFORE = "L’heure de fin vient après l’heure de début."
# The kinds of fiches whose page tells what was heard about them.
CONCERNED = ("contrat", "experience", "outil")


def date_faults(date: SessionDate) -> Iterator[Fault]:
    """In a draft already."""
    if date.starts_at and date.ends_at and date.ends_at <= date.starts_at:
        yield Fault(ENDS_BEFORE, "ends_at", date, rests_on=("starts_at",))


def return_faults(page: TrainingSessionPage) -> Iterator[Fault]:
    """A session that is not over has nothing to tell yet: what was written stays in the draft."""
    notes, materials = page.return_notes.all(), page.materials.all()
    if (notes or materials) and (reason := _too_early(page)):
        yield Fault(reason, rests_on=("dates.day", "dates.ends_at"))
    for note in notes:
        yield from _note_faults(note)
    for material in materials:
        yield from _material_faults(material)


def _too_early(page: TrainingSessionPage) -> str:
    if page.is_cancelled:
        return "Cette session est annulée : elle n’a pas de retour à publier."
    ends_at = page.ends_at()
    if ends_at is None or page.is_past():
        return ""
    end = timezone.localtime(ends_at)
    return (
        "Le retour se publie une fois la session finie : celle-ci finit le "
        f"{date_format(end, 'j F Y')} à {said_hour(end.time())}. Gardez-le en brouillon jusque-là."
    )


def _note_faults(note: ReturnNote) -> Iterator[Fault]:
    if note.answer.strip() and note.kind != note.Kind.QUESTION:
        yield Fault(
            "Une réponse appartient à une question : changez la nature, ou retirez la réponse.",
            "answer",
            note,
            rests_on=("kind",),
        )
    if note.fiche and getattr(note.fiche.specific_class, "search_kind", "") not in CONCERNED:
        yield Fault("Choisissez un contrat, une expérience ou un outil.", "fiche", note)


def _material_faults(material: Material) -> Iterator[Fault]:
    if material.document_id is None and not material.url:
        yield Fault(
            "Donnez un document du site ou une adresse.", "document", material, rests_on=("url",)
        )
    elif material.document_id is not None and material.url:
        yield Fault("Donnez un document ou une adresse, pas les deux.", "url", material)
