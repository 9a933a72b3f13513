"""Words that name a kind of documents: « contrat brest » weighs for contracts.

Applications register the words; a query that holds one, and something else, favours the kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from search.query.request import Query
from search.text.analysis import fold
from search.text.stemming import singular


@dataclass(frozen=True)
class Favour:
    """The kinds that a query names, and what it asks besides."""

    kinds: tuple[str, ...]
    rest: Query


_kinds: dict[str, str] = {}


def register(words: Mapping[str, str]) -> None:
    """Words in the singular, each with the code of its kind. Call it from AppConfig.ready."""
    _kinds.update({singular(fold(word)): code for word, code in words.items()})


def favour(query: Query) -> Favour | None:
    """What the query favours; None when it names no kind, or nothing else."""
    named = {word: kind for word in query.typed if (kind := _kinds.get(singular(word)))}
    if not named:
        return None
    groups = tuple(
        group
        for group in query.groups
        if group.alternatives[0].exact or not named.keys() & set(group.alternatives[0].words)
    )
    if not groups:
        return None
    rest = replace(query, groups=groups, sequence=_sequence(query, named))
    return Favour(tuple(sorted(set(named.values()))), rest)


def _sequence(query: Query, named: Mapping[str, str]) -> tuple[str, ...]:
    """The words in their order, without those that name a kind at their beginning or end."""
    words = list(query.sequence)
    while words and words[0] in named:
        words.pop(0)
    while words and words[-1] in named:
        words.pop()
    return tuple(words)
