"""Where a list was left off, and where it goes on though editors have published meanwhile.

A cursor names the last rows that were given, not only how many: what was published, changed or
withdrawn before them moves nothing. It is signed: what we did not write is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer

_ANCHORS = 5  # rows that are remembered: one may be moved, or several withdrawn
_SIGNER = Signer(salt="contracts.opendata.api.cursor")


@dataclass(frozen=True)
class Cursor:
    """After `position` rows of the `list`, of which `anchors` are the keys of the last ones; it had
    `total` rows."""

    list: str
    position: int
    anchors: tuple[Any, ...]
    total: int = 0

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """None for what this site has not written."""
        try:
            list_of, position, anchors, total = _SIGNER.unsign_object(text)
        except (BadSignature, ValueError):
            return None
        return cls(list_of, position, tuple(anchors), total)

    def written(self) -> str:
        return _SIGNER.sign_object(
            [self.list, self.position, self.anchors, self.total], compress=True
        )


@dataclass(frozen=True)
class Chunk:
    """The keys of one answer, and the cursor of the next one, when there is more."""

    keys: Sequence[Any]
    following: Cursor | None


def name_of(code: str, query: str) -> str:
    """What tells a list asked with a query from all others."""
    return hashlib.blake2b(f"{code}?{query}".encode(), digest_size=9).hexdigest()


def chunk(keys: Sequence[Any], name: str, cursor: Cursor | None, size: int) -> Chunk:
    """At most `size` keys of the list of this name, from where the cursor left it."""
    last = set(cursor.anchors) if cursor else set()
    there = {key: place for place, key in enumerate(keys) if key in last}
    start = _start(len(keys), there.values(), cursor) if cursor else 0
    rest = [
        (key, place)
        for place, key in enumerate(keys[start : start + size + len(there) + 1], start)
        if key not in there
    ]
    given = [key for key, _ in rest[:size]]
    if len(rest) <= size:
        return Chunk(given, None)
    position = (cursor.position if cursor else 0) + len(given)
    # In the order of the list: what was published among them, and is given late, does not carry it
    # back to what was given long ago.
    there.update(rest[:size])
    anchors = tuple(sorted(there, key=there.__getitem__)[-_ANCHORS:])
    return Chunk(given, Cursor(name, position, anchors, len(keys)))


def _start(total: int, places: Iterable[int], cursor: Cursor) -> int:
    """Just after the middle one of the last rows, those that follow it being left out: one that was
    moved to another place does not carry the list along. Where they are all gone, after as many
    rows as there may be left of those before."""
    in_order = sorted(places)
    if not in_order:
        return max(0, cursor.position - max(len(cursor.anchors), cursor.total - total))
    return in_order[(len(in_order) - 1) // 2] + 1
