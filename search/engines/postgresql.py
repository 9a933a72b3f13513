"""SQL of PostgreSQL: tsquery literals on the generated vector, ranked by a BM25 over ts_rank_cd.

Terms are ASCII letters and digits in quotes: nothing typed can be an operator.
"""
# ruff: noqa: S608 (statements are made of constants, values are parameters)

from __future__ import annotations

from collections.abc import Iterable

from search.engines.weights import COUNTED
from search.index.fulltext import DOCUMENTS, TITLE_VECTOR, VECTOR
from search.query.request import Alternative, Query
from search.text.analysis import EXACT_MARK

# Above this number of results only titles are scored: a score has to fetch each vector.
SCORED_AT_MOST = 1_000

# The ids in one text, by the index alone (see search.index.fulltext).
_IDS = "search_ids(%s::tsquery)"

# BM25 of each form, of which ts_rank knows neither the rarity nor the share of the text. Of a term,
# ts_rank_cd is the sum of the weights of the places where it stands: of D (unused), C body, B summary
# and A title, none above 1.
_WEIGHTS = (
    f"ARRAY[0, {COUNTED.body / COUNTED.title:g}, {COUNTED.summary / COUNTED.title:g}, 1]::real[]"
)
# What is repeated counts less and less; a document of so many terms is neither long nor short.
_FLATTENED = 1.2 / COUNTED.title
_LENGTH = 70
_SHARE_OF_LENGTH = 0.75
_SCORED = f"""
SELECT document.id, sum(form.rarity * rank / (rank + {_FLATTENED:g}
    * ({1 - _SHARE_OF_LENGTH:g} + {_SHARE_OF_LENGTH / _LENGTH:g} * length(document.{VECTOR}))))
FROM {DOCUMENTS} AS document,
    (SELECT form, ln(1 + (SELECT count(*) FROM {DOCUMENTS})::float
            / (1 + (SELECT count(*) FROM {DOCUMENTS} WHERE {VECTOR} @@ form))) AS rarity
        FROM (VALUES {{forms}}) AS typed(form) OFFSET 0) AS form,
    ts_rank_cd({_WEIGHTS}, document.{{vector}}, form.form) AS rank
WHERE document.{{vector}} @@ %s::tsquery
GROUP BY document.id
"""


def matching(query: Query) -> tuple[str, list[str]]:
    wanted = _wanted(query)
    if query.excluded:
        wanted = f"{wanted} & !{_any(map(_match, query.excluded))}"
    return _IDS, [wanted]


def containing(alternatives: Iterable[Alternative]) -> tuple[str, list[str]]:
    return _IDS, [_any(map(_match, alternatives))]


def ranked(query: Query) -> tuple[str, list[str]]:
    return _scored(VECTOR, query, _wanted(query))


def ranked_in_title(query: Query) -> tuple[str, list[str]]:
    return _scored(TITLE_VECTOR, query, _wanted(query.in_words))


def _scored(vector: str, query: Query, wanted: str) -> tuple[str, list[str]]:
    """Each form that a group can take in a text adds to the score of what holds it: the stem, the
    word as typed, and all the words in their order."""
    alternatives = [one for group in query.groups for one in group.alternatives]
    forms = [form for one in alternatives for form in (_match(one), _words(one))]
    if len(query.sequence) > 1:
        forms.append(_phrase(query.sequence, EXACT_MARK))
    forms = list(dict.fromkeys(forms))
    statement = _SCORED.format(vector=vector, forms=", ".join(["(%s::tsquery)"] * len(forms)))
    return statement, [*forms, wanted]


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
