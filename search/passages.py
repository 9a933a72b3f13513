"""The passage of a document that holds most of what was typed: its title with its summary, or one
paragraph of its body. Words that stand together there are about each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from search.analysis import terms
from search.models import SearchDocument
from search.query import Group

# Of a long body only so many letters are read: two pages of a search must stay fast.
_READ_AT_MOST = 20_000


def best(ids: Collection[int], weights: Mapping[Group, float]) -> dict[int, float]:
    """By id, the weights of the groups that the best passage of each document holds. Phrases are
    left out: their words are groups of their own."""
    wanted = [(_words(group), weight) for group, weight in weights.items()]
    rows = SearchDocument.objects.filter(id__in=ids)
    return {
        row_id: max(_worth(passage, wanted) for passage in _passages(title, summary, body))
        for row_id, title, summary, body in rows.values_list("id", "title", "summary", "body")
    }


def _passages(title: str, summary: str, body: str) -> Iterator[str]:
    yield f"{title}\n{summary}"
    yield from body[:_READ_AT_MOST].split("\n")


def _words(group: Group) -> frozenset[tuple[bool, str]]:
    """The words of a group: (whether it is the word itself or its family, the term)."""
    return frozenset((one.exact, one.terms[0]) for one in group.alternatives if not one.is_phrase)


def _worth(passage: str, wanted: list[tuple[frozenset[tuple[bool, str]], float]]) -> float:
    held = {
        spelled for term in terms(passage) for spelled in ((False, term.stem), (True, term.exact))
    }
    return sum(weight for words, weight in wanted if not held.isdisjoint(words))
