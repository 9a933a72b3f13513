"""Hints above the results: pages and filters that the words typed name, from registered sources.

A hint either leads elsewhere, or puts a filter in the place of the words that name its value: the
other words of the search stay, and the filter is proposed only if it has results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from django.db import DatabaseError

from search import engines
from search.answers import expansions
from search.engines.base import SearchUnavailable
from search.query.form import SearchForm
from search.query.parser import parse
from search.query.request import SearchRequest, Sort
from search.text.analysis import fold, terms, word
from search.text.weak_words import WEAK_WORDS

MAX_FILTERS = 5
MAX_LINKS = 10
# A search that names that many things is counted for the first ones only.
_MAX_COUNTED = 3


@dataclass(frozen=True)
class Hint:
    """A proposal. Either `url`, a page; or `facet` and `code`, a filter that replaces `words`: some
    words of the search that follow each other, folded, as `SearchRequest.query.typed` has them.

    A filter without result gives way to its `otherwise`, a page, if it has one; `absent` is what
    this page's detail is when nothing at all has the value, if it says anything.
    """

    label: str
    detail: str = ""
    url: str = ""
    facet: str = ""
    code: str = ""
    words: tuple[str, ...] = ()
    otherwise: Hint | None = None
    absent: str = ""
    # What else is told of it, and where this is shown.
    more: str = ""
    more_url: str = ""
    # Hints of one heading are shown under it; those of the first source come first.
    heading: str = ""
    # Whether everyday words lead there (`everyday.Lead`), and not a name that it shares.
    is_lead: bool = False

    def __post_init__(self) -> None:
        if bool(self.url) == bool(self.facet and self.code and self.words):
            raise ValueError(f"{self.label}: a hint is a page or a filter, and not both")


class HintSource(Protocol):
    """Knows what words may name. Asks the database at most twice, and not at all without words."""

    def hints(self, request: SearchRequest, token: str = "") -> Iterable[Hint]:
        """The likeliest first. `token` is that of the state of the index; empty when it was not
        read."""


@dataclass(frozen=True)
class ShownHint:
    """A hint with its address; `count` is the number of results of a filter, None for a page.
    `is_all` when nothing else was typed; `is_absent`, of a page, when nothing has the value;
    `is_lead` when everyday words lead there."""

    label: str
    detail: str
    url: str
    count: int | None = None
    is_all: bool = False
    is_absent: bool = False
    is_lead: bool = False
    heading: str = ""
    # Of a filter.
    facet: str = ""
    code: str = ""
    more: str = ""
    more_url: str = ""

    @property
    def keeps_words(self) -> bool:
        """Of a filter: whether other words that were typed are searched under it."""
        return bool(self.facet) and not self.is_all


_sources: list[HintSource] = []


def register(source: HintSource) -> None:
    """Let a source propose. Call it from AppConfig.ready."""
    _sources.append(source)


def hints_for(form: SearchForm, token: str = "") -> tuple[ShownHint, ...]:
    """What the words of this search may name; filters first. `token` is that of the state of the
    index, of who has just read it. Nothing when the index cannot be read: the results say so."""
    if not form.request.query.typed:
        return ()
    try:
        hints = [hint for source in _sources for hint in source.hints(form.request, token)]
        return _Shown(form, token).of(hints)
    except (DatabaseError, SearchUnavailable):
        return ()


def folded(hints: Sequence[ShownHint], *, has_results: bool) -> tuple[ShownHint, ...]:
    """Those that wait to be asked for: places that are named like the everyday words to which
    something else answers (« rivière »), or like a part of them (« borne de recharge »). Where nothing
    answers all the words and there are results: what a part of them names, but a page."""
    everything = [hint for hint in hints if hint.is_all]
    if any(hint.is_lead for hint in everything):
        return tuple(hint for hint in hints if not hint.is_lead)
    if everything or not has_results:
        return ()
    return tuple(hint for hint in hints if not hint.is_lead or hint.facet)


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


class _Shown:
    """What is shown of the hints of a search: the filters that have results under those already
    on, with their number, then pages."""

    def __init__(self, form: SearchForm, token: str) -> None:
        self._form = form
        self._token = token
        self._counts: dict[tuple[str, tuple[str, ...]], Mapping[str, int]] = {}
        self._everything: dict[str, Mapping[str, int]] = {}

    def of(self, hints: Iterable[Hint]) -> tuple[ShownHint, ...]:
        filters: dict[tuple[str, str], ShownHint] = {}
        pages: dict[str, ShownHint] = {}
        headings: dict[str, int] = {}
        for hint in hints:
            headings.setdefault(hint.heading, len(headings))
            if hint.url:
                pages.setdefault(hint.url, self._page(hint))
            elif shown := self._filter(hint):
                filters.setdefault((hint.facet, hint.code), shown)
            elif hint.otherwise and self._is_possible(hint):
                shown = self._page_of_value(hint, hint.otherwise)
                if shown.label not in {page.label for page in pages.values()}:
                    pages.setdefault(shown.url, shown)
        kept = (*[*filters.values()][:MAX_FILTERS], *[*pages.values()][:MAX_LINKS])
        return tuple(sorted(kept, key=lambda one: headings[one.heading]))

    def _filter(self, hint: Hint) -> ShownHint | None:
        if not self._is_possible(hint):
            return None
        rest = self._form.with_words(self._rest(hint))
        asked = hint.facet, hint.words
        if asked not in self._counts:
            if len(self._counts) == _MAX_COUNTED:
                return None
            self._counts[asked] = self._count(rest.request, hint.facet)
        count = self._counts[asked].get(hint.code, 0)
        url = rest.toggled(hint.facet, hint.code).url()
        if not count:
            return None
        is_all = self._is_all(hint)
        return ShownHint(
            hint.label,
            hint.detail,
            url,
            count,
            is_all,
            is_lead=hint.is_lead,
            heading=hint.heading,
            facet=hint.facet,
            code=hint.code,
            more=hint.more,
            more_url=hint.more_url,
        )

    def _page(self, hint: Hint) -> ShownHint:
        is_all = self._is_all(hint)
        return ShownHint(
            hint.label,
            hint.detail,
            hint.url,
            is_all=is_all,
            is_lead=hint.is_lead,
            heading=hint.heading,
            more=hint.more,
            more_url=hint.more_url,
        )

    def _page_of_value(self, hint: Hint, page: Hint) -> ShownHint:
        if hint.facet not in self._everything:
            everything = SearchRequest(facets=(hint.facet,))
            self._everything[hint.facet] = self._count(everything, hint.facet)
        is_absent = bool(hint.absent) and not self._everything[hint.facet].get(hint.code)
        return replace(
            self._page(page),
            detail=hint.absent if is_absent else page.detail,
            is_all=self._is_all(hint),
            is_absent=is_absent,
            heading=hint.heading,
        )

    def _count(self, request: SearchRequest, facet: str) -> Mapping[str, int]:
        # In an order that asks for no score.
        asked = replace(request, facets=(facet,), page_size=1, sort=Sort.RECENT)
        result, _ = engines.answer(expansions.widened(asked, self._token).request)
        return result.counts[facet]

    def _is_possible(self, hint: Hint) -> bool:
        request = self._form.request
        return hint.facet in request.facets and hint.code not in request.filters.get(hint.facet, ())

    def _is_all(self, hint: Hint) -> bool:
        return bool(hint.words) and not self._rest(hint)

    def _rest(self, hint: Hint) -> str:
        """What was typed besides; nothing where that says little (« comment faire venir un
        médecin »)."""
        rest = without_words(self._form.request.q, hint.words)
        return rest if _says_something(rest) else ""


def _says_something(text: str) -> bool:
    """Whether a text holds more than words that say little, or leaves something out."""
    return bool(parse(text).excluded) or any(
        term.stem and term.exact not in WEAK_WORDS for term in terms(text)
    )
