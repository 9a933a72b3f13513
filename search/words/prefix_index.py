"""Prefix index in memory: names found by the beginning of any of their words.

A name is a number, an entry: the lower, the better it ranks. A word is what search.text.analysis calls
exact: folded, without accents or capitals.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from operator import itemgetter
from string import ascii_lowercase, digits

from search.text.analysis import terms, word

# A word of fewer letters is too near to too many others, and nobody writes a longer one.
TOLERANT_FROM = 5
TOLERANT_TO = 24

# Fewer names than this are looked up in the lists of words, rather than the other way round.
_FEW = 5_000

_FIRST = itemgetter(0)
_LETTERS = ascii_lowercase + digits
_AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True)
class Typed:
    """What a reader has typed so far, as words: `whole` ones, and the `last`, which may go on."""

    whole: tuple[str, ...]
    last: str

    @classmethod
    def read(cls, text: str) -> Typed | None:
        """None when too little is typed to tell anything by. Stop words say nothing, but for the
        last word, of which they may be the beginning."""
        found = list(terms(text))
        if not found or sum(len(term.exact) for term in found) < 2:
            return None
        whole = dict.fromkeys(term.exact for term in found[:-1] if term.stem)
        return cls(tuple(whole), found[-1].exact)


@dataclass(frozen=True)
class WordIndex:
    """Never changed: `updated` makes another one."""

    words: list[str]  # in order
    entries: Mapping[str, array[int]]  # of each word, the best first

    def find(
        self,
        typed: Typed,
        limit: int,
        *,
        tolerant: bool = False,
        alive: Callable[[int], bool] = lambda entry: True,
    ) -> list[int]:
        """The names that hold every whole word, or one of its family, and a word that begins with
        the last: those that hold it whole first, the best ones first. With `tolerant`, a word may
        also be one letter away from what was typed. Entries that are not `alive` are left out."""
        allowed: set[int] | None = None
        for whole in typed.whole:
            spellings = self._near(whole) if tolerant else self._family(whole)
            holding = set(chain.from_iterable(self.entries.get(one, ()) for one in spellings))
            allowed = holding if allowed is None else allowed & holding
            if not allowed:
                return []
        exact = self._best((typed.last,), limit, allowed, alive)
        if len(exact) == limit:
            return exact
        begun = self._begun_nearly(typed.last) if tolerant else self._begun(typed.last)
        more = self._best(begun, limit, allowed, alive)
        return [*exact, *(entry for entry in more if entry not in exact)][:limit]

    def _best(
        self,
        words: Iterable[str],
        limit: int,
        allowed: set[int] | None,
        alive: Callable[[int], bool],
    ) -> list[int]:
        """The best names among those that hold one of these words."""
        lists = [self.entries[one] for one in words if one in self.entries]
        if allowed is not None and len(allowed) < _FEW:
            held: set[int] = set()
            held.update(*(allowed.intersection(one) for one in lists))
            return heapq.nsmallest(limit, filter(alive, held))
        # The words in the order of their best name: the first ones hold all the best names.
        best: list[int] = []
        for entries in sorted(lists, key=_FIRST):
            if len(best) == limit and entries[0] > best[-1]:
                break
            kept = (
                entry
                for entry in entries
                if (allowed is None or entry in allowed) and entry not in best and alive(entry)
            )
            best = sorted((*best, *islice(kept, limit)))[:limit]
        return best

    def updated(self, added: Iterable[tuple[int, Iterable[str]]]) -> WordIndex:
        """With these names and their words."""
        new: dict[str, list[int]] = {}
        for entry, words in added:
            for one in set(words):
                new.setdefault(one, []).append(entry)
        entries = dict(self.entries)
        for one, more in new.items():
            entries[one] = array("Q", sorted((*entries.get(one, ()), *more)))
        unknown = [one for one in new if one not in self.entries]
        return WordIndex(sorted((*self.words, *unknown)) if unknown else self.words, entries)

    def _begun(self, start: str) -> list[str]:
        """The words that begin so."""
        first = bisect_left(self.words, start)
        return self.words[first : bisect_left(self.words, start + _AFTER_ALL, first)]

    def _family(self, whole: str) -> list[str]:
        """The words of the same stem: they begin alike, but for what a plural changes."""
        stem = word(whole).stem
        common = takewhile(lambda pair: pair[0] == pair[1], zip(whole, stem, strict=False))
        start = whole[: max(1, sum(1 for _ in common) - 1)]
        return [one for one in self._begun(start) if one == whole or word(one).stem == stem]

    def _near(self, whole: str) -> list[str]:
        return [
            *self._family(whole),
            *(one for one in one_error_away(whole) if one in self.entries),
        ]

    def _begun_nearly(self, start: str) -> list[str]:
        """The words that begin so, but for one letter."""
        near = {one for spelling in one_error_away(start) for one in self._begun(spelling)}
        return [*self._begun(start), *near]


NO_NAMES = WordIndex([], {})


def one_error_away(spelled: str) -> Iterator[str]:
    """What a slip of one letter makes of a word: one missing, one too many, one for another, two
    swapped. Nothing for words too short to be told from others."""
    if not TOLERANT_FROM <= len(spelled) <= TOLERANT_TO:
        return
    for place in range(len(spelled) + 1):
        before, after = spelled[:place], spelled[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
