"""A cache of one value per revision of the index, for all the threads of a process.

The same promise as search.index.snapshot, for other things that are read of the index: the
database is asked for its revision every time, and what is at hand answers for no other one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from django.db import connection

from search.index.snapshot import Revision, Snapshot


class Revised(Protocol):
    @property
    def revision(self) -> Revision:
        """The revision of the index of which this was read, or an earlier one."""


Held = TypeVar("Held", bound=Revised)


class RevisionCache(Generic[Held]):
    """The last reading of each database. `read(held, snapshot)` makes another one, of
    the revision of this snapshot at least; `held` is the one at hand, to start from if it can."""

    def __init__(self, read: Callable[[Held | None, Snapshot], Held]) -> None:
        self._read = read
        self._held: dict[str, Held] = {}
        self._reading = threading.Lock()

    def at(self, snapshot: Snapshot) -> Held:
        """What stands at the revision of this snapshot."""
        # A test database takes the place of the real one.
        place = str(connection.settings_dict["NAME"])
        held = self._held.get(place)
        if held is not None and held.revision == snapshot.revision:
            return held
        with self._reading:
            held = self._held.get(place)
            if held is not None and held.revision == snapshot.revision:
                return held
            fresh = self._read(held, snapshot)
            # What this very transaction wrote may still be rolled back, and no other thread sees it:
            # they would read everything anew, only to find out that it is of no use to them.
            if not connection.in_atomic_block:
                self._held[place] = fresh
            return fresh
