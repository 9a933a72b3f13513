"""How PostgreSQL is asked: tsquery literals on the generated vector, and ts_rank for the order.

Terms are ASCII letters and digits in quotes: nothing typed can be an operator.
"""

from __future__ import annotations

from collections.abc import Iterable

from search.analysis import EXACT_MARK
from search.fulltext import DOCUMENTS, VECTOR
from search.query import Alternative, Query

_TITLE = ":A"

_FROM = f"FROM {DOCUMENTS} WHERE {VECTOR} @@ %s::tsquery"
_IDS = f"SELECT string_agg(id::text, ',') {_FROM}"
# The weights of D (unused), C body, B summary, A title; 1 divides by the logarithm of the length.
# ts_rank stays below 1: all the words in their order come before any number of them apart.
_SCORED = (
    f"SELECT id, ts_rank('{{0, 0.1, 0.3, 1}}', {VECTOR}, %s::tsquery, 1)"
    f" + ({VECTOR} @@ %s::tsquery)::int {_FROM}"
)


def matching(query: Query) -> tuple[str, list[str]]:
    wanted = _wanted(query)
    if query.excluded:
        wanted = f"{wanted} & !{_any(map(_match, query.excluded))}"
    return _IDS, [wanted]


def containing(alternatives: Iterable[Alternative]) -> tuple[str, list[str]]:
    return _IDS, [_any(map(_match, alternatives))]


def ranked(query: Query) -> tuple[str, list[str]]:
    return _SCORED, _scoring(query, "")


def ranked_in_title(query: Query) -> tuple[str, list[str]]:
    return _SCORED, _scoring(query, _TITLE)


def _scoring(query: Query, weight: str) -> list[str]:
    """Stems and words as typed, each adding to the score; the words in order; what must be."""
    alternatives = [one for group in query.groups for one in group.alternatives]
    forms = [form for one in alternatives for form in (_match(one, weight), _words(one, weight))]
    in_order = query.sequence or alternatives[0].words
    return [_any(forms), _phrase(in_order, EXACT_MARK, weight), _wanted(query, weight)]


def _wanted(query: Query, weight: str = "") -> str:
    return _all(_any(_match(one, weight) for one in group.alternatives) for group in query.groups)


def _match(alternative: Alternative, weight: str = "") -> str:
    return _phrase(alternative.terms, EXACT_MARK if alternative.exact else "", weight)


def _words(alternative: Alternative, weight: str = "") -> str:
    return _phrase(alternative.words, EXACT_MARK, weight)


def _phrase(terms: Iterable[str], mark: str, weight: str = "") -> str:
    return "(" + " <-> ".join(f"'{mark}{term}'{weight}" for term in terms) + ")"


def _any(expressions: Iterable[str]) -> str:
    return "(" + " | ".join(expressions) + ")"


def _all(expressions: Iterable[str]) -> str:
    return "(" + " & ".join(expressions) + ")"
