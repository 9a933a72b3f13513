"""What the API has: each published table, what its address selects, and how one row is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import Page

from contracts import kinds
from contracts.index.keys import page_key, term_key, territory_key
from contracts.kinds import Kind
from contracts.models import Commune, Source, Term, Territory
from contracts.opendata import about, datasets, selection
from contracts.opendata.addresses import ListAddress
from contracts.opendata.api import counts, parameters
from contracts.opendata.api.asked import CommunesAsked, FicheAsked, unknown_code, unknown_fiche
from contracts.opendata.api.counts import FacetsFound
from contracts.opendata.api.parameters import Parameter
from contracts.opendata.api.references import PublicReferences
from contracts.opendata.archive.table import ArchivedTable
from contracts.opendata.archive.tables import tables
from contracts.opendata.datasets import Dataset
from contracts.opendata.selection import Extract, ListAsked
from contracts.pages.commitments.facets import LABELS as COMMITMENT_LABELS
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.communes import communes_named
from contracts.pages.indicators.form import IndicatorForm
from contracts.pages.indicators.table import LABELS as INDICATOR_LABELS
from contracts.pages.parts.listings import listings_of
from contracts.places.containment import communes_with_contracts
from contracts.places.gazetteer import commune_of_former_code
from contracts.rules.listed import listed
from search.models import SearchDocument

_LONGEST_PK = 18  # digits of a number of the database


@dataclass(frozen=True)
class Resource:
    """One list of the API, at the code of its `dataset`.

    `select` gives the rows that an address asks for, as the page of the site would list them;
    it raises SearchUnavailable. `parameters` are those of its filters, words and order. `find`
    gives the key of the row that the end of an address names, and `ref` that end; both are None for
    a list without details. `kind` is the code of its documents in the index. `facets` counts what
    each value of each filter would give; None where nothing is counted. `uncounted` are parameters
    that the list takes, and its count does not.
    """

    dataset: Dataset
    select: Callable[[HttpRequest], Extract]
    parameters: tuple[Parameter, ...] = ()
    find: Callable[[str], Any] | None = None
    ref: Callable[[Any], str] | None = None
    kind: str = ""
    facets: Callable[[ListAsked], FacetsFound] | None = None
    uncounted: tuple[Parameter, ...] = ()

    @property
    def code(self) -> str:
        return self.dataset.code

    def key(self, key: Any) -> str:
        """What names a row for ever, whatever its address becomes: « page:12 » for a page."""
        return str(key) if not self.kind else document_key(kinds.get(self.kind), key)


def document_key(kind: Kind | None, pk: Any) -> str:
    """The key in the index of a row of a kind."""
    if kind is None:
        return str(pk)
    keys: dict[type[Model], Callable[[int], str]] = {Territory: territory_key, Term: term_key}
    return keys.get(kind.model, page_key)(pk)


@cache
def resources() -> tuple[Resource, ...]:
    """All of them, those that are searched first; asked once all applications have started."""
    found = [_of_archive(table) for table in tables()]
    return (
        *sorted(found, key=lambda one: one.facets is None),
        Resource(
            datasets.RESULTS,
            _asked(selection.of_results),
            parameters.of_search(),
            facets=counts.of_results,
        ),
        Resource(
            datasets.COMMUNES,
            _communes,
            (parameters.NAMED, parameters.DEPARTEMENT, parameters.EPCI, parameters.WITH_CONTRACTS),
            _commune,
            lambda row: str(row.code),
        ),
    )


def _communes(request: HttpRequest) -> Extract:
    """Raises ProblemError for the code of what holds no commune."""
    asked = CommunesAsked.from_querydict(request.GET)
    rows = communes_with_contracts() if asked.with_contracts else Commune.objects.all()
    for parameter, code in (
        (parameters.DEPARTEMENT, asked.departement),
        (parameters.EPCI, asked.epci),
    ):
        if code:
            of_code = {parameter.name: code}
            if not Commune.objects.filter(**of_code).exists():
                raise unknown_code(parameter, code)
            rows = rows.filter(**of_code)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if asked.name:
        kept = set(keys)
        keys = [code for code in communes_named(asked.name) if code in kept]
    return _extract(request, datasets.COMMUNES, keys, asked.query, asked.filters, asked.name)


def _commune(ref: str) -> str | None:
    """By its Insee code, that of an arrondissement, or one that it had."""
    known = Commune.objects.filter(pk=ref.upper()).first() or commune_of_former_code(ref)
    return known.pk if known else None


def of_code(code: str) -> Resource:
    """Raises KeyError."""
    for one in resources():
        if one.code == code:
            return one
    raise KeyError(code)


def of_kind(code: str) -> Resource | None:
    """The list of what the index calls so."""
    return next((one for one in resources() if one.kind == code), None)


def _of_archive(table: ArchivedTable) -> Resource:
    kind = kinds.find(table.model)
    if kind is not None:
        return _of_kind(table, kind)
    if table.dataset is datasets.COMMITMENTS:
        known = parameters.of_table(CommitmentForm, COMMITMENT_LABELS.items())
        select = _narrowed(_asked(selection.of_commitments), table)
        return _of_rows(table, select, known, counts.of_commitments, (parameters.OF_FICHE,))
    if table.dataset is datasets.INDICATORS:
        known = parameters.of_table(IndicatorForm, INDICATOR_LABELS.items())
        select = _narrowed(_asked(selection.of_indicators), table)
        return _of_rows(table, select, known, counts.of_indicators, (parameters.OF_FICHE,))
    if table.of_fiche is not None:
        return _of_rows(table, lambda request: _of_fiches(request, table), (parameters.OF_FICHE,))
    return _plain(table)


def _asked(select: Callable[[ListAsked], Extract]) -> Callable[[HttpRequest], Extract]:
    return lambda request: select(ListAsked.from_querydict(request.GET, request))


def _of_kind(table: ArchivedTable, kind: Kind) -> Resource:
    def select(request: HttpRequest) -> Extract:
        path = listings_of(request)[kind.code]
        asked = ListAsked.from_querydict(request.GET, request)
        return selection.of_listing(asked, kind, table.dataset, path)

    def find(ref: str) -> Any:
        """The index holds what is public, and nothing else."""
        return next((pk for pk in _named(table.model, ref) if _is_public(kind, pk)), None)

    return Resource(
        table.dataset,
        select,
        parameters.of_search(without={"type"}),
        find,
        lambda row: str(row.slug),
        kind.code,
        lambda asked: counts.of_kind(asked, kind),
    )


def _narrowed(
    select: Callable[[HttpRequest], Extract], table: ArchivedTable
) -> Callable[[HttpRequest], Extract]:
    """The rows of one fiche among those that the page of the site would list."""

    def selected(request: HttpRequest) -> Extract:
        extract = select(request)
        slug = FicheAsked.from_querydict(request.GET).slug
        if not slug or table.of_fiche is None:
            return extract
        of_fiche = set(_rows_of(slug, table.of_fiche))
        keys = [key for key in extract.keys if key in of_fiche]
        query = urlencode({parameters.OF_FICHE.name: slug})
        said = replace(
            extract.about, filters=(*extract.about.filters, f"Fiche : {slug}"), total=len(keys)
        )
        beside = replace(
            extract.address, query="&".join(part for part in (extract.address.query, query) if part)
        )
        return replace(extract, keys=keys, about=said, address=beside)

    return selected


def _rows_of(slug: str, of_fiche: Callable[[str], Iterable[Any]]) -> list[Any]:
    """The keys of the rows of a fiche, which may have none. Raises ProblemError when no public fiche
    has this identifier."""
    rows = list(of_fiche(slug))
    if not rows and not listed(Page.objects.filter(slug=slug)).exists():
        raise unknown_fiche(slug)
    return rows


def _is_public(kind: Kind, pk: int) -> bool:
    key = document_key(kind, pk)
    return SearchDocument.objects.filter(key=key, kind=kind.code).exists()


def _named(model: type[Model], ref: str) -> Sequence[int]:
    """Those of this identifier; territories by their official code too, when one alone has it."""
    rows = model._default_manager.order_by("pk")
    named = list(rows.filter(slug=ref).values_list("pk", flat=True))
    if named or model is not Territory:
        return named
    coded = list(rows.filter(code=ref).values_list("pk", flat=True))
    return coded if len(coded) == 1 else ()


def _of_rows(
    table: ArchivedTable,
    select: Callable[[HttpRequest], Extract],
    known: tuple[Parameter, ...],
    facets: Callable[[ListAsked], FacetsFound] | None = None,
    uncounted: tuple[Parameter, ...] = (),
) -> Resource:
    return Resource(
        table.dataset,
        select,
        known,
        _number,
        lambda row: str(row.pk),
        facets=facets,
        uncounted=uncounted,
    )


def _number(ref: str) -> int | None:
    return int(ref) if ref.isascii() and ref.isdigit() and len(ref) <= _LONGEST_PK else None


def _of_fiches(request: HttpRequest, table: ArchivedTable) -> Extract:
    """The rows of all public fiches, or of those of one identifier."""
    slug = FicheAsked.from_querydict(request.GET).slug
    if slug and table.of_fiche:
        query = urlencode({parameters.OF_FICHE.name: slug})
        rows = _rows_of(slug, table.of_fiche)
        return _extract(request, table.dataset, rows, query, (f"Fiche : {slug}",))
    return _extract(request, table.dataset, list(table.keys(PublicReferences())))


def _plain(table: ArchivedTable) -> Resource:
    """What has no filter: themes and sources."""
    name = "key" if table.model is Source else "slug"

    def find(ref: str) -> Any:
        keys = table.model._default_manager.filter(**{name: ref}).values_list("pk", flat=True)
        pk = keys.first()
        return pk if pk in set(table.keys(PublicReferences())) else None

    return Resource(
        table.dataset,
        lambda request: _extract(request, table.dataset, list(table.keys(PublicReferences()))),
        (),
        find,
        lambda row: str(getattr(row, name)),
    )


def _extract(
    request: HttpRequest,
    dataset: Dataset,
    keys: list[Any],
    query: str = "",
    filters: tuple[str, ...] = (),
    words: str = "",
) -> Extract:
    """Of a table that no page of the site lists."""
    address = ListAddress(request.path, query)
    said = about.of_today(
        request,
        dataset.title,
        address.page,
        words=words,
        filters=filters,
        dataset=dataset.code,
        total=len(keys),
    )
    return Extract(dataset, keys, said, request, address, {})
