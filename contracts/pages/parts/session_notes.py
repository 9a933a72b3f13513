"""What training sessions tell of a fiche: those that present it, and the notes of their returns.

Sessions belong to an application above this one, which registers where they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet

from search.models import SearchDocument


@dataclass(frozen=True)
class Note:
    """A note of the return of a session; `session` is the pk of its page."""

    session: int
    kind_label: str
    text: str
    answer: str


class SessionSource(Protocol):
    """Where sessions are read. `relation` says in French how one that presents a fiche is related
    to it; its date follows."""

    relation: str

    def presenting(self, page: int) -> QuerySet:
        """The pk of the pages of the sessions that present the fiche of this pk; not read yet."""

    def noted(self, page: int) -> QuerySet:
        """The rows of the returns of sessions that tell of the fiche, in their order; not read
        yet."""

    def note(self, row: Any) -> Note:
        """What one of these rows says."""

    def return_url(self, session: SearchDocument) -> str:
        """Where a session tells what it left; empty as long as it tells nothing, and for the
        document of any other kind of page."""


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


_sources: dict[type[SessionSource], SessionSource] = {}


def register(source: SessionSource) -> None:
    """Called once, at start."""
    _sources[type(source)] = source


def sources() -> tuple[SessionSource, ...]:
    return tuple(_sources.values())


class ToldInSessions:
    """What the sessions of these sources tell of the fiche of this pk. It is read when it is asked
    for, or with what else the page reads: then all `rows` are."""

    def __init__(self, page: int, told_by: Iterable[SessionSource]) -> None:
        self._asked = [(one, one.presenting(page), one.noted(page)) for one in told_by]

    @property
    def rows(self) -> Iterator[QuerySet]:
        for _, presenting, noted in self._asked:
            yield from (presenting, noted)

    def presenting(self) -> Iterator[tuple[int, str]]:
        """(pk of a session, how it is related) for each session that presents the fiche."""
        for source, sessions, _ in self._asked:
            for session in sessions:
                yield session, source.relation

    def notes(self) -> tuple[Note, ...]:
        return tuple(source.note(row) for source, _, noted in self._asked for row in noted)


def return_url(session: SearchDocument) -> str:
    return next((url for source in sources() if (url := source.return_url(session))), "")


def heard_in(
    notes: Iterable[Note],
    public_pages: Mapping[int, SearchDocument],
    linked: Callable[[str], str],
) -> tuple[HeardSession, ...]:
    """By session, the latest first; `public_pages` holds those that anyone may read."""
    by_session: dict[int, list[HeardNote]] = {}
    for note in notes:
        if note.session in public_pages:
            by_session.setdefault(note.session, []).append(
                HeardNote(
                    note.kind_label,
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
