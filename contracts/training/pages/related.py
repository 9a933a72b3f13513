"""What the page of a fiche tells of the sessions that present it or speak of it."""

from __future__ import annotations

from django.db.models import QuerySet

from contracts.pages.parts.session_notes import Note
from contracts.training.models import PresentedFiche, ReturnNote
from contracts.training.pages.session_return import ANCHOR
from search.models import SearchDocument


class TrainingSessions:
    """The training sessions of the site (see `SessionSource`)."""

    relation = "Présenté en session"

    def presenting(self, page: int) -> QuerySet:
        rows = PresentedFiche.objects.filter(fiche=page).order_by()
        return rows.values_list("item__page_id", flat=True).distinct()

    def noted(self, page: int) -> QuerySet:
        return ReturnNote.objects.filter(fiche=page).order_by("page_id", "sort_order", "pk")

    def note(self, row: ReturnNote) -> Note:
        return Note(row.page_id, row.get_kind_display(), row.text, row.answer)

    def return_url(self, session: SearchDocument) -> str:
        return f"{session.url}#{ANCHOR}" if session.card.get("has_return") else ""
