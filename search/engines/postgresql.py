"""SQL of PostgreSQL: tsquery literals on the generated vector, ranked by ts_rank.

Terms are ASCII letters and digits in quotes: nothing typed can be an operator.
"""
# ruff: noqa: S608 (statements are made of constants, values are parameters)

from __future__ import annotations

from collections.abc import Iterable

from search.engines.weights import RANKED
from search.index.fulltext import DOCUMENTS, TITLE_VECTOR, VECTOR
from search.query.request import Alternative, Query
from search.text.analysis import EXACT_MARK

# Above this number of results only titles are scored: a score has to fetch each vector.
SCORED_AT_MOST = 1_000

# The ids in one text, by the index alone (see search.index.fulltext).
_IDS = "search_ids(%s::tsquery)"
# The weights of D (unused), C body, B summary, A title. The length is not divided by: a document
# that has more to say is more about what it says (see the weight of documents).
# ts_rank stays below 1: all the words in their order come before any number of them apart.
_SCORED = (
    f"SELECT id, ts_rank('{{{{0, {RANKED.body:g}, {RANKED.summary:g}, {RANKED.title:g}}}}}', "
    "{vector}, %s::tsquery)"
    f" + ({{vector}} @@ %s::tsquery)::int FROM {DOCUMENTS} WHERE {{vector}} @@ %s::tsquery"
)


def matching(query: Query) -> tuple[str, list[str]]:
    wanted = _wanted(query)
    if query.excluded:
        wanted = f"{wanted} & !{_any(map(_match, query.excluded))}"
    return _IDS, [wanted]


def containing(alternatives: Iterable[Alternative]) -> tuple[str, list[str]]:
    return _IDS, [_any(map(_match, alternatives))]


def ranked(query: Query) -> tuple[str, list[str]]:
    return _SCORED.format(vector=VECTOR), _scoring(query)


def ranked_in_title(query: Query) -> tuple[str, list[str]]:
    statement = f"{_SCORED.format(vector=TITLE_VECTOR)} AND {TITLE_VECTOR} @@ %s::tsquery"
    return statement, [*_scoring(query), _wanted(query.in_words)]


def _scoring(query: Query) -> list[str]:
    """Stems and words as typed, each adding to the score; the words in order; what must be."""
    alternatives = [one for group in query.groups for one in group.alternatives]
    forms = [form for one in alternatives for form in (_match(one), _words(one))]
    in_order = query.sequence or alternatives[0].words
    return [_any(forms), _phrase(in_order, EXACT_MARK), _wanted(query)]


def _wanted(query: Query) -> str:
    return _all(_any(map(_match, group.alternatives)) for group in query.groups)


def _match(alternative: Alternative) -> str:
    return _phrase(alternative.terms, EXACT_MARK if alternative.exact else "")


def _words(alternative: Alternative) -> str:
    return _phrase(alternative.words, EXACT_MARK)


def _phrase(terms: Iterable[str], mark: str) -> str:
    return "(" + " <-> ".join(f"'{mark}{term}'" for term in terms) + ")"


def _any(expressions: Iterable[str]) -> str:
    return "(" + " | ".join(expressions) + ")"


def _all(expressions: Iterable[str]) -> str:
    return "(" + " & ".join(expressions) + ")"
