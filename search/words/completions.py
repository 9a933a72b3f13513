"""Names that can be suggested: groups that apps register, and their words, cached for one revision
of the index."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models.functions import Length

from search.index.cache import RevisionCache
from search.index.snapshot import NOTHING_INDEXED, Revision, Snapshot, removed_between
from search.models import SearchDocument
from search.query import facets
from search.text.analysis import EXACT_MARK, terms
from search.text.collation import title_key
from search.words.prefix_index import NO_NAMES, Typed, WordIndex

# How many names are suggested, of all groups together.
MOST = 8

# An entry of a word index is a rank, then the place of the name among all names.
_PLACE_BITS = 32
_PLACE = (1 << _PLACE_BITS) - 1
_MOST_STEPS = 1_000
# With more documents changed than this share, and these few, they are all read anew.
_CHANGED = 1 / 4
_FEW = 1_000


@dataclass(frozen=True)
class DocumentGroup:
    """Documents of these kinds, found by the words of these columns of their rows, those of the
    first column before those of the others; the weightiest first, then the shortest title. With
    `counted`, keys of their card, those that count most there come first instead. `share` is how
    many of the names shown are of this group when every group has as many."""

    label: str
    share: int
    kinds: tuple[str, ...]
    columns: tuple[str, ...] = ("terms_title",)
    counted: tuple[str, ...] = ()

    @property
    def first_column(self) -> str:
        """The index of the words of the first column alone."""
        return f"{self.label}\0{self.columns[0]}"


@dataclass(frozen=True)
class ValueGroup:
    """The values of a facet, each with a page at `url(code)`; those of the most documents first."""

    label: str
    share: int
    facet: str
    url: Callable[[str], str]


class FoundName(NamedTuple):
    """A name that an application found, where it leads and what it is."""

    label: str
    url: str
    kind: str = ""


@dataclass(frozen=True)
class LookupGroup:
    """Names that an application looks up itself: `find(text, limit)`, the best first."""

    label: str
    share: int
    find: Callable[[str, int], list[FoundName]]


Group = DocumentGroup | ValueGroup | LookupGroup

_groups: list[Group] = []


def register(*groups: Group) -> None:
    """Offer names, in the order in which they are shown. Call it from AppConfig.ready."""
    for group in groups:
        if any(group.label == other.label for other in _groups):
            raise ValueError(f"two groups of names are called {group.label}")
        _groups.append(group)
    if sum(group.share for group in _groups) > MOST:
        raise ValueError(f"the shares of all groups of names make more than {MOST}")


def registered() -> tuple[Group, ...]:
    return tuple(_groups)


class _Row(NamedTuple):
    """What is kept of a document: its words by group, and what ranks it."""

    id: int
    rank: int
    words: Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class DocumentNames:
    """The names of documents. A document that changes gets a new place; its former one is dead."""

    revision: Revision
    ids: array[int]  # place → id of the row
    moved: Mapping[int, int]  # id of a row changed since they were all read → its place, or -1
    indexes: Mapping[str, WordIndex]  # by group

    def find(self, group: DocumentGroup, typed: Typed, limit: int, *, tolerant: bool) -> list[int]:
        """The ids of the rows, the best first."""
        found: dict[int, None] = {}
        for name in (group.first_column, group.label):
            if len(found) < limit and (index := self.indexes.get(name)) is not None:
                more = index.find(typed, limit, tolerant=tolerant, alive=self._is_alive)
                found.update(dict.fromkeys(more))
        return [self.ids[entry & _PLACE] for entry in list(found)[:limit]]

    def updated(
        self, revision: Revision, changed: Iterable[_Row], removed: Iterable[int]
    ) -> DocumentNames:
        ids = array("Q", self.ids)
        moved = {**self.moved, **dict.fromkeys(removed, -1)}
        added: dict[str, list[tuple[int, Iterable[str]]]] = {}
        for row in changed:
            moved[row.id] = len(ids)
            for group, words in row.words.items():
                added.setdefault(group, []).append(((row.rank << _PLACE_BITS) | len(ids), words))
            ids.append(row.id)
        indexes = dict(self.indexes)
        for group, names in added.items():
            indexes[group] = indexes.get(group, NO_NAMES).updated(names)
        return DocumentNames(revision, ids, moved, indexes)

    def _is_alive(self, entry: int) -> bool:
        place = entry & _PLACE
        return self.moved.get(self.ids[place], place) == place


NO_DOCUMENTS = DocumentNames(NOTHING_INDEXED, array("Q"), {}, {})


def _read_documents(held: DocumentNames | None, snapshot: Snapshot) -> DocumentNames:
    revision = snapshot.revision
    if held is not None and len(held.moved) <= max(_FEW, len(held.ids) * _CHANGED):
        with connection.cursor() as cursor:
            removed = removed_between(cursor, held.revision, revision)
        if removed is not None:
            return held.updated(revision, _rows(held.revision.number), removed)
    names = NO_DOCUMENTS.updated(revision, _rows(0), ())
    return DocumentNames(revision, names.ids, {}, names.indexes)


def _rows(after: int) -> Iterator[_Row]:
    """The documents changed after a revision. What is committed while they are read may be among
    them: it is then read again with the revision that it belongs to."""
    groups = [group for group in _groups if isinstance(group, DocumentGroup)]
    columns = sorted({column for group in groups for column in group.columns})
    kinds = {kind for group in groups for kind in group.kinds}
    counted = {kind: group.counted for group in groups if group.counted for kind in group.kinds}
    keys = sorted({key for counts in counted.values() for key in counts})
    rows = (
        SearchDocument.objects.filter(revision__gt=after)
        .annotate(length=Length("title"))
        .values_list("id", "kind", "weight", "length", *columns, *(f"card__{key}" for key in keys))
    )
    for row_id, kind, weight, length, *read in rows.iterator(chunk_size=2_000):
        if kind not in kinds:
            yield _Row(row_id, 0, {})
            continue
        by_column = dict(zip((*columns, *keys), read, strict=True))
        words: dict[str, list[str]] = {}
        for group in groups:
            if kind in group.kinds:
                words[group.label] = _words(by_column[column] for column in group.columns)
                if len(group.columns) > 1:
                    words[group.first_column] = _words([by_column[group.columns[0]]])
        if counts := counted.get(kind):
            rank = _rank_by_count(sum(by_column[key] or 0 for key in counts), length)
        else:
            rank = _rank(weight, length)
        yield _Row(row_id, rank, words)


def _words(columns: Iterable[str]) -> list[str]:
    return [
        term[1:] for column in columns for term in column.split() if term.startswith(EXACT_MARK)
    ]


def _rank(weight: float, length: int) -> int:
    """By weight, then by shortness: the lower, the better. Weights count by steps, two for a
    double one: the little that sets two names apart is not worth reading the longer one first."""
    steps = min(max(round(2 * math.log2(weight)), -_MOST_STEPS), _MOST_STEPS)
    return ((_MOST_STEPS - steps) << 16) | min(length, 0xFFFF)


def _rank_by_count(count: int, length: int) -> int:
    """The most counted first, then the shortest."""
    return ((0xFFFF - min(count, 0xFFFF)) << 16) | min(length, 0xFFFF)


@dataclass(frozen=True)
class ValueNames:
    """The values of facets under which a document stands, with their labels."""

    revision: Revision
    labels: Mapping[str, tuple[tuple[str, str], ...]]  # by group: (code, label)
    indexes: Mapping[str, WordIndex]

    def find(
        self, group: str, typed: Typed, limit: int, *, tolerant: bool
    ) -> list[tuple[str, str]]:
        """(code, label), the best first."""
        if group not in self.indexes:
            return []
        found = self.indexes[group].find(typed, limit, tolerant=tolerant)
        return [self.labels[group][entry & _PLACE] for entry in found]


def _read_values(_held: ValueNames | None, snapshot: Snapshot) -> ValueNames:
    labels: dict[str, tuple[tuple[str, str], ...]] = {}
    indexes: dict[str, WordIndex] = {}
    for group in _groups:
        if isinstance(group, ValueGroup):
            counts = snapshot.counts(group.facet, snapshot.alive)
            known = facets.get(group.facet).labels(counts)
            named = sorted(known.items(), key=lambda one: (-counts[one[0]], title_key(one[1])))
            labels[group.label] = tuple(named)
            indexes[group.label] = NO_NAMES.updated(
                (place, [term.exact for term in terms(label)])
                for place, (_, label) in enumerate(named)
            )
    return ValueNames(snapshot.revision, labels, indexes)


document_names = RevisionCache(_read_documents)
value_names = RevisionCache(_read_values)
