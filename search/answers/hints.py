"""Hints above the results: pages and filters that the words typed name, from registered sources.

A hint either leads elsewhere, or puts a filter in the place of the words that name its value: the
other words of the search stay, and the filter is proposed only if it has results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from django.db import DatabaseError

from search import engines
from search.answers import expansions
from search.engines.base import SearchUnavailable
from search.query.form import SearchForm
from search.query.request import SearchRequest, Sort
from search.text.analysis import fold, terms, word

MAX_FILTERS = 5
MAX_LINKS = 10
# A search that names that many things is counted for the first ones only.
_MAX_COUNTED = 3


@dataclass(frozen=True)
class Hint:
    """A proposal. Either `url`, a page; or `facet` and `code`, a filter that replaces `words`: some
    words of the search that follow each other, folded, as `SearchRequest.query.sequence` has them.
    """

    label: str
    detail: str = ""
    url: str = ""
    facet: str = ""
    code: str = ""
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.url) == bool(self.facet and self.code and self.words):
            raise ValueError(f"{self.label}: a hint is a page or a filter, and not both")


class HintSource(Protocol):
    """Knows what words may name. Asks the database at most twice, and not at all without words."""

    def hints(self, request: SearchRequest) -> Iterable[Hint]:
        """The likeliest first."""


@dataclass(frozen=True)
class ShownHint:
    """A hint with its address; `count` is the number of results of a filter, None for a page."""

    label: str
    detail: str
    url: str
    count: int | None = None


_sources: list[HintSource] = []


def register(source: HintSource) -> None:
    """Let a source propose. Call it from AppConfig.ready."""
    _sources.append(source)


def hints_for(form: SearchForm) -> tuple[ShownHint, ...]:
    """What the words of this search may name; filters first. Nothing when the index
    cannot be read: the results say so."""
    if not form.request.query.sequence:
        return ()
    try:
        hints = [hint for source in _sources for hint in source.hints(form.request)]
        filters = _filters(form, [hint for hint in hints if hint.facet])
    except (DatabaseError, SearchUnavailable):
        return ()
    pages = [ShownHint(hint.label, hint.detail, hint.url) for hint in hints if hint.url]
    return (*filters[:MAX_FILTERS], *pages[:MAX_LINKS])


def without_words(text: str, words: tuple[str, ...]) -> str:
    """The text typed without these words, where they first follow each other, nor what leads to
    them: « cantines de la métropole de Brest » without « métropole de brest » is « cantines »."""
    found = list(terms(text))
    for start in range(len(found) - len(words) + 1):
        run = found[start : start + len(words)]
        is_wanted = not _UNWANTED.search(text[: run[0].start])
        if is_wanted and tuple(term.exact for term in run) == words:
            before = _without_particles(text[: run[0].start])
            rest = " ".join(_EMPTY_QUOTES.sub(" ", f"{before} {text[run[-1].end :]}").split())
            return rest if before else _FIRST_PARTICLE.sub("", rest)
    return text


# A minus, with the quote that may follow it, just before a word or earlier in the same quotes.
_UNWANTED = re.compile(r"(?:^|\s)-(?:\S*|\"[^\"]*|«[^»]*|“[^”]*)$")
_EMPTY_QUOTES = re.compile(r"\"\s*\"|«\s*»|“\s*”")
_LAST_WORD = re.compile(r"([^\W_]+)(?:\s+|['’])$")
_FIRST_PARTICLE = re.compile(r"^(?:[:,;]|et\b|ou\b)\s*", re.IGNORECASE)
_ELIDED = frozenset({"d", "l"})


def _without_particles(text: str) -> str:
    """« contrats de la » is « contrats »: what led to the word taken away goes with it."""
    while match := _LAST_WORD.search(text):
        if word(match[1]).stem and fold(match[1]) not in _ELIDED:
            break
        text = text[: match.start()]
    return text


def _filters(form: SearchForm, hints: list[Hint]) -> list[ShownHint]:
    """The filters that have results under those already on, with their number."""
    counts: dict[tuple[str, tuple[str, ...]], dict[str, int]] = {}
    shown: dict[tuple[str, str], ShownHint] = {}
    for hint in hints:
        ticked = form.request.filters.get(hint.facet, ())
        if hint.facet not in form.request.facets or hint.code in ticked:
            continue
        rest = form.with_words(without_words(form.request.q, hint.words))
        asked = hint.facet, hint.words
        if asked not in counts:
            if len(counts) == _MAX_COUNTED:
                continue
            counts[asked] = _counts(rest.request, hint.facet)
        if count := counts[asked].get(hint.code, 0):
            url = rest.toggled(hint.facet, hint.code).url()
            shown.setdefault(
                (hint.facet, hint.code), ShownHint(hint.label, hint.detail, url, count)
            )
    return list(shown.values())


def _counts(request: SearchRequest, facet: str) -> dict[str, int]:
    # In an order that asks for no score.
    asked = replace(request, facets=(facet,), page_size=1, sort=Sort.RECENT)
    result, _ = engines.answer(expansions.widened(asked).request)
    return dict(result.counts[facet])
