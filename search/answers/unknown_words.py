"""Find the words of a query that no document holds, and what may have been meant by them.

Read once for all that helps with a search: corrections, partial matches. Functions here may raise
DatabaseError.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import OSA

from search.engines.index_reader import IndexReader
from search.index.snapshot import Snapshot
from search.query.request import Alternative, Group, Query, SearchRequest
from search.text.analysis import Term, terms, without_prefix, word
from search.words import term_dictionary
from search.words.term_dictionary import Vocabulary

_MOST_WORDS = 20  # looked at
_SPELLINGS = 4  # kept of each word
# « leau » is « l’eau »; before a stop word, only what is hardly another word: « lune » is a moon.
APOSTROPHE = "’"
_LOST_APOSTROPHE = re.compile(r"(?:[ld]|(?:jus|lors|puis|quel|quoi)?qu)(?=[aeiouyh]\w)")
_ELIDED_STOP_WORDS = frozenset(["dun", "dune", "quil", "quils", "quon", "quun", "quune"])
# A word in so few documents may be a misspelling in these, of one that is so many times as frequent.
_RARE = 2
_RARE_FROM = 6  # letters
_TIMES = 10
# Two words that so many documents write side by side go together; a word of so many letters may be
# a slip in such a pair.
_OFTEN = 3
_PAIRED_FROM = 5


@dataclass(frozen=True)
class Slip:
    """A part of what was typed, and the folded words that may have been meant, likeliest first;
    a word may have an elided one before it: « l’eau »."""

    start: int
    end: int
    meant: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Reading:
    """A request, widened as it was answered; its words; which of these no document holds, and which
    stand between quotes."""

    request: SearchRequest
    words: Vocabulary
    snapshot: Snapshot
    wanted: tuple[Term, ...]
    unknown: frozenset[str]
    quoted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, widened: SearchRequest, token: str = "") -> Reading:
        """`token` is that of the state of the index, where it is known already."""
        words, snapshot = term_dictionary.present(token)
        wanted = _wanted(widened)
        renamed = _renamed_words(widened.query)
        quoted = _quoted_words(widened.query)
        unknown = frozenset(
            term.exact
            for term in wanted
            if term.exact not in words
            and term.exact not in renamed
            and (term.exact in quoted or not _is_found(term))
        )
        return cls(widened, words, snapshot, wanted, unknown, quoted)

    def slips(self, *, nothing_found: bool, rare: bool = True) -> list[Slip]:
        """The words that no document holds, the words written apart that documents write as one,
        those that are usual beside their neighbour but for a letter, and with `rare` those that are
        frequent but for a letter."""
        slips: list[Slip] = []
        place = 0
        while place < len(self.wanted):
            term = self.wanted[place]
            if joined := self._joined(place, nothing_found=nothing_found):
                slips.append(joined)
                place += 2
                continue
            if term.exact in self.unknown:
                slips.append(Slip(term.start, term.end, self._meant(term.exact)))
            elif usual := self._usual_beside.get(term.exact):
                slips.append(Slip(term.start, term.end, ((usual,),)))
            elif rare and (more_frequent := _more_frequent(term, self.words)):
                slips.append(Slip(term.start, term.end, more_frequent))
            place += 1
        return slips

    @cached_property
    def _usual_beside(self) -> dict[str, str]:
        """By word typed, one a letter away that often stands beside the same neighbour, where the
        typed one never does: « portait croisé ». One query finds that there is none."""
        phrases: dict[tuple[str, str], tuple[Alternative, Alternative]] = {}
        for first, second in pairwise(self.wanted):
            if second.position != first.position + 1:
                continue
            typed = _side_by_side(first.exact, second.exact)
            for near in self._a_letter_away(first):
                phrases[first.exact, near] = typed, _side_by_side(near, second.exact)
            for near in self._a_letter_away(second):
                phrases[second.exact, near] = typed, _side_by_side(first.exact, near)
        if len(_ids_of(usual for _, usual in phrases.values())) < _OFTEN:
            return {}
        return {
            word_typed: near
            for (word_typed, near), (typed, usual) in phrases.items()
            if len(_ids_of([usual])) >= _OFTEN and not _ids_of([typed])
        }

    def _a_letter_away(self, term: Term) -> Iterator[str]:
        """Known words for which a known one may be a slip; one that is quoted never is."""
        if len(term.exact) < _PAIRED_FROM or term.exact in self.unknown | self.quoted:
            return
        for near in self.words.nearest(term.exact, _SPELLINGS):
            if OSA.distance(term.exact, near) == 1 and word(near).stem != term.stem:
                yield near

    def likely(self) -> tuple[str, int]:
        """What was typed, each unknown word replaced by the likeliest one, or by the one from which
        it is made, or left out; and how many were left out."""
        slips = self.slips(nothing_found=True, rare=False)
        meant = [slip.meant[0] if slip.meant else self._base(slip) for slip in slips]
        return rewritten(self.request.q, slips, meant), meant.count(())

    def _meant(self, typed: str) -> tuple[tuple[str, ...], ...]:
        nearest = self.words.nearest(typed, _SPELLINGS)
        near = [(one,) for one in nearest if word(one).stem]  # nobody looks for a stop word
        # Two errors in a word are less likely than a missing space.
        one_error = [one for one in near if OSA.distance(typed, one[0]) == 1]
        meant = (*self._elided(typed), *one_error, *self.words.parted(typed), *near)
        return tuple(dict.fromkeys(meant))[:_SPELLINGS]

    def _elided(self, typed: str) -> list[tuple[str]]:
        """The word after an article or a conjunction of which the apostrophe was lost."""
        elision = _LOST_APOSTROPHE.match(typed)
        if not elision:
            return []
        rest = typed[elision.end() :]
        # Alone, « dune » is a dune.
        is_meant = len(self.wanted) > 1 if typed in _ELIDED_STOP_WORDS else word(rest).stem
        return (
            [(f"{elision.group()}{APOSTROPHE}{rest}",)] if is_meant and rest in self.words else []
        )

    def _base(self, slip: Slip) -> tuple[str, ...]:
        """Of a word with a prefix, the word that it is made from, when documents hold it."""
        base = without_prefix(word(self.request.q[slip.start : slip.end]).exact)
        if not base or base in self.words:
            return (base,) if base else ()
        return tuple(self.words.nearest(base, 1))

    def _joined(self, place: int, *, nothing_found: bool) -> Slip | None:
        """Two words that follow each other and that documents write as one."""
        if place + 1 == len(self.wanted):
            return None
        first, second = self.wanted[place], self.wanted[place + 1]
        one = first.exact + second.exact
        if one not in self.words or self.request.q[first.end : second.start].strip(" -"):
            return None
        if not nothing_found and not {first.exact, second.exact} & self.unknown:
            return None
        return Slip(first.start, second.end, ((one,),))


def rewritten(q: str, slips: Sequence[Slip], meant: Sequence[tuple[str, ...]]) -> str:
    """What was typed, with these words in the place of those slips."""
    parts: list[str] = []
    done = 0
    for slip, replacing in zip(slips, meant, strict=True):
        parts += [q[done : slip.start], " ".join(replacing)]
        done = slip.end
    return "".join([*parts, q[done:]])


def _wanted(request: SearchRequest) -> tuple[Term, ...]:
    """The words to find: none that is left out, none that a minus takes away."""
    asked = {typed for one in _typed_alternatives(request.query) for typed in one.words}
    found = [
        term
        for term in terms(request.q)
        if term.stem and term.exact in asked and not _is_unwanted(request.q, term)
    ]
    return tuple(found[:_MOST_WORDS])


def _typed_alternatives(query: Query) -> Iterator[Alternative]:
    return (one for group in query.groups for one in group.alternatives if not one.source)


def _is_unwanted(q: str, term: Term) -> bool:
    before = q[: term.start]
    return before.endswith("-") and (before == "-" or before[-2].isspace())


def _renamed_words(widened: Query) -> set[str]:
    """The words that are searched under another name too: no document needs to hold them."""
    return {
        typed
        for group in widened.groups
        if any(one.source for one in group.alternatives)
        for one in group.alternatives
        if not one.source
        for typed in one.words
    }


def _quoted_words(query: Query) -> frozenset[str]:
    """The words that are looked for as they are written: no other one of their family will do."""
    alternatives = [one for group in query.groups for one in group.alternatives]
    return frozenset(typed for one in alternatives if one.exact for typed in one.words)


def _side_by_side(first: str, second: str) -> Alternative:
    return Alternative(terms=(first, second), words=(first, second), exact=True)


def _ids_of(alternatives: Iterable[Alternative]) -> list[int]:
    """The documents in which any of these stands."""
    group = tuple(alternatives)
    return IndexReader().ids(Query(groups=(Group(group),))) if group else []


def _is_found(term: Term) -> bool:
    """Whether a document holds a word of the same family."""
    family = Alternative(terms=(term.stem,), words=(term.exact,))
    return bool(IndexReader().ids(Query(groups=(Group((family,)),))))


def _more_frequent(term: Term, words: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """What a word that few documents hold may stand for: one letter away, and frequent."""
    documents = words.documents.get(term.exact, 0)
    if not 0 < documents <= _RARE or len(term.exact) < _RARE_FROM:
        return ()
    return tuple(
        (one,)
        for one in words.nearest(term.exact, 1)
        if words.documents[one] >= _TIMES * documents
        and OSA.distance(term.exact, one) == 1
        and word(one).stem != term.stem
    )
