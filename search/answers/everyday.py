"""Everyday words: what a reader may type for something that is called otherwise, proposed above the
results.

Applications register what has such words: a page (« combien ça coûte » leads to a question), or a
value of a facet (« vélo » leads to a theme, as a filter). Words typed that are such a wording, or
hold one, propose what it leads to. Nothing else is found; the order changes for the kinds alone that
a lead puts later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from search.answers import expansions, hints
from search.answers.hints import Hint
from search.index.cache import TokenCache, current_token
from search.query.parser import QUESTION_WORDS
from search.query.request import SearchRequest
from search.query.synonyms import WordingIndex, wording
from search.text.analysis import word

HEADING = "Une page répond à ces mots"


@dataclass(frozen=True)
class Lead:
    """What `words` lead to: the page at `url`, or the value `code` of a `facet`. `names` lead there
    too, when nothing else is typed. `detail` is told after its label. `now` makes what is proposed
    before it at the moment of a search: time changes it, and not the index. The kinds of documents
    that are `later` come after the others when nothing else is typed."""

    label: str
    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    detail: str = ""
    url: str = ""
    facet: str = ""
    code: str = ""
    heading: str = HEADING
    now: Callable[[], Hint] | None = None
    later: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """What tells it from the others."""
        return self.url or f"{self.facet}:{self.code}"


class LeadSource(Protocol):
    """Lists leads. Whatever changes them must change the index in the same transaction: that is how
    every process knows at its next search."""

    @property
    def name(self) -> str:
        """Unique."""

    def leads(self) -> Iterable[Lead]:
        """Every lead, to what is published only."""


class _Leads(NamedTuple):
    """All of them: by wording, with whether it is only a name of it; and their words by value."""

    by_wording: WordingIndex[tuple[Lead, bool]]
    words: Mapping[tuple[str, str], tuple[str, ...]]


_sources: dict[str, LeadSource] = {}


def register(source: LeadSource) -> None:
    """Offer leads to search. Call it from AppConfig.ready."""
    if source.name in _sources:
        raise ValueError(f"two sources of leads are named {source.name}")
    _sources[source.name] = source


def leads() -> Iterator[Lead]:
    """All of them, as they are now."""
    for source in _sources.values():
        yield from source.leads()


class EverydayHints:
    """Proposes what the words of a search lead to. Asks what the sources ask when the index has
    changed, and one small query where the token of its state is not given."""

    def hints(self, request: SearchRequest, token: str = "") -> Iterator[Hint]:
        for lead, run, _ in _led(request, token):
            if lead.now is not None:
                yield replace(lead.now(), words=run, heading=lead.heading, is_lead=True)
            yield Hint(
                label=lead.label,
                detail=lead.detail,
                url=lead.url,
                facet=lead.facet,
                code=lead.code,
                words=run,
                heading=lead.heading,
                is_lead=True,
            )


class _Led(NamedTuple):
    """What some words of a search lead to, and whether as a name of it."""

    lead: Lead
    run: tuple[str, ...]
    is_name: bool


def _led(request: SearchRequest, token: str) -> Iterator[_Led]:
    """What the words of a search lead to: what more of the words
    spell is likelier, and comes first."""
    typed = request.query.typed
    counting = [at for at, one in enumerate(typed) if word(one).stem]
    if not counting or not _sources:
        return
    words = [typed[at] for at in counting]
    index = _read_leads(token).by_wording
    found = sorted(
        (
            (len(one.keys), at, lead, is_name)
            for at in range(len(words))
            for one, (lead, is_name) in index.starting_at(words, at)
            if not is_name or len(one.keys) == len(words)
        ),
        key=lambda one: -one[0],
    )
    for size, at, lead, is_name in found:
        yield _Led(lead, typed[counting[at] : counting[at + size - 1] + 1], is_name)


def values(request: SearchRequest, token: str = "") -> tuple[tuple[str, str], ...]:
    """(facet, code) of every value to which some of the words lead; `token` is that of the state of
    the index."""
    led = (one.lead for one in _led(request, token))
    return tuple(dict.fromkeys((lead.facet, lead.code) for lead in led if lead.facet))


def later(request: SearchRequest, token: str) -> tuple[str, ...]:
    """The kinds that come after the others: those of what all the words lead to as everyday words,
    unless they ask what it is (« qu’est-ce que la santé ») or are the very name of what is defined
    (« ZAN »); `token` is that of the state of the index."""
    typed = request.query.typed
    words = [one for one in typed if word(one).stem]
    if not words or not QUESTION_WORDS.isdisjoint(typed[: typed.index(words[0])]):
        return ()
    kinds = dict.fromkeys(
        kind
        for led in _led(request, token)
        if not led.is_name and [one for one in led.run if word(one).stem] == words
        for kind in led.lead.later
    )
    return () if kinds and expansions.lexicon(token).names(words) else tuple(kinds)


def words_of(facet: str, code: str, token: str = "") -> tuple[str, ...]:
    """The everyday words that lead to a value; `token` is that of the state of the index."""
    return _read_leads(token).words.get((facet, code), ())


def _read_leads(token: str) -> _Leads:
    return _cache.at(token or current_token())


def _read() -> _Leads:
    every = list(leads())
    index = WordingIndex(
        (one, (lead, is_name))
        for lead in every
        for is_name, texts in ((False, lead.words), (True, lead.names))
        for text in texts
        if (one := wording(text)) is not None
    )
    return _Leads(index, {(lead.facet, lead.code): lead.words for lead in every if lead.facet})


_cache = TokenCache(_read)


def install() -> None:
    """Called once, at start."""
    hints.register(EverydayHints())
