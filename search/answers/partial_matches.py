"""Partial matches: documents that hold most of a query, when few or none hold all of it.

A document counts for each word that it holds: the rarer the word, the more; and the more it is
about it (in the title, several times), up to twice as much; less for a word of its family than for
the word itself. Words that say little of what is looked for count little. Words that stand together
in one passage count once more, and so does a theme to which the words lead, and likeness to the
documents that have the most of all this. Unknown words are read as the likeliest known ones. Asked
of the database, whatever the engine, under the filters that are on.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db import DatabaseError

from search.answers import everyday, expansions, likeness, passages, response
from search.answers.unknown_words import Reading
from search.engines.base import SearchUnavailable
from search.engines.index_reader import IndexReader
from search.index.snapshot import Snapshot, crossed, slot_flags
from search.models import SearchDocument
from search.query.form import SearchForm
from search.query.parser import parse
from search.query.request import Alternative, Group, Query, SearchRequest
from search.query.results import Hit
from search.text.analysis import word
from search.text.weak_words import WEAK_WORDS
from search.words.term_dictionary import Vocabulary

MOST = 10

_index = IndexReader()

_MOST_GROUPS = 8
# Words held by more documents than this are not scored, and alone they make no document close.
_COMMON = 5_000
# What a word is worth in a document that only mentions it, of what it is worth in the one that is
# most about it.
_MENTIONED = 0.5
# What another word of the family is worth, of what the word itself is.
_OF_THE_FAMILY = 0.6
# What a word that says little is worth, of what its rarity makes it.
_WEAK = 0.2
# What the words of the best passage are worth once more; passages are read of so many documents.
_TOGETHER = 0.15
_READ = 40
# What stands under a value to which everyday words lead gains, of the best score.
_UNDER_A_VALUE = 0.07
# What the likest of these to those that come first gains, of the best score.
_LIKE_THE_FIRST = 0.8
# How much more a rare word is worth than a frequent one: the power of its rarity.
_RARER = 1.2
# Nothing is close that holds less than this share of the words, nor what is worth less than this
# beside the closest one.
_LEAST_SHARE = 1 / 5
_LEAST_BESIDE_THE_BEST = 0.2


@dataclass(frozen=True)
class _Part:
    """A group of the query: how rare it is, and by id what it is worth in each document."""

    group: Group
    weight: float
    worth: Mapping[int, float]
    common: bool


def closest(
    form: SearchForm,
    limit: int = MOST,
    leaving_out: Collection[str] = (),
    reading: Reading | None = None,
    token: str = "",
) -> tuple[Hit, ...]:
    """At most `limit` documents, the closest first, but for these keys; `reading` is how the search
    was read, if it has been, and `token` that of the state of the index. Raises SearchUnavailable."""
    try:
        reading = reading or Reading.of(expansions.widened(form.request).request)
        text, unknown = reading.likely()
        query = _relaxed(reading.request, text)
        if len(query.groups) < 2 and text == reading.request.q:
            return ()  # what was searched already
        under = everyday.values(reading.request, token)
        keys, known = _closest(reading, query, unknown, under, leaving_out)
        return shown(query, keys[:limit], known)
    except DatabaseError as error:
        raise SearchUnavailable(f"the index cannot be read: {error}") from error


def shown(
    query: Query, keys: Iterable[str], known: Mapping[str, SearchDocument] | None = None
) -> tuple[Hit, ...]:
    """The results of these keys, in this order, with what the query looks for marked; `known` are
    the rows that were read already."""
    keys = list(keys)
    rows = dict(known or {})
    missing = [key for key in keys if key not in rows]
    if missing:
        rows |= {row.key: row for row in SearchDocument.objects.filter(key__in=missing)}
    return response.hits_of(query, [rows[key] for key in keys if key in rows])


def _relaxed(widened: SearchRequest, text: str) -> Query:
    """What is looked for, each group on its own; a phrase, and the words of it."""
    query = widened.query
    if text != widened.q:
        query = expansions.widened(replace(widened, q=text, query=parse(text))).request.query
    groups: dict[Group, None] = {}
    for group in query.groups:
        groups[group] = None
        for phrase in _phrases(group):
            groups.update(dict.fromkeys(_words_of(phrase)))
    kept = sorted(groups, key=_is_weak)[:_MOST_GROUPS]
    return replace(query, groups=tuple(kept))


def _is_weak(group: Group) -> bool:
    typed = group.alternatives[0]
    return not typed.exact and not WEAK_WORDS.isdisjoint(typed.words)


def _phrases(group: Group) -> Iterator[Alternative]:
    """Those that were typed between quotes."""
    return (one for one in group.alternatives if one.is_phrase and not one.source)


def _words_of(phrase: Alternative) -> Iterator[Group]:
    for exact in phrase.words:
        if stem := word(exact).stem:
            yield Group((Alternative(terms=(stem,), words=(exact,)),))


def _closest(
    reading: Reading,
    query: Query,
    unknown: int,
    under: Iterable[tuple[str, str]],
    leaving_out: Collection[str],
) -> tuple[list[str], dict[str, SearchDocument]]:
    """The keys, the closest first, and the rows of those that passages were read of; `under` are
    the (facet, code) to which the words lead."""
    hits, snapshot = reading.snapshot.alive, reading.snapshot
    if query.excluded:
        hits, snapshot = _index.match(Query(excluded=query.excluded))
    request = reading.request
    filters = snapshot.allowed({**request.fixed, **request.filters})
    parts = _parts(reading.words, query, snapshot)
    flags = slot_flags(crossed(hits, filters), snapshot.size)

    def is_allowed(row_id: int) -> bool:
        slot = snapshot.slots.get(row_id, -1)
        return slot >= 0 and bool(flags[slot])

    # Common words only add to what rarer ones have brought, unless there is nothing else.
    bringing = [part for part in parts if not part.common] or parts[:1]
    found = {row_id for part in bringing for row_id in part.worth if is_allowed(row_id)}
    # Not multiplied by the weight of the document: what holds more of the words comes first.
    scores = {
        row_id: sum(part.weight * part.worth.get(row_id, 0) for part in parts) for row_id in found
    }
    if not scores:
        return [], {}
    gain = _UNDER_A_VALUE * max(scores.values())
    for facet, code in under:
        has = slot_flags(snapshot.under(facet, (code,)), snapshot.size)
        for row_id in scores:
            scores[row_id] += gain * has[snapshot.slots[row_id]]
    first = heapq.nlargest(_READ, scores, key=lambda row_id: (scores[row_id], row_id))
    rows = SearchDocument.objects.in_bulk(first)
    weights = {part.group: part.weight for part in parts}
    for row_id, worth in passages.best(rows.values(), weights).items():
        scores[row_id] += _TOGETHER * worth
    like = likeness.to_the_first(rows.values(), scores, reading.words, snapshot)
    gain = _LIKE_THE_FIRST * max(scores.values())
    for row_id, share in like.items():
        scores[row_id] += gain * share
    # The closest of all sets the bar, were it shown already.
    bar = max(scores.values()) * _LEAST_BESIDE_THE_BEST
    words = (len(query.groups) + unknown) * _LEAST_SHARE
    kept = [
        row_id
        for row_id, score in scores.items()
        if score >= bar and sum(row_id in part.worth for part in parts) >= words
    ]
    order = snapshot.orders
    kept.sort(key=lambda row_id: (-scores[row_id], order[snapshot.slots[row_id]]))
    keys = (order[snapshot.slots[row_id]][2] for row_id in kept)
    known = {row.key: row for row in rows.values()}
    return [key for key in keys if key not in leaving_out], known


def _parts(words: Vocabulary, query: Query, snapshot: Snapshot) -> list[_Part]:
    """The groups that some documents hold, the rarest first."""
    common = {group for group in query.groups if _is_common(group, words)}
    rare = [group for group in query.groups if group not in common]
    scored = _index.scores_beside(
        [(Query(groups=(group,)), Query(groups=(group.in_words,))) for group in rare]
    )
    answers = dict(zip(rare, scored, strict=True))
    parts: list[_Part] = []
    for group in query.groups:
        if group in common:
            alone = Query(groups=(group,))
            worth = dict.fromkeys(_index.ids(alone), _MENTIONED)
        else:
            worth = _worth(*answers[group], snapshot)
        if worth:
            rarity = math.log(1 + len(snapshot.slots) / len(worth)) ** _RARER
            weight = rarity * _WEAK if _is_weak(group) else rarity
            parts.append(_Part(group, weight, worth, group in common))
    return sorted(parts, key=lambda part: -part.weight)


def _is_common(group: Group, words: Vocabulary) -> bool:
    typed = (word for one in group.alternatives for word in one.words)
    return any(words.documents.get(word, 0) > _COMMON for word in typed)


def _worth(
    found: Mapping[int, float], itself: Collection[int], snapshot: Snapshot
) -> dict[int, float]:
    """What a group is worth in each document that was `found` with its score, from nearly nothing
    to 1; `itself` are those that hold its very words. A document that has more to
    say (its weight) is more about it, as in the results, but not by as much."""
    scores = {
        row_id: score * math.sqrt(snapshot.weights.get(snapshot.slots.get(row_id, -1), 1.0))
        for row_id, score in found.items()
    }
    best = max(scores.values(), default=0) or 1
    worth = {
        row_id: _MENTIONED + (1 - _MENTIONED) * score / best for row_id, score in scores.items()
    }
    if itself:
        for row_id in worth.keys() - set(itself):
            worth[row_id] *= _OF_THE_FAMILY
    return worth
