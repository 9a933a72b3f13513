"""Caches of one value per state of the index, or of the content, for all the threads of a process.

The same promise as search.index.snapshot, for other things that are read of the index, or that
change with it: the database is asked for its state once a request, and what is at hand answers for
no other one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from weakref import WeakSet

from django.db import connection
from django.db.models import QuerySet

from search.index.prepared import prepared
from search.index.snapshot import Revision, Snapshot
from search.models import IndexState


class Revised(Protocol):
    @property
    def revision(self) -> Revision:
        """The revision of the index of which this was read, or an earlier one."""


Held = TypeVar("Held", bound=Revised)
Value = TypeVar("Value")


def current_token() -> str:
    """The token of the state of the index as it is now: one small query. Empty without an index."""
    (tokens,) = _tokens()
    return next(iter(tokens), "")


@prepared
def _tokens() -> tuple[QuerySet[Any]]:
    return (IndexState.objects.filter(pk=IndexState.ONLY_ID).values_list("token", flat=True),)


class TokenCache(Generic[Value]):
    """The value of the last state of the index. The token of a state is drawn once and never comes
    back, even after a rollback."""

    _all: ClassVar[WeakSet[TokenCache[Any]]] = WeakSet()

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._held: tuple[str, Value] | None = None
        self._forgotten = 0  # times
        self._all.add(self)

    @classmethod
    def forget_all(cls) -> None:
        """Something that they read may have changed without the index: a bulk query, SQL."""
        for cache in [*cls._all]:
            cache._forgotten += 1
            cache._held = None

    def at(self, token: str) -> Value:
        """The value of the state that bears this token, or of a later one; read anew without one."""
        if token and self._held is not None and self._held[0] == token:
            return self._held[1]
        before = self._forgotten
        value = self._read()
        if before == self._forgotten:
            self._held = (token, value)
        return value


# The state of the content of which a page is made for whoever is nobody in particular; None when
# nobody knows, or when it is made for somebody.
_content: ContextVar[Hashable | None] = ContextVar("content", default=None)


@contextmanager
def made_of(content: Hashable | None) -> Iterator[None]:
    """What is read inside is of this state of the content, or of a later one. A state bears a name
    that never comes back, even after a rollback."""
    token = _content.set(content)
    try:
        yield
    finally:
        _content.reset(token)


def is_known() -> bool:
    """Whether a page is being made of a state of the content that is known."""
    return _content.get() is not None


class ContentCache(Generic[Value]):
    """What every page reads alike, of the last state of the content: what one page has read serves
    the others that are made of that state, and no other page. Threads share it: nobody changes it."""

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._held: tuple[Hashable, Value] | None = None

    def now(self) -> Value:
        content = _content.get()
        held = self._held
        if content is not None and held is not None and held[0] == content:
            return held[1]
        value = self._read()
        if content is not None:
            self._held = (content, value)
        return value


class RevisionCache(Generic[Held]):
    """The last reading of each database. `read(held, snapshot)` makes another one, of
    the revision of this snapshot at least; `held` is the one at hand, to start from if it can."""

    def __init__(self, read: Callable[[Held | None, Snapshot], Held]) -> None:
        self._read = read
        self._held: dict[str, Held] = {}
        # Of a transaction under way: see SnapshotCache.
        self._uncommitted: dict[str, Held] = {}
        self._reading = threading.Lock()

    def at(self, snapshot: Snapshot) -> Held:
        """What stands at the revision of this snapshot."""
        # A test database takes the place of the real one.
        place = str(connection.settings_dict["NAME"])
        if (held := self._of(place, snapshot)) is not None:
            return held
        with self._reading:
            if (held := self._of(place, snapshot)) is not None:
                return held
            fresh = self._read(self._held.get(place), snapshot)
            if connection.in_atomic_block:
                self._uncommitted[place] = fresh
            else:
                self._held[place] = fresh
                self._uncommitted.pop(place, None)
            return fresh

    def _of(self, place: str, snapshot: Snapshot) -> Held | None:
        for kept in (self._held, self._uncommitted):
            held = kept.get(place)
            if held is not None and held.revision == snapshot.revision:
                return held
        return None
