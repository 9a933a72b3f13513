"""Build a SearchResponse from an engine's result: labels, addresses, highlighted texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import QuerySet

from search.answers.highlight import Highlighter
from search.engines.base import EngineResult
from search.index.documents import Json
from search.index.prepared import prepared
from search.models import SearchDocument
from search.query import facets as facet_register
from search.query.facets import Facet, FacetOrder, RowLabels
from search.query.form import SearchForm
from search.query.pagination import Pagination
from search.query.request import Query
from search.query.results import (
    Chip,
    Emptied,
    Expansion,
    FacetCount,
    FacetValue,
    Hit,
    SearchResponse,
    SortOption,
)
from search.text.collation import title_key

UNKNOWN = "inconnu"


def response(
    form: SearchForm,
    result: EngineResult,
    rows: Iterable[SearchDocument],
    *,
    took: float,
    degraded: bool = False,
    expansions: tuple[Expansion, ...] = (),
    index_token: str = "",
) -> SearchResponse:
    labels = _labels(form, result)
    return SearchResponse(
        request=form.request,
        total=result.total,
        hits=hits_of(form.request.query, rows),
        facets=tuple(
            _facet(form, facet_register.get(name), result.counts[name], labels[name])
            for name in form.request.facets
        ),
        chips=_chips(form, labels),
        clear_url=form.cleared().url(),
        pages=Pagination.of(
            result.page,
            size=form.request.page_size,
            total=result.total,
            url=lambda page: form.at_page(page).url(),
        ),
        sorts=_sorts(form),
        emptied_by=_emptied(form, result, labels),
        took=took,
        degraded=degraded,
        expansions=expansions,
        exactness_url=form.with_other_exactness().url(),
        index_token=index_token,
    )


def _labels(form: SearchForm, result: EngineResult) -> dict[str, Mapping[str, str]]:
    """The labels of every value that is shown, facet by facet."""
    labels: dict[str, Mapping[str, str]] = {}
    read: list[tuple[str, RowLabels, set[str]]] = []
    for name in dict.fromkeys((*form.request.facets, *form.request.filters)):
        codes = {*result.counts.get(name, {}), *form.request.filters.get(name, ())}
        known = facet_register.get(name).labels
        if codes and isinstance(known, RowLabels):
            read.append((name, known, codes))
        labels[name] = {} if not codes or isinstance(known, RowLabels) else known(codes)
    if read:
        label_rows = _label_rows(tuple(known for _, known, _ in read))
        found = label_rows(*(codes for _, _, codes in read))
        labels |= {
            name: known.said(rows) for (name, known, _), rows in zip(read, found, strict=True)
        }
    return labels


@cache
def _label_rows(labels: Sequence[RowLabels]) -> Callable[..., tuple[list[Any], ...]]:
    """What reads those of the codes of each."""

    @prepared
    def label_rows(*codes: Collection[str]) -> tuple[QuerySet[Any], ...]:
        return tuple(known.rows(own) for known, own in zip(labels, codes, strict=True))

    return label_rows


def hits_of(query: Query, rows: Iterable[SearchDocument]) -> tuple[Hit, ...]:
    """What is shown of these rows, with what the query looks for marked."""
    highlighter = Highlighter(query)
    return tuple(
        Hit(
            key=row.key,
            kind=row.kind,
            title=row.title,
            url=row.url,
            date=row.date,
            card=row.card,
            highlighted_title=highlighter.whole(row.title),
            summary=highlighter.whole(row.summary),
            excerpt=highlighter.excerpt(
                row.body, told=(row.title, row.summary, *_texts(row.card.values()))
            ),
        )
        for row in rows
    )


def _texts(values: Iterable[Json]) -> Iterator[str]:
    """What a card says in words."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from _texts(value)


def _facet(
    form: SearchForm, facet: Facet, counts: Mapping[str, int], labels: Mapping[str, str]
) -> FacetCount:
    """The values with results, and those that are ticked whatever they have."""
    ticked = form.request.filters.get(facet.name, ())
    codes = {**counts, **dict.fromkeys(code for code in ticked if code in labels)}
    urls = form.toggle_urls(facet.name, codes)
    values = [
        FacetValue(
            code=code,
            label=labels.get(code) or code,
            count=counts.get(code, 0),
            selected=code in ticked,
            url=urls[code],
        )
        for code in codes
    ]
    match facet.order:
        case FacetOrder.BY_COUNT:
            values.sort(key=lambda value: (-value.count, title_key(value.label), value.code))
        case FacetOrder.BY_CODE_DESCENDING:
            values.sort(key=lambda value: value.code, reverse=True)
        case FacetOrder.GIVEN:
            given = {code: place for place, code in enumerate(labels)}
            values.sort(key=lambda value: (given.get(value.code, len(given)), value.code))
    return FacetCount(facet=facet, values=tuple(values))


def _chips(form: SearchForm, labels: Mapping[str, Mapping[str, str]]) -> tuple[Chip, ...]:
    return tuple(
        Chip(
            facet=name,
            code=code,
            facet_label=facet_register.get(name).label,
            value_label=labels[name].get(code) or f"{code} ({UNKNOWN})",
            remove_url=form.toggled(name, code).url(),
            known=code in labels[name],
        )
        for name, codes in form.request.filters.items()
        for code in codes
    )


def _sorts(form: SearchForm) -> tuple[SortOption, ...]:
    effective = form.request.effective_sort
    return tuple(
        SortOption(
            sort=sort,
            value="" if sort is form.request.default_sort else sort.value,
            label=sort.label,
            selected=sort is effective,
            url=form.sorted_by(sort).url(),
        )
        for sort in form.request.sorts
    )


def _emptied(
    form: SearchForm, result: EngineResult, labels: Mapping[str, Mapping[str, str]]
) -> tuple[Emptied, ...]:
    """What to take off to get results, the most fruitful first. Never the only thing asked: what
    would be left is no search, but all that the page lists."""
    request = form.request
    if len(request.filters) + bool(request.query.groups) < 2:
        return ()
    found = [
        Emptied(
            label=", ".join(labels[name].get(code) or code for code in form.request.filters[name]),
            count=count,
            url=form.without(name).url(),
        )
        for name, count in result.without.items()
    ]
    if result.without_words:
        found.append(
            Emptied(
                label=f"«\u00a0{form.request.q}\u202f»",
                count=result.without_words,
                url=form.without_words().url(),
                is_of_words=True,
            )
        )
    return tuple(sorted((one for one in found if one.count), key=lambda one: -one.count))
