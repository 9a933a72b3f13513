"""Text analysis: words into terms. Whatever indexes, queries or highlights calls it.

A word has two terms. `exact` is the word folded: lower case, œ as oe, no accent. `stem` is what
its family shares (« contrat », « contrats »); it is empty for a stop word, which is kept in the
exact terms only, so that a phrase in quotes can hold it. Terms are ASCII letters and digits:
letters of other scripts are spelled u + hexadecimal code, so that every engine keeps them whole.

Decided here, once:

* an elided particle (l’, d’, qu’, jusqu’…) is no word, with either apostrophe; « presqu’île » and
  « aujourd’hui » are one word;
* a hyphen separates words (« centre-ouest-bretagne » is « Centre Ouest Bretagne »), except after
  a prefix that is also written joined: « co-voiturage » is « covoiturage »; a prefix stands before
  a word that counts;
* what marks part within one word, numbers and inclusive forms, is joined (search.text.spellings);
* the dots of an acronym go (« P.N.R. » is « PNR »), and case never matters, for acronyms either:
  who types « cob » finds COB. Exact words rank first, so COB comes before « cobs »; an acronym that
  is spelled as a stop word is a word of its own when its case says so, or « loi » before it;
* accents never matter: they are folded before the stem is taken (see search.text.stemming).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search.text.spellings import parted_word
from search.text.stemming import stem

# Raise it with every change that makes other terms of the same text: rows written by another
# version are then told stale, and rebuilt.
ANALYSIS_VERSION = 8

MAX_TERM_LENGTH = 200  # Elasticsearch would cut a longer one in two
MAX_DOCUMENT_TERMS = 16_000  # PostgreSQL keeps 16 383 positions
MAX_DOCUMENT_SIZE = 900_000  # and 1 MB for all the terms of a document

# Tells a word from a stem among the terms of a document; no term holds it.
EXACT_MARK = "="

# What follows is searched among the words themselves only: a phrase in quotes may hold it.
_STOP_WORDS_TEXT = """
    a ai as au aussi aux avait avec avez avoir avons c ce ceci cela celle celles celui ces cet
    cette ceux chez ci comme comment d dans de des donc dont du elle elles en entre es est et etait
    etaient etre eu eux il ils j je l la le les leur leurs lorsque lui m ma mais me mes moi mon n
    ne ni nos notre nous on ont ou par parmi pendant peu peut pour pourquoi puis puisque qu quand
    que quel quelle quelles quels qui quoi s sa sans se selon sera seront ses si soit son sont sous
    sur t ta te tes toi ton tu un une vers vos votre vous y
"""

# « l’eau », « jusqu’à »: what stands before the apostrophe is no word, nor is it alone (« jusqu a »).
_ELISIONS_TEXT = "c d j jusqu l lorsqu m n presqu puisqu qu quelqu quoiqu s t"
_ELISIONS = frozenset(_ELISIONS_TEXT.split())
_STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split()) | _ELISIONS

# « NOTRe », as no stop word is written; « NOTRE » may be somebody who shouts, « LEs » a slip.
_ACRONYM = re.compile(r"[A-Z]{3,}[a-z]+")
_NAMED_LAWS = frozenset({("loi", "notre"), ("lois", "notre")})

# « co-voiturage », « éco-quartier »: the French spell these joined as often as not.
_PREFIXES_TEXT = """
    agro anti auto bio co eco extra hydro inter intra macro micro mini multi neo para peri pluri
    poly pre radio re semi socio supra tele trans ultra
