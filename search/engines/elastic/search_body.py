"""Translate a SearchRequest into searches of Elasticsearch: matches, filters, counts, order.

Limits, the same for every engine: a term is a whole word or stem, never a part of one; a phrase
stands within one field, its terms following each other with none in between; a minus takes away
the documents in which the term or the phrase stands in any field. Nothing typed reaches the server
but as terms of search.text.analysis, so nothing typed is an operator.

Relevance is that of the database, as near as the server can: documents whose title alone satisfies
every group, by the words themselves, come first, the shortest titles before the others; then the
best score, in which the title weighs more than the summary and the summary more than the body, a
word as typed more than its family, and words in the order typed more than words apart; the weight
of a document multiplies its score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl.function import BoostFactor, FieldValueFactor
from elasticsearch.dsl.query import (
    Bool,
    CombinedFields,
    ConstantScore,
    DisMax,
    FunctionScore,
    MatchAll,
    MatchPhrase,
    MultiMatch,
    Terms,
)
from elasticsearch.dsl.query import Query as Clause

from search.engines.elastic.mapping import (
    BODY,
    FACETS,
    SORT_TITLE,
    SUMMARY,
    TITLE,
    TITLE_SHARE,
    WEIGHT,
    WHOLE,
    alias,
)
from search.engines.weights import COUNTED, FAVOURED, MULTIPLIED
from search.index.documents import KIND_FACET, LAST_FACET
from search.query.kind_words import favour
from search.query.request import Alternative, Group, Query, SearchRequest, Sort
from search.query.synonyms import acronyms_of
from search.text.analysis import EXACT_MARK
from search.text.collation import title_key

# The values of a facet that one search counts; a facet with more of them is counted in several.
COUNTED_AT_ONCE = 10_000


@dataclass(frozen=True)
class _Texts:
    """Texts that are scored together, and the field that holds them all. `words` weighs a text by
    counting a word of it so many times, `phrases` by multiplying its score."""

    whole: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    factors: tuple[str, ...] = (WEIGHT,)


# The body needs no weight: it is 1 in both.
_IN_TITLE = f"{TITLE}^{COUNTED.title:g}"
_PHRASE_IN_TITLE = f"{TITLE}^{MULTIPLIED.title:g}"
_TITLES = _Texts(TITLE, (_IN_TITLE,), (_PHRASE_IN_TITLE,), (WEIGHT, TITLE_SHARE))
_TEXTS = _Texts(
    WHOLE,
    (_IN_TITLE, f"{SUMMARY}^{COUNTED.summary:g}", BODY),
    (_PHRASE_IN_TITLE, f"{SUMMARY}^{MULTIPLIED.summary:g}", BODY),
)

# A server with little memory refuses a query of more than 1 024 clauses, and counts a word once for
# each text it is scored in: only so many forms are scored, and a query that is a filter of so many
# clauses by itself has its results in no ranks. What is found stays the same.
_SCORED_AT_MOST = 50
_RANKED_AT_MOST = 80
# More than what one form of a word can score: the step between two ranks of results.
_STEP = 64.0 * FAVOURED
# Ranks of one search, at most: see `_relevance`.
_MOST_RANKS = 6

_ORDERS: Mapping[Sort, tuple[tuple[str, str], ...]] = {
    Sort.RELEVANCE: (
        ("_score", "desc"),
        ("recency", "asc"),
        (SORT_TITLE, "asc"),
        ("key", "asc"),
    ),
    Sort.RECENT: (("recency", "asc"), (SORT_TITLE, "asc"), ("key", "asc")),
    Sort.TITLE: ((SORT_TITLE, "asc"), ("key", "asc")),
}
_OPPOSITE = {"asc": "desc", "desc": "asc"}


def hits(request: SearchRequest, start: int, size: int, *, backwards: bool = False) -> Search[Any]:
    """The results from the `start`-th on, or from the last one on when `backwards`. The key of a
    result is the last of the values that sort it: nothing else is read."""
    sort = request.effective_sort
    order = [
        {field: {"order": _OPPOSITE[direction] if backwards else direction}}
        for field, direction in _ORDERS[sort]
    ]
    order.insert(0, _last_ones(backwards=backwards))
    return _filtered(
        _search(request.query, request.fixed, scored=sort is Sort.RELEVANCE, later=request.later),
        request.filters,
    )[start : start + size].sort(*order)


def _last_ones(*, backwards: bool) -> dict[str, dict[str, str]]:
    """Whatever comes last, in any order, has this facet: nothing else has. An index may know none."""
    direction, without = ("desc", "_last") if backwards else ("asc", "_first")
    return {
        _field(LAST_FACET): {
            "order": direction,
            "missing": without,
            "unmapped_type": "keyword",
        }
    }


def with_counts(search: Search[Any], request: SearchRequest) -> Search[Any]:
    """Have the search count what is under each code of each facet too: see `counting`."""
    for name, without in counting(request).items():
        others = {facet: codes for facet, codes in request.filters.items() if facet != without}
        search.aggs.bucket(name, "filter", Bool(filter=_allowed(others)))
        for number, facet in enumerate(request.facets):
            if (facet if facet in request.filters else None) == without:
                search.aggs[name].bucket(
                    f"facet{number}",
                    "terms",
                    field=_field(facet),
                    size=COUNTED_AT_ONCE,
                )
    return search


def counting(request: SearchRequest) -> dict[str, str | None]:
    """The sets of documents in which facets are counted: a name for each, and the facet whose own
    filter it leaves out. Facets without a filter share one set."""
    return {"all": None, **{f"without{n}": facet for n, facet in enumerate(request.filters)}}


def counts_of(request: SearchRequest, facet: str, after: Mapping[str, Any] | None) -> Search[Any]:
    """The next values of a facet that has too many for one search."""
    others = {name: codes for name, codes in request.filters.items() if name != facet}
    search = _search(request.query, {**request.fixed, **others})[:0]
    options = {"after": dict(after)} if after else {}
    search.aggs.bucket(
        "values",
        "composite",
        sources=[{"code": {"terms": {"field": _field(facet)}}}],
        size=COUNTED_AT_ONCE,
        **options,
    )
    return search


def everything(request: SearchRequest) -> Search[Any]:
    """What the filters let through, whatever the words."""
    return _search(Query(), {**request.fixed, **request.filters})[:0]


def _search(
    query: Query,
    filters: Mapping[str, tuple[str, ...]],
    *,
    scored: bool = False,
    later: tuple[str, ...] = (),
) -> Search[Any]:
    matching = [_any(group.alternatives, WHOLE) for group in query.groups]
    asked = Bool(
        filter=[*matching, *_allowed(filters)],
        must_not=[_any(query.excluded, WHOLE)] if query.excluded else [],
        # Beside a filter, what is scored selects nothing.
        should=[_relevance(query), *_earlier(query, later)] if scored else [],
    )
    search: Search[Any] = Search(index=alias()).query(asked)
    return (
        search.extra(track_total_hits=True).source(False).params(allow_partial_search_results=False)
    )


def _filtered(search: Search[Any], filters: Mapping[str, tuple[str, ...]]) -> Search[Any]:
    return search.post_filter(Bool(filter=_allowed(filters))) if filters else search


def _allowed(filters: Mapping[str, tuple[str, ...]]) -> list[Clause]:
    return [Terms(_field(facet), list(codes)) for facet, codes in filters.items()]


def _field(facet: str) -> str:
    return f"{FACETS}.{facet}"


def _any(alternatives: Iterable[Alternative], field: str) -> Clause:
    """The documents in which any of these stands."""
    phrases = [_match(one) for one in alternatives]
    words = [words[0] for words in phrases if len(words) == 1]
    clauses: list[Clause] = [
        MatchPhrase(field, {"query": " ".join(words)}) for words in phrases if len(words) > 1
    ]
    if words:
        clauses.append(Terms(field, words))
    return clauses[0] if len(clauses) == 1 else Bool(should=clauses)


def _relevance(query: Query) -> Clause:
    """A score in ranks, each a step above the scores of the next: what bears the acronym that the
    words typed are another name of, what is of the kind named and has
    the other words in its title, whose title says all that was typed, in these words, whose texts do, then likewise with the expansions. A document scores in
    its best rank."""
    if sum(_clauses(group) for group in query.groups) > _RANKED_AT_MOST:
        return _weighted(_forms(query), _TEXTS)
    named = favour(query)
    kinds = _allowed({KIND_FACET: named.kinds}) if named else []
    ranks: list[tuple[Query, Query, _Texts, list[Clause]]] = [
        (one, wanted, texts, [])
        for one in dict.fromkeys((query.as_typed, query))
        for wanted, texts in ((one.in_words, _TITLES), (one, _TEXTS))
    ]
    if named:
        ranks.insert(0, (named.rest, named.rest.in_words, _TITLES, kinds))
    if names := acronyms_of(query):
        titled = Terms(SORT_TITLE, sorted(map(title_key, names)))
        ranks.insert(0, (query, query.as_typed, _TEXTS, [titled]))
    step = _STEP * sum(map(len, _forms(query)))
    return DisMax(
        queries=[
            Bool(
                # The lowest rank is that of all results: they are selected already.
                filter=[
                    *among,
                    *(_any(group.alternatives, texts.whole) for group in wanted.groups if above),
                ],
                must=[ConstantScore(filter=MatchAll(), boost=1 + above * step)],
                should=[_weighted(_forms(one), texts, kinds)],
            )
            for above, (one, wanted, texts, among) in enumerate(reversed(ranks))
        ]
    )


def _earlier(query: Query, later: tuple[str, ...]) -> Iterator[Clause]:
    """Above all the ranks, what is of no kind that comes later."""
    if later:
        others = Bool(must_not=_allowed({KIND_FACET: later}))
        step = _STEP * sum(map(len, _forms(query)))
        yield ConstantScore(filter=others, boost=(_MOST_RANKS + 1) * step)


def _clauses(group: Group) -> int:
    """How many clauses select a group: one for all its words, one for each phrase."""
    phrases = sum(one.is_phrase for one in group.alternatives)
    return phrases + (phrases < len(group.alternatives))


def _forms(query: Query) -> Iterable[tuple[str, ...]]:
    """What adds to the score of a document that holds it: each term, each word as typed, and all
    the words in their order."""
    if len(query.sequence) > 1:
        yield _marked(query.sequence)
    found = [
        form
        for group in query.groups
        for one in group.alternatives
        for form in (_match(one), _marked(one.words))
    ]
    yield from islice(dict.fromkeys(found), _SCORED_AT_MOST)


def _weighted(
    forms: Iterable[tuple[str, ...]], texts: _Texts, favoured: Iterable[Clause] = ()
) -> Clause:
    forms = list(forms)
    words = [form[0] for form in forms if len(form) == 1]
    clauses: list[Clause] = [
        MultiMatch(query=" ".join(form), type="phrase", fields=list(texts.phrases))
        for form in forms
        if len(form) > 1
    ]
    if words:
        clauses.append(CombinedFields(query=" ".join(words), fields=list(texts.words)))
    return FunctionScore(
        query=Bool(should=clauses),
        functions=[
            *(FieldValueFactor(field=factor) for factor in texts.factors),
            *(BoostFactor(weight=FAVOURED, filter=clause) for clause in favoured),
        ],
        score_mode="multiply",
        boost_mode="multiply",
    )


def _match(alternative: Alternative) -> tuple[str, ...]:
    return _marked(alternative.terms) if alternative.exact else alternative.terms


def _marked(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(EXACT_MARK + word for word in words)
