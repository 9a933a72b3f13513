"""The memory of a process: so many bytes, of which the least recently used go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    @property
    def size(self) -> int:
        """In bytes, all included."""


S = TypeVar("S", bound=Sized)


class Memory(Generic[S]):
    """Values by key, of at most `limit` bytes together; safe for threads.

    Forty lines instead of a library: cachetools, the well-kept one, bounds a sum of sizes as well,
    but leaves the lock to its caller.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._lock = Lock()
        self._values: OrderedDict[Hashable, S] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> S | None:
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: S) -> None:
        """In the place of what was there. What is larger than all the room is not taken."""
        with self._lock:
            self._drop(self._values.pop(key, None))
            if value.size > self.limit:
                return
            self._values[key] = value
            self.size += value.size
            while self.size > self.limit:
                self._drop(self._values.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self.size = 0

    def _drop(self, value: S | None) -> None:
        if value is not None:
            self.size -= value.size
