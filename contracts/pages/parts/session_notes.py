"""What was heard about a fiche in training sessions: the notes of their published returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from search.models import SearchDocument


@dataclass(frozen=True)
class HeardNote:
    kind_label: str
    text: str
    answer: str


@dataclass(frozen=True)
class HeardSession:
    title: str
    url: str
    date_label: str
    notes: tuple[HeardNote, ...]


def heard_in(
    notes: Iterable[Any],
    public_pages: Mapping[int, SearchDocument],
    linked: Callable[[str], str],
) -> tuple[HeardSession, ...]:
    """By session, the latest first; `public_pages` holds those that anyone may read."""
    by_session: dict[int, list[HeardNote]] = {}
    for note in notes:
        if note.page_id in public_pages:
            by_session.setdefault(note.page_id, []).append(
                HeardNote(
                    note.get_kind_display(),
                    linked(note.text),
                    linked(note.answer) if note.answer else "",
                )
            )
    sessions = [(public_pages[pk], tuple(heard)) for pk, heard in by_session.items()]
    sessions.sort(key=lambda session: session[0].card.get("date", ""), reverse=True)
    return tuple(
        HeardSession(
            session.title,
            return_url(session),
            session.card.get("date_label", ""),
            heard,
        )
        for session, heard in sessions
    )


def return_url(session: SearchDocument) -> str:
    """Where the page of a session tells what it left; empty as long as it tells nothing."""
    return f"{session.url}#retour" if session.card.get("has_return") else ""
