"""Suggestions while a reader types: names of documents and of facet values, grouped.

Read from the rows of the index, which hold nothing but what is public, whatever the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import DatabaseError

from search.engines.base import SearchUnavailable
from search.engines.index_reader import IndexReader
from search.index.documents import KIND_FACET
from search.index.snapshot import Snapshot
from search.models import SearchDocument
from search.query import facets
from search.text.analysis import letters, terms, word
from search.words import completions
from search.words.completions import MOST, DocumentGroup, FoundName, Group, LookupGroup, ValueGroup
from search.words.prefix_index import Typed

# Below this many names, those one letter away are proposed too.
TOO_FEW = 3


@dataclass(frozen=True)
class Suggestion:
    """A name and where it leads. `parts` is its label, cut where what was typed starts and ends:
    every second part was typed. `kind` says what it is, in a group that mixes kinds."""

    parts: tuple[str, ...]
    url: str
    kind: str = ""

    @property
    def label(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True)
class SuggestionGroup:
    label: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class _Found:
    """A name found: the id of a row of the index, the code and the label of a value, or a name that
    was looked up."""

    group: Group
    row_id: int = 0
    code: str = ""
    label: str = ""
    name: FoundName | None = None


def suggest(text: str) -> tuple[SuggestionGroup, ...]:
    """At most MOST names for what is typed, by group. Raises SearchUnavailable."""
    typed = Typed.read(text)
    if typed is None:
        return ()
    try:
        snapshot = IndexReader().snapshot()
        found = _found(snapshot, typed, text)
        return _named(found, typed)
    except DatabaseError as error:
        raise SearchUnavailable(f"the index cannot be read: {error}") from error


def _found(snapshot: Snapshot, typed: Typed, text: str) -> list[_Found]:
    documents = completions.document_names.at(snapshot)
    values = completions.value_names.at(snapshot)

    def look(group: Group, *, tolerant: bool) -> list[_Found]:
        if isinstance(group, DocumentGroup):
            ids = documents.find(group, typed, MOST, tolerant=tolerant)
            return [_Found(group, row_id=row_id) for row_id in ids]
        if isinstance(group, LookupGroup):
            return looked_up[group.label]
        pairs = values.find(group.label, typed, MOST, tolerant=tolerant)
        return [_Found(group, code=code, label=label) for code, label in pairs]

    looked_up = {
        group.label: [_Found(group, name=name) for name in group.find(text, MOST)]
        for group in completions.registered()
        if isinstance(group, LookupGroup)
    }
    found = [look(group, tolerant=False) for group in completions.registered()]
    # A place that begins so is no error of typing: « corse » is no « course ».
    if sum(map(len, found)) < TOO_FEW and not any(looked_up.values()):
        nearly = [look(group, tolerant=True) for group in completions.registered()]
        found = [
            [*sure, *(one for one in near if one not in sure)]
            for sure, near in zip(found, nearly, strict=True)
        ]
    rooms = _rooms([group.share for group in completions.registered()], [len(one) for one in found])
    return [one for ones, room in zip(found, rooms, strict=True) for one in ones[:room]]


def _rooms(shares: Sequence[int], counts: Sequence[int]) -> list[int]:
    """How many names of each group are shown: its share, then what others leave, in order."""
    rooms = [min(share, count) for share, count in zip(shares, counts, strict=True)]
    for place, count in enumerate(counts):
        rooms[place] += max(0, min(count - rooms[place], MOST - sum(rooms)))
    return rooms


def _named(found: list[_Found], typed: Typed) -> tuple[SuggestionGroup, ...]:
    """With the labels and the addresses of now: a row that is gone is left out."""
    ids = [one.row_id for one in found if one.row_id]
    rows = SearchDocument.objects.filter(id__in=ids).order_by()
    fields = {
        row_id: (title, url, kind)
        for row_id, title, url, kind in rows.values_list("id", "title", "url", "kind")
    }
    kinds = _kinds({kind for _, _, kind in fields.values()})
    by_group: dict[str, list[Suggestion]] = {}
    for one in found:
        suggestions = by_group.setdefault(one.group.label, [])
        if one.name is not None:
            parts = tuple(_parts(one.name.label, typed))
            suggestions.append(Suggestion(parts, one.name.url, one.name.kind))
        elif isinstance(one.group, ValueGroup):
            parts = tuple(_parts(one.label, typed))
            suggestions.append(Suggestion(parts, one.group.url(one.code)))
        elif one.row_id in fields and isinstance(one.group, DocumentGroup):
            title, url, kind = fields[one.row_id]
            said = kinds.get(kind, "") if len(one.group.kinds) > 1 else ""
            suggestions.append(Suggestion(tuple(_parts(title, typed)), url, said))
    seen: set[str] = set()
    groups: list[SuggestionGroup] = []
    for label, suggestions in by_group.items():
        # A région may be a document of the index and a place that was looked up.
        kept = tuple(one for one in suggestions if one.url not in seen)
        seen |= {one.url for one in kept}
        if kept:
            groups.append(SuggestionGroup(label, kept))
    return tuple(groups)


def _kinds(codes: set[str]) -> Mapping[str, str]:
    """The labels of kinds of documents, where a facet knows them."""
    known = [facet for facet in facets.registered() if facet.name == KIND_FACET]
    return known[0].labels(codes) if known and codes else {}


def _parts(label: str, typed: Typed) -> Iterator[str]:
    """The label, cut before and after each stretch that was typed."""
    families = {word(whole).stem for whole in typed.whole}
    done = 0
    for term in terms(label):
        if term.exact in typed.whole or (term.stem and term.stem in families):
            end = term.end
        elif term.exact.startswith(typed.last):
            end = _end_of(label, term.start, term.end, typed.last)
        else:
            continue
        yield label[done : term.start]
        yield label[term.start : end]
        done = end
    yield label[done:]


def _end_of(label: str, start: int, end: int, typed: str) -> int:
    """Where the typed beginning of a word ends: an œ is two of the letters typed."""
    for place in range(start + 1, end):
        if len(letters(label[start:place])) >= len(typed):
            return place
    return end
