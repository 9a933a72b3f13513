"""SQL of SQLite: FTS5 expressions, ranked by bm25.

Terms are ASCII letters and digits in double quotes: nothing typed can be an operator.
"""
# ruff: noqa: S608 (statements are made of constants, values are parameters)

from __future__ import annotations

from collections.abc import Iterable

from search.engines.weights import COUNTED
from search.index.fulltext import FULLTEXT
from search.query.request import Alternative, Query
from search.text.analysis import EXACT_MARK

# Above this number of results only titles are scored.
SCORED_AT_MOST = 5_000

_TITLE = "terms_title"

# The ids in one text: a row each would cost more than finding them.
_IDS = f"SELECT group_concat(rowid) FROM {FULLTEXT} WHERE {FULLTEXT} MATCH %s"
_SCORED = f"SELECT rowid, -bm25({FULLTEXT}, {COUNTED.title}, {COUNTED.summary}, {COUNTED.body}) FROM {FULLTEXT} WHERE {FULLTEXT} MATCH %s"

# The plus keeps FTS5 from being asked once for each row.
_SCORED_AMONG = f"{_SCORED} AND +rowid IN (SELECT rowid FROM {FULLTEXT} WHERE {FULLTEXT} MATCH %s)"


def matching(query: Query) -> tuple[str, list[str]]:
    wanted = _wanted(query)
    if query.excluded:
        wanted = f"{wanted} NOT {_any(map(_match, query.excluded))}"
    return _IDS, [wanted]


def containing(alternatives: Iterable[Alternative]) -> tuple[str, list[str]]:
    return _IDS, [_any(map(_match, alternatives))]


def ranked(query: Query) -> tuple[str, list[str]]:
    return _SCORED, [_scoring(query)]


def ranked_in_title(query: Query) -> tuple[str, list[str]]:
    return _SCORED_AMONG, [f"{_TITLE} : {_scoring(query)}", f"{_TITLE} : {_wanted(query.in_words)}"]


def _wanted(query: Query) -> str:
    return _all(_any(map(_match, group.alternatives)) for group in query.groups)


def _scoring(query: Query) -> str:
    """Each form that a group can take in a text adds to the score of what holds it: the stem, the
    word as typed, and all the words in their order. The documents found stay the same, since
    whoever holds the latter holds the stems."""
    groups = (
        _any([*map(_match, group.alternatives), *map(_words, group.alternatives)])
        for group in query.groups
    )
    if len(query.sequence) < 2:
        return _all(groups)
    return _any([_all(groups), _phrase(query.sequence, EXACT_MARK)])


def _match(alternative: Alternative) -> str:
    return _phrase(alternative.terms, EXACT_MARK if alternative.exact else "")


def _words(alternative: Alternative) -> str:
    return _phrase(alternative.words, EXACT_MARK)


def _phrase(terms: Iterable[str], mark: str) -> str:
    return '"' + " ".join(mark + term for term in terms) + '"'


def _any(expressions: Iterable[str]) -> str:
    return "(" + " OR ".join(expressions) + ")"


def _all(expressions: Iterable[str]) -> str:
    return "(" + " AND ".join(expressions) + ")"
