"""Rows found by what an editor types: on the site's own analysis, without accents or capitals, the
last word unfinished, one letter wrong forgiven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self, overload

from django.db.models import QuerySet
from django.utils.functional import cached_property

from search.text.analysis import terms
from search.words.prefix_index import NO_NAMES, Typed


class FoundRows(Sequence[Any]):
    """The rows of these keys, in their order; those of a slice are read at once, when shown."""

    def __init__(self, rows: QuerySet[Any], keys: Sequence[int]) -> None:
        self._rows = rows
        self.keys = keys

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._read)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Self: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self._rows.get(pk=self.keys[place])
        return type(self)(self._rows, self.keys[place])

    @cached_property
    def _read(self) -> list[Any]:
        found = {row.pk: row for row in self._rows.filter(pk__in=self.keys).order_by()}
        return [found[key] for key in self.keys if key in found]

    def values(self, field: str) -> list[Any]:
        """Of one field, each row's, in no order."""
        return list(self._rows.filter(pk__in=self.keys).order_by().values_list(field, flat=True))


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
