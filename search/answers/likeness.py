"""Likeness of documents to those that come first: what speaks of the same things in other words.

The words of a query are few, and a document may call things otherwise. Those that come first for it
tell what else it is about: whatever shares many of their words and facet codes, the rarer the more,
is likelier to be about it than what shares only the words typed.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import TypeAlias

from search.index.snapshot import Snapshot
from search.models import SearchDocument
from search.text.analysis import EXACT_MARK, word
from search.words.term_dictionary import Vocabulary

# How many documents come first; more of them tell of other things too.
_FIRST = 5
# What all the facet codes of a document weigh, of what all its words do.
_FACETS = 0.7
# Of the terms of a long document only so many letters are read.
_READ_AT_MOST = 60_000

# A word, or a facet and a code of it; what a document is about: how much, by subject.
_Subject: TypeAlias = str | tuple[str, str]
_Subjects: TypeAlias = Mapping[_Subject, float]


def to_the_first(
    rows: Collection[SearchDocument],
    scores: Mapping[int, float],
    words: Vocabulary,
    snapshot: Snapshot,
) -> dict[int, float]:
    """By id of these rows, from 0 to 1: how much each is like those of them whose scores are the
    best, each of which counts by its score. The likest of all has 1."""
    rarity = _Rarity(words, snapshot)
    subjects = {row.id: rarity.subjects(row) for row in rows}
    total: defaultdict[_Subject, float] = defaultdict(float)
    for row_id in heapq.nlargest(_FIRST, subjects, key=lambda row_id: (scores[row_id], row_id)):
        for subject, weight in subjects[row_id].items():
            total[subject] += scores[row_id] * weight
    likeness = {
        row_id: math.fsum(weight * total.get(subject, 0) for subject, weight in own.items())
        for row_id, own in subjects.items()
    }
    most = max(likeness.values(), default=0)
    return {row_id: one / most if most else 0 for row_id, one in likeness.items()}


class _Rarity:
    """How rare words and facet codes are. What a single document has is like nothing else."""

    def __init__(self, words: Vocabulary, snapshot: Snapshot) -> None:
        self._words = words
        self._snapshot = snapshot
        self._all = len(snapshot.slots)

    def subjects(self, row: SearchDocument) -> _Subjects:
        texts = f"{row.terms_title} {row.terms_summary} {_marked(row.terms_body)}"
        counts = Counter(term[1:] for term in texts.split() if term.startswith(EXACT_MARK))
        said: _Subjects = {
            one: self._bits(self._words.documents.get(one, 1)) * (1 + math.log(count))
            for one, count in counts.items()
            if word(one).stem
        }
        under: _Subjects = {
            (facet, code): self._bits(self._under(facet, code))
            for facet, codes in row.facets.items()
            for code in codes
        }
        return {**_of_length(said, 1), **_of_length(under, _FACETS)}

    def _bits(self, documents: int) -> float:
        return math.log2(1 + self._all / documents) if documents > 1 else 0.0

    def _under(self, facet: str, code: str) -> int:
        return (self._snapshot.under(facet, (code,)) & self._snapshot.alive).bit_count()


def _marked(terms: str) -> str:
    """The beginning of the words of a field: they follow the stems."""
    start = max(terms.find(EXACT_MARK), 0)
    end = terms.find(" ", start + _READ_AT_MOST)
    return terms[start : end if end > 0 else None]


def _of_length(weights: _Subjects, length: float) -> _Subjects:
    norm = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {one: length * weight / norm for one, weight in weights.items() if weight}
