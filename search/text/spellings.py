"""Spellings that marks part and that are one word: grouped numbers, inclusive forms.

A number is read without what groups its digits: « 20 000 » and « 20.000 » are « 20000 ». A group
is three digits, after one to three digits of which the first is no zero; a space of any kind, a
dot or an apostrophe groups. So these stay apart:

* years and what follows them: « 2016 2020 », « en 2015 300 communes »;
* decimals, dates and sections: « 2,5 », « 2.5 », « 27.11.2026 », « 0.250 »;
* what begins with a zero, or goes by twos: phone numbers, codes.

An inclusive form is its root, with the mark of the plural: « élu·e·s », « élu.e.s », « élu-e-s »,
« élu(e)s » and « élu/e/s » are « élus », « agriculteur·rice » is « agriculteur ». Where a mark also
parts other words (« fin.Le », « Bois-le-Roi », « peut-elle », « land-use »), only the endings that
are nothing else are read so, unless a plural is marked after them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SPACES = " \u00a0\u2007\u2009\u202f"
_FIRST_GROUP = re.compile(r"[1-9][0-9]{0,2}")
_NUMBER = re.compile(r"(?<![^\W_])[1-9][0-9]{0,2}(?![^\W_])")
_GROUPS = re.compile(
    rf"(?:(?:[{_SPACES}][0-9]{{3}})+|(?:\.[0-9]{{3}})+(?!\.[0-9])|(?:['’][0-9]{{3}})+)"
    rf"(?![0-9])[^\W_]*"
)
# A group of fewer than four digits before a space is the head of a number, or of a code.
_WITHIN_DIGITS = re.compile(rf"(?:(?<![0-9])[0-9]{{1,3}}[{_SPACES}]|[0-9][.,'’])\Z")
_LOOKED_BACK = 5
_NO_DIGIT = re.compile(r"[^\w]+")

# Feminine endings that are no word, then those that are one, or the end of one.
_SURE = "e|ne|trice|rice|euse|i?(?:è|e\u0300?)re|esse|enne|onne"
_ANY = f"{_SURE}|le|te|se|ve|fe|ice|use|ale|elle|que|che|gue|ive|sse"
_DOT = "[·•‧∙⋅・]"
_END = r"(?![^\W_]|[\u0300-\u036f])"
_INCLUSIVE = re.compile(
    rf"{_DOT}(?:(?:{_ANY})(?:{_DOT}?(?P<dot>s))?|(?P<dots>[sx])){_END}"
    rf"|\((?:(?:{_ANY})(?P<inside>s)?|(?P<alone>[sx]))\)(?:\(?(?P<after>s){_END}\)?)?{_END}"
    rf"|(?P<mark>[./‐‑-])(?:(?:{_ANY})(?P=mark)(?P<marked>s)|(?:{_SURE})(?P<plural>s)?)"
    rf"{_END}(?!(?P=mark)[^\W_])",
    re.IGNORECASE,
)
_PLURALS = ("dot", "dots", "inside", "alone", "after", "marked", "plural")
_MARKS = frozenset("·•‧∙⋅・(./‐‑-")
_OPENLY_INCLUSIVE = frozenset("·•‧∙⋅・(")
_SHORTEST_ROOT = 3  # letters, where the mark may be another's; else 2
_ADDRESS = frozenset("./@")  # « www.exemple.es » is no plural
_NO_LETTER = re.compile(r"[^\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]|[\d_]")


class Spelled(NamedTuple):
    """A word of a text that ends at `end`, without the marks that part it."""

    end: int
    word: str


def parted_word(text: str, start: int, end: int) -> Spelled | None:
    """The word of which text[start:end] is the beginning, when marks part it; else None."""
    following = text[end : end + 1]
    if following and _FIRST_GROUP.fullmatch(text, start, end):
        return _number(text, start, end)
    if following in _MARKS and not _NO_LETTER.search(text, start, end):
        return _inclusive(text, start, end)
    return None


def without_grouping(text: str) -> str:
    """The text, its grouped numbers written without what groups their digits."""
    parts: list[str] = []
    done = 0
    for first in _NUMBER.finditer(text):
        if first.start() >= done and (number := _number(text, *first.span())):
            parts += [text[done : first.start()], number.word]
            done = number.end
    return "".join([*parts, text[done:]])


def _number(text: str, start: int, end: int) -> Spelled | None:
    groups = _GROUPS.match(text, end)
    if not groups or _WITHIN_DIGITS.search(text[max(0, start - _LOOKED_BACK) : start]):
        return None
    return Spelled(groups.end(), text[start:end] + _NO_DIGIT.sub("", groups.group()))


def _inclusive(text: str, start: int, end: int) -> Spelled | None:
    is_open = text[end] in _OPENLY_INCLUSIVE
    if end - start < (2 if is_open else _SHORTEST_ROOT) or (
        not is_open and text[start - 1 : start] in _ADDRESS
    ):
        return None
    found = _INCLUSIVE.match(text, end)
    if not found:
        return None
    plural = next(filter(None, found.group(*_PLURALS)), "")
    root = text[start:end]
    return Spelled(found.end(), root if root[-1] in "sxSX" else root + plural)
