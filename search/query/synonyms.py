"""Synonyms: the ways of writing one thing, and how they are recognised among words.

A wording is recognised by its very words, not by their families: in the singular or the plural,
accents and case free, stop words left aside; an acronym by its letters alone (« COB », no
« cobs »). What is then looked for in documents is another matter: see `Wording.alternative`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from search.query.request import Alternative, Query
from search.text.analysis import EXACT_MARK, terms
from search.text.stemming import singular

# « RURBAN » is an acronym, « INTERCOMMUNALITÉ » is somebody who shouts.
MAX_ACRONYM_LENGTH = 10

Named = TypeVar("Named")


@dataclass(frozen=True)
class Wording:
    """`words` are all its words, folded. The others leave stop words out: `exacts` folded, `stems`
    as documents are searched, `keys` as the wording is recognised."""

    text: str
    words: tuple[str, ...]
    exacts: tuple[str, ...]
    stems: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def is_acronym(self) -> bool:
        return len(self.keys) == 1 and self.keys[0].startswith(EXACT_MARK)

    def is_within(self, other: Wording) -> bool:
        """Whether its words stand, one after the other, in another wording."""
        size = len(self.keys)
        return any(
            other.keys[at : at + size] == self.keys for at in range(len(other.keys) - size + 1)
        )

    def alternative(self, source: str) -> Alternative:
        """How documents are searched for it: an acronym by the word itself, others by stems."""
        if self.is_acronym:
            return Alternative(self.exacts, self.exacts, exact=True, source=source)
        words = self.words if len(self.stems) > 1 else self.exacts
        return Alternative(self.stems, words, source=source)


def is_acronym(word: str) -> bool:
    """Whether a word as written is one: « EPCI », « P.N.R. », « PAiT », « C2D »."""
    letters = word.replace(".", "")
    return len(letters) <= MAX_ACRONYM_LENGTH and sum(map(str.isupper, letters)) > 1


def acronyms_of(query: Query) -> tuple[str, ...]:
    """The acronyms of which all the words of a widened query together are another name: « EPCI »
    of « intercommunalité ». Who types it means what the acronym names."""
    names = [{one.source for one in group.alternatives} for group in query.groups]
    return tuple(sorted(filter(is_acronym, set.intersection(*names)))) if names else ()


@lru_cache(maxsize=4_096)
def wording(text: str) -> Wording | None:
    """The wording that a text is; None when nothing is left of it but stop words."""
    found = list(terms(text))
    kept = [term for term in found if term.stem]
    if not kept:
        return None
    return Wording(
        text=" ".join(text.split()),
        words=tuple(term.exact for term in found),
        exacts=tuple(term.exact for term in kept),
        stems=tuple(term.stem for term in kept),
        keys=tuple(
            EXACT_MARK + term.exact
            if is_acronym(text[term.start : term.end])
            else singular(term.exact)
            for term in kept
        ),
    )


class WordingIndex(Generic[Named]):
    """Wordings by the words that they start with, each with what it names."""

    def __init__(self, named: Iterable[tuple[Wording, Named]]) -> None:
        self._by_start: dict[str, list[tuple[Wording, Named]]] = {}
        for one, name in named:
            self._by_start.setdefault(one.keys[0], []).append((one, name))
        for starting in self._by_start.values():
            starting.sort(key=lambda pair: -len(pair[0].keys))  # stable: the first given wins

    def starting_at(self, words: Sequence[str], place: int) -> list[tuple[Wording, Named]]:
        """The wordings that these words (folded, without stop words) spell from this place on, the
        longest first, then in the order in which they were given."""
        found = [
            pair
            for start in readings(words[place])
            for pair in self._by_start.get(start, ())
            if _is_spelled(pair[0].keys, words[place : place + len(pair[0].keys)])
        ]
        return sorted(found, key=lambda pair: -len(pair[0].keys)) if len(found) > 1 else found


@lru_cache(maxsize=16_384)
def readings(word: str) -> tuple[str, str]:
    """The keys by which a folded word can be recognised: as an acronym, as an ordinary word."""
    return EXACT_MARK + word, singular(word)


def _is_spelled(keys: tuple[str, ...], words: Sequence[str]) -> bool:
    return len(keys) == len(words) and all(
        key in readings(word) for key, word in zip(keys, words, strict=True)
    )
