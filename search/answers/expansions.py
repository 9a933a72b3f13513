"""Query expansion: synonyms added to a query, by rules that apps register.

A rule is one thing with its ways of being written: « EPCI », « intercommunalité ». Words typed
that are one of them also look for the others, in one step: what is found that way widens nothing
in turn. A phrase in quotes and what a minus takes away are never widened.

For several words, (A and B) or E is asked as (A or E) and (B or E): each group of the query takes
the alternative, and nothing found before is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from django.db import DatabaseError

from search.engines.base import SearchUnavailable
from search.index.cache import TokenCache, current_token
from search.query.request import Alternative, Group, Query, SearchRequest
from search.query.results import Expansion
from search.query.synonyms import Wording, WordingIndex, wording
from search.text.analysis import EXACT_MARK, word


@dataclass(frozen=True)
class Rule:
    """One thing: its name, the address of its definition, and what else it is called. With `same`
    the others only lead to the name, and what bears it comes with what says the word typed."""

    name: str
    url: str
    others: tuple[str, ...] = ()
    same: bool = False
    # What a name that is an acronym stands for, one of the others: the two are one thing.
    stands_for: str = ""


class ExpansionSource(Protocol):
    """Lists rules. Whatever changes them must change the index in the same transaction: that is
    how every process knows at its next search."""

    @property
    def name(self) -> str:
        """Unique."""

    def rules(self) -> Iterable[Rule]:
        """Every rule, those of what is published only."""


@dataclass(frozen=True)
class Entry:
    """A rule, understood. Its first wording is the name; one that is a part of the name is left
    out, since it says less (« arrêt » of « Renouvellement, extension ou arrêt »), as is one that
    is spelled like another."""

    rule: Rule
    wordings: tuple[Wording, ...]

    @classmethod
    def of(cls, rule: Rule) -> Entry | None:
        """None when the name holds nothing that can be searched."""
        name = wording(rule.name)
        if name is None:
            return None
        kept = {_spelling(name): name}
        for text in rule.others:
            other = wording(text)
            if other is not None and not other.is_within(name):
                kept.setdefault(_spelling(other), other)
        return cls(rule, tuple(kept.values()))

    def others_for(self, typed: Wording) -> Iterator[Wording]:
        """What a search for one wording is widened to. Not what is a part of it, which says less
        than what was typed; nor what it is a part of, which is found already."""
        leading = () if typed is self.wordings[0] else self.wordings[:1]
        for other in leading if self.rule.same else self.wordings:
            if not other.is_within(typed) and not typed.is_within(other):
                yield other

    def is_same(self, typed: Wording, other: Wording) -> bool:
        """Whether what is searched besides is the very thing that was typed."""
        spelled = {self.rule.name, self.rule.stands_for}
        return self.rule.same or {typed.text, other.text} == spelled

    def offered(self) -> tuple[Wording, ...]:
        """The wordings to which some search can be widened."""
        return tuple(
            other
            for other in self.wordings
            if any(other in self.others_for(typed) for typed in self.wordings)
        )


class Lexicon:
    """Every rule of one state of the index, ready to be looked up."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.entries = tuple(entry for rule in rules if (entry := Entry.of(rule)) is not None)
        # Where several rules have one wording, the one that it is the name of comes first.
        self.index = WordingIndex(
            sorted(
                ((one, entry) for entry in self.entries for one in entry.wordings),
                key=lambda pair: pair[0] is not pair[1].wordings[0],
            )
        )

    def names(self, words: list[str]) -> bool:
        """Whether words, all of them, are the name of a rule."""
        return any(
            one is entry.wordings[0] and len(one.keys) == len(words)
            for one, entry in self.index.starting_at(words, 0)
        )

    def widened(self, query: Query) -> tuple[Query, tuple[Expansion, ...]]:
        """The query with the alternatives of every wording in it, and what it is widened to."""
        places = {group.alternatives[0]: at for at, group in enumerate(query.groups)}
        words = [exact for exact in query.sequence if word(exact).stem]
        groups = [places.get(Alternative((word(exact).stem,), (exact,))) for exact in words]
        added: dict[int, list[Alternative]] = {}
        expansions: list[Expansion] = []
        for at in range(len(words)):
            for typed, entry in self.index.starting_at(words, at):
                run = [group for group in groups[at : at + len(typed.keys)] if group is not None]
                if len(run) < len(typed.keys):
                    continue  # a part of it is between quotes
                for other in entry.others_for(typed):
                    expansions.append(Expansion(other.text, entry.rule.url))
                    for group in run:
                        added.setdefault(group, []).append(
                            replace(
                                other.alternative(entry.rule.name),
                                same=entry.is_same(typed, other),
                            )
                        )
        if not added:
            return query, ()
        wider = tuple(
            Group(tuple(dict.fromkeys((*group.alternatives, *added.get(at, ())))))
            for at, group in enumerate(query.groups)
        )
        return replace(query, groups=wider), tuple(dict.fromkeys(expansions))


class Widened(NamedTuple):
    """A request, and what it was widened to: what it would be, when it asks to be exact. `token` is
    that of the state of the index; empty when nothing had to be read."""

    request: SearchRequest
    expansions: tuple[Expansion, ...]
    token: str = ""


_sources: dict[str, ExpansionSource] = {}


def _read() -> Lexicon:
    return Lexicon(rule for source in _sources.values() for rule in source.rules())


_lexicons = TokenCache(_read)


def register(source: ExpansionSource) -> None:
    """Offer rules to search. Call it from AppConfig.ready."""
    if source.name in _sources:
        raise ValueError(f"two sources of expansions are named {source.name}")
    _sources[source.name] = source


def lexicon(token: str = "") -> Lexicon:
    """The rules as they are now: one small query, none to who has just read the token of the state
    of the index, and those of the sources when the index has changed."""
    return _lexicons.at(token or (current_token() if _sources else ""))


def widened(request: SearchRequest, token: str = "") -> Widened:
    """The request, widened unless it asks to be exact; `token` is that of the state of the index, of
    who has just read it. Raises SearchUnavailable when the rules cannot be read."""
    if not any(_is_plain(group) for group in request.query.groups):
        return Widened(request, (), token)
    try:
        token = token or (current_token() if _sources else "")
        query, expansions = _lexicons.at(token).widened(request.query)
    except DatabaseError as error:
        raise SearchUnavailable(f"the rules cannot be read: {error}") from error
    return Widened(request if request.exact else replace(request, query=query), expansions, token)


def _is_plain(group: Group) -> bool:
    return any(not one.exact for one in group.alternatives)


def _spelling(one: Wording) -> tuple[str, ...]:
    return tuple(key.removeprefix(EXACT_MARK) for key in one.keys)
