"""Rows found by what an editor types: on the site's own analysis, without accents or capitals, the
last word unfinished, one letter wrong forgiven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, overload

from django.db.models import QuerySet

from search.text.analysis import terms
from search.words.prefix_index import NO_NAMES, Typed


class FoundRows(Sequence[Any]):
    """The rows of these keys, in their order; only those of a page are read."""

    def __init__(self, rows: QuerySet[Any], keys: Sequence[int]) -> None:
        self._rows = rows
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self._rows.get(pk=self._keys[place])
        wanted = self._keys[place]
        found = {row.pk: row for row in self._rows.filter(pk__in=wanted).order_by()}
        return [found[key] for key in wanted if key in found]


def find_rows(
    rows: QuerySet[Any], texts: Iterable[tuple[int, str]], typed: str
) -> FoundRows | None:
    """Those whose text holds all the words typed, those that hold them whole first, then in the
    order in which `texts` gives them: (key, text), as many for a key as it has texts. None when
    too little is typed to tell anything by."""
    asked = Typed.read(typed)
    if asked is None:
        return None
    words: dict[int, list[str]] = {}
    for key, text in texts:
        words.setdefault(key, []).extend(term.exact for term in terms(text))
    keys = list(words)
    index = NO_NAMES.updated(enumerate(words.values()))
    places = index.find(asked, len(keys), tolerant=True) if keys else []
    return FoundRows(rows, [keys[place] for place in places])
