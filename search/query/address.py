"""Parse the parameters of an address, page numbers, texts and ticked values, and write an address.
Never an error: a visitor may have typed anything."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from search.index.documents import MAX_CODE_LENGTH, clean

MAX_PAGE = 100_000
MAX_VALUES = 50  # of one facet: more is no reader's doing
_MAX_PAGE_DIGITS = 9  # Python refuses to read thousands of them


def read_page(raw: str) -> int:
    """A page, from 1 to MAX_PAGE; 1 for what is no number."""
    if not (raw.isascii() and raw.isdigit() and len(raw) <= _MAX_PAGE_DIGITS):
        return 1
    return min(max(int(raw), 1), MAX_PAGE)


def read_text(raw: str, max_length: int) -> str:
    """Without what no text holds, every run of blanks as one space, cut at `max_length`."""
    return " ".join(clean(raw).split())[:max_length].strip()


def read_values(raw: Iterable[str]) -> tuple[str, ...]:
    """The values of a facet, once each, sorted: two readers who tick the same have one address."""
    texts = (read_text(text, MAX_CODE_LENGTH) for text in raw)
    return tuple(sorted({text for text in texts if text})[:MAX_VALUES])


def read_in_order(raw: Iterable[str]) -> tuple[str, ...]:
    """Values once each, in the order in which they were given."""
    texts = (read_text(text, MAX_CODE_LENGTH) for text in raw)
    return tuple(dict.fromkeys(text for text in texts if text))[:MAX_VALUES]


def toggled(values: tuple[str, ...], code: str) -> tuple[str, ...]:
    """These values with `code` ticked, or unticked when it was."""
    if code in values:
        return tuple(value for value in values if value != code)
    return tuple(sorted((*values, code)))


def written(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """The address of `path`, already percent-encoded, with these parameters in this order."""
    return with_query(path, urlencode(list(parameters)))


def with_query(path: str, query: str) -> str:
    # An empty reference would mean the current address with its parameters.
    return f"{path}?{query}" if query else path or "?"
