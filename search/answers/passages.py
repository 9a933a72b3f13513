"""Score the passage of a document that holds most of what was typed: its title with its summary,
or one paragraph of its body, or one of its labels. Words that stand together there are about each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from search.models import SearchDocument
from search.query.request import Group
from search.text.analysis import terms

# Of a long body only so many letters are read: two pages of a search must stay fast.
_READ_AT_MOST = 20_000


def best(rows: Iterable[SearchDocument], weights: Mapping[Group, float]) -> dict[int, float]:
    """By id, the weights of the groups that the best passage of each document holds. Phrases are
    left out: their words are groups of their own."""
    wanted = [(_words(group), weight) for group, weight in weights.items()]
    return {row.id: max(_worth(passage, wanted) for passage in _passages(row)) for row in rows}


def _passages(row: SearchDocument) -> Iterator[str]:
    yield f"{row.title}\n{row.summary}"
    yield from row.labels.split("\n")
    yield from row.body[:_READ_AT_MOST].split("\n")


def _words(group: Group) -> frozenset[tuple[bool, str]]:
    """The words of a group: (whether it is the word itself or its family, the term)."""
    return frozenset((one.exact, one.terms[0]) for one in group.alternatives if not one.is_phrase)


def _worth(passage: str, wanted: list[tuple[frozenset[tuple[bool, str]], float]]) -> float:
    held = {
        spelled for term in terms(passage) for spelled in ((False, term.stem), (True, term.exact))
    }
    return sum(weight for words, weight in wanted if not held.isdisjoint(words))
