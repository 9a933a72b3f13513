"""Highlight the matched words of a result, in an excerpt around them.

Works on the original text with the terms of search.text.analysis, so what is marked is what was found,
whatever the engine. Everything is escaped; the only markup is <mark>.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.query.request import Alternative, Query
from search.text.analysis import Term, terms

EXCERPT_LENGTH = 220
_ELLIPSIS = "…"
# What is told in sentences is quoted before what is only named.
_SENTENCE = re.compile(r"[.!?…»][)\s]*$")
# Beyond this, a text is not searched for the place of an excerpt: it would cost more than it shows.
_READ = 40_000
# Half a number would be another one.
_CUT = re.compile(r"(?<![0-9]) | (?![0-9])")


class Highlighter:
    """Marks what a query looks for; made once for a page of results."""

    def __init__(self, query: Query) -> None:
        self._markers = [_Marker(group.alternatives) for group in query.groups]
        self._texts: dict[str, list[Term]] = {}  # a summary is marked, then told to its excerpt

    def whole(self, text: str) -> SafeString:
        """The whole text, marked."""
        found = self._read(text)
        return _marked(text, _spans(self._markers, found))

    def excerpt(self, body: str, *, told: Iterable[str] = ()) -> SafeString:
        """At most EXCERPT_LENGTH characters of one piece of the body, around what is looked for and
        that none of the texts `told` beside it says. The pieces are no sentence together. Empty when
        they say it all, or when the body does not."""
        around = [self._read(text) for text in told] if self._markers else []
        missing = [marker for marker in self._markers if not any(map(marker.spans, around))]
        if not missing:
            return SafeString()
        best, text = (0, False, 0), ""
        for piece in body[:_READ].split("\n"):
            found = self._read(piece)
            said = [spans for marker in missing if (spans := marker.spans(found))]
            worth = len(said), bool(_SENTENCE.search(piece)), sum(map(len, said))
            if said and worth > best:
                best, text = worth, piece
        if not text:
            return SafeString()
        found = self._read(text)
        return _excerpt(text, _spans(self._markers, found), _spans(missing, found))

    def _read(self, text: str) -> list[Term]:
        if not self._markers:
            return []
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = list(terms(text))
        return found


class _Marker:
    """Finds one thing that a query looks for, under any of its spellings."""

    def __init__(self, alternatives: Iterable[Alternative]) -> None:
        single = [one for one in alternatives if not one.is_phrase]
        self._stems = {one.terms[0] for one in single if not one.exact}
        self._words = {one.terms[0] for one in single if one.exact}
        self._phrases = [one for one in alternatives if one.is_phrase]

    def spans(self, found: list[Term]) -> list[tuple[int, int]]:
        """The parts of a text, read as terms, that say it."""
        spans = [
            (term.start, term.end)
            for term in found
            if term.stem in self._stems or term.exact in self._words
        ]
        for phrase in self._phrases:
            spans += _phrase_spans(found, phrase)
        return spans


def _spans(markers: Iterable[_Marker], found: list[Term]) -> list[tuple[int, int]]:
    """The parts of a text to mark, in order, apart from each other."""
    return list(_joined(sorted(span for marker in markers for span in marker.spans(found))))


def _phrase_spans(found: list[Term], phrase: Alternative) -> Iterator[tuple[int, int]]:
    """Where a phrase stands. Stop words have no stem: they do not part the stems around them."""
    read = found if phrase.exact else [term for term in found if term.stem]
    values = [term.exact if phrase.exact else term.stem for term in read]
    wanted = list(phrase.terms)
    for index, value in enumerate(values):
        if value == wanted[0] and values[index : index + len(wanted)] == wanted:
            yield read[index].start, read[index + len(wanted) - 1].end


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same parts without overlaps."""
    last: tuple[int, int] | None = None
    for span in spans:
        if last is None:
            last = span
        elif span[0] < last[1]:
            last = (last[0], max(last[1], span[1]))
        else:
            yield last
            last = span
    if last is not None:
        yield last


def _excerpt(text: str, spans: list[tuple[int, int]], wanted: list[tuple[int, int]]) -> SafeString:
    """A stretch around what is wanted, with all that is found in it marked."""
    start, end = _window(text, wanted)
    inside = [(first, last) for first, last in spans if start <= first and last <= end]
    part = _marked(text[start:end], [(first - start, last - start) for first, last in inside])
    before = _ELLIPSIS if start > 0 else ""
    after = _ELLIPSIS if end < len(text.rstrip()) else ""
    return mark_safe(f"{before}{part}{after}")  # noqa: S308 (escaped by _marked)


def _window(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """The stretch to show: the one with most marks, cut between words when it can be."""
    room = EXCERPT_LENGTH - 2 * len(_ELLIPSIS)
    if len(text.rstrip()) <= room:
        return 0, len(text.rstrip())
    counts = [
        sum(1 for other in spans if first <= other[0] and other[1] <= first + room)
        for first, _ in spans
    ]
    start = spans[counts.index(max(counts))][0]
    # Some words before the first mark tell what it is about.
    start = max(0, min(start - room // 4, len(text) - room))
    if start > 0:
        start = next((space + 1 for space in _cuts(text, start, start + room // 4)), start)
    end = min(start + room, len(text))
    if end < len(text):
        end = max(_cuts(text, start + room // 2, end), default=end)
    return start, end


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where a text can be cut: at the spaces in text[start:end] that group no digits."""
    spaces = (match.start() for match in _CUT.finditer(text, start))
    return takewhile(lambda space: space < end, spaces)


def _marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    parts.append(escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 (escaped above)