"""
_PREFIXES = frozenset(_PREFIXES_TEXT.split())
_SAINTS = frozenset({"saint", "sainte", "st", "ste"})
_LONGEST_PREFIX = max(map(len, _PREFIXES))
_SHORTEST_BASE = 6  # letters: « repas » is no « pas » again

_APOSTROPHES = "'’ʼ‘`´′＇"
_HYPHENS = "-‐‑"
# Marks and invisible characters that belong to the word in which they stand.
_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(
    rf"((?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?"  # P.N.R.
    rf"|[^\W_](?:[^\W_]|[{_INSIDE}])*)"
    rf"([{_HYPHENS}{_APOSTROPHES}])?"
)
_ENCODED = re.compile(r"[^a-z0-9]")
# One word, although an apostrophe stands in it.
_WITH_AN_APOSTROPHE = frozenset({("aujourd", "hui"), ("presqu", "ile"), ("presqu", "iles")})


class Word(NamedTuple):
    """What a word is worth, wherever it stands."""

    exact: str
    stem: str


class Term(NamedTuple):
    """One word of a text: the `position`-th, written at text[start:end]."""

    position: int
    start: int
    end: int
    stem: str
    exact: str


@dataclass(frozen=True)
class FieldTerms:
    """The terms of a text as engines keep them, separated by spaces: all its stems, then all its
    words with EXACT_MARK before them. Two series: a phrase is a run within one of them."""

    text: str
    count: int
    size: int
    truncated: bool


def fold(text: str) -> str:
    """Lower case, œ and æ spelled out, accents and other marks dropped. Idempotent."""
    folded = text.casefold().replace("œ", "oe").replace("æ", "ae")
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    kept = "".join(
        character for character in decomposed if unicodedata.category(character) not in _DROPPED
    )
    again = kept.casefold()  # compatibility forms can hide capitals: « ℡ » is « TEL »
    return again if again == text else fold(again)


def letters(text: str) -> str:
    """The letters and digits of a text, folded, with nothing between them."""
    return "".join(filter(str.isalnum, fold(text)))


_DROPPED = frozenset({"Mn", "Me", "Mc", "Cf", "Cc", "Cs"})


@lru_cache(maxsize=32_768)
def word(text: str) -> Word:
    """The terms of one word. An empty `exact` means that nothing searchable is left of it."""
    exact = _ENCODED.sub(_spelled, fold(text))[:MAX_TERM_LENGTH]
    if exact in _STOP_WORDS:
        # The whole word, which is the stem of no other.
        return Word(exact, exact if _ACRONYM.fullmatch(text) else "")
    return Word(exact, stem(exact))


def terms(text: str) -> Iterator[Term]:
    """The words of a text, in order, with their places in it."""
    position = 0
    before, before_end = "", 0
    for start, end, spelled in _words(text):
        exact, stemmed = word(spelled)
        if exact:
            if (before, exact) in _NAMED_LAWS and text[before_end:start].isspace():
                stemmed = exact
            yield Term(position, start, end, stemmed, exact)
            position += 1
            before, before_end = exact, end


def field_terms(
    text: str, *, room: int = MAX_DOCUMENT_TERMS, size: int = MAX_DOCUMENT_SIZE
) -> FieldTerms:
    """The terms of a field of a document, as long as there is room for them."""
    stems: list[str] = []
    words: list[str] = []
    used = 0
    truncated = False
    for term in terms(text):
        # A term costs its letters and, in PostgreSQL, two entries with a position each.
        used += len(term.exact) + len(term.stem) + 2 * 12
        if len(words) >= room or used > size:
            truncated = True
            break
        words.append(EXACT_MARK + term.exact)
        if term.stem:
            stems.append(term.stem)
    return FieldTerms(" ".join(stems + words), len(words), used, truncated)


def without_prefix(exact: str) -> str:
    """A folded word without the prefix with which it is made (« transfrontalier »), or nothing."""
    for length in range(_LONGEST_PREFIX, 1, -1):
        if exact[:length] in _PREFIXES and len(exact) >= length + _SHORTEST_BASE:
            return exact[length:]
    return ""


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """The words as spelled, with elisions dropped and what is one word joined."""
    head: tuple[int, int, str] | None = None  # may be one word with the next
    is_elided = False  # and is none without it
    position = 0
    while match := _WORD.search(text, position):
        spelled, glue = match.groups()
        start, end = match.span(1)
        position = match.end()
        if parted := parted_word(text, start, end):
            (end, spelled), glue = parted, None
            position = end
        if head is not None:
            before, head = head, None
            if start == before[1] + 1 and _is_one_word(before[2], spelled):
                yield before[0], end, before[2] + spelled
                continue
            if not is_elided:
                yield before
        if glue is None:
            yield start, end, spelled.replace(".", "")
        else:
            is_elided = glue not in _HYPHENS and fold(spelled) in _ELISIONS
            head = (start, end, spelled.replace(".", ""))
    if head is not None and not is_elided:
        yield head


def _is_one_word(head: str, tail: str) -> bool:
    """Whether what a hyphen or an apostrophe parts is one word. « Trans-en-Provence » and « le
    Pré-Saint-Gervais » are several."""
    first, second = fold(head), fold(tail)
    if first in _PREFIXES:
        return second not in _STOP_WORDS and second not in _SAINTS
    return (first, second) in _WITH_AN_APOSTROPHE


def _spelled(match: re.Match[str]) -> str:
    """A letter of another script as ASCII; what is no letter or digit is dropped."""
    character = match.group()
    return f"u{ord(character):x}" if character.isalnum() else ""
