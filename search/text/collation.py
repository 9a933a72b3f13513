"""The order of titles: what alphabetical lists compare instead of the titles themselves.

Keys are compared by code point, which Python, SQLite, Elasticsearch and the « C » collation of
PostgreSQL do alike. A key holds lower-case words without accents, parted by one space: quotes,
apostrophes and other signs are no letters. An article at the head does not count (« L’eau » stands
under E, « « Gagnant-gagnant » » under G), and numbers are ordered by their value, before letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

from search.text.analysis import fold
from search.text.spellings import without_grouping

_NOT_WORDS = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"(?:l|la|le|les|un|une|des) (?=.)")
_NUMBER = re.compile(r"[0-9]+")
# Of a number, its count of digits is written first: two digits of it are enough.
_MOST_DIGITS = 99


@lru_cache(maxsize=16_384)
def title_key(title: str) -> str:
    """What a title is ordered by; its first character is a letter, or a digit for a number."""
    words = _NOT_WORDS.sub(" ", fold(without_grouping(title))).strip()
    article = _ARTICLE.match(words)
    return _NUMBER.sub(_by_value, words[article.end() :] if article else words)


def _by_value(number: re.Match[str]) -> str:
    digits = number.group().lstrip("0") or "0"
    return f"{min(len(digits), _MOST_DIGITS):02}{digits}"
