"""What the address of a list asks for: a table, which rows of it, and what their file says of
itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from contracts.index.keys import page_key
from contracts.kinds import Kind
from contracts.opendata import about
from contracts.opendata.about import About
from contracts.opendata.addresses import ListAddress
from contracts.opendata.columns import Item, cells_of
from contracts.opendata.datasets import COMMITMENTS, INDICATORS, RESULTS, Dataset, key_of
from contracts.opendata.reading import Site
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.commitments.lines import Line
from contracts.pages.commitments.table import CommitmentsTable
from contracts.pages.indicators.form import IndicatorForm
from contracts.pages.indicators.lines import IndicatorLine
from contracts.pages.indicators.table import IndicatorsTable
from contracts.pages.narrowing.table import NarrowedTable
from search.answers.service import counted, whole_list
from search.query.form import SearchForm
from search.query.page_head import page_title
from search.query.results import Chip, FacetValue

_AT_ONCE = 1_000  # rows that are in memory
_OFFERED = 12  # values of a facet, those of most rows


@dataclass(frozen=True)
class ListAsked:
    """What the address of a list asks, and whose host the addresses of its rows have."""

    data: QueryDict
    site: Site = None

    @classmethod
    def from_querydict(cls, data: QueryDict, site: Site = None) -> ListAsked:
        return cls(data, site)


@dataclass(frozen=True)
class Offered:
    """A filter that would leave so many rows, or add some to those of the same facet."""

    facet: str
    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Extract:
    """Rows of a table in their order: their keys are known, they themselves are read when asked.

    `address` is that of their list. `fiches` are the keys of the documents of the index whose
    news are those of the list; to each, what the list has of it, for a list of rows of fiches.
    `chips` are the filters that are on; `offers` tells those that may be added, when asked. It may
    raise SearchUnavailable.
    """

    dataset: Dataset
    keys: Sequence[Any]
    about: About
    site: Site
    address: ListAddress
    fiches: Mapping[str, Sequence[str]]
    chips: tuple[Chip, ...] = ()
    offers: Callable[[], Iterable[Offered]] = tuple

    @property
    def kept_columns(self) -> int:
        """In sight, in a spreadsheet: what names the row."""
        return 1

    @property
    def title(self) -> str:
        return self.dataset.title

    def chunks(self) -> Iterator[list[Item]]:
        """The items, some at a time: never all of them in memory. One that has just been withdrawn
        is left out."""
        keys = iter(self.keys)
        while some := list(islice(keys, _AT_ONCE)):
            found = self.dataset.read(some, self.site)
            yield [found[key] for key in some if key in found]

    def items(self) -> Iterator[Item]:
        for chunk in self.chunks():
            yield from chunk

    def lines(self) -> Iterator[Sequence[Any]]:
        """The headings, then a line of cells for each row."""
        columns = self.dataset.columns
        yield [column.header for column in columns]
        for chunk in self.chunks():
            yield from cells_of(columns, chunk)


def of_listing(asked: ListAsked, kind: Kind, dataset: Dataset, path: str) -> Extract:
    """The fiches of the listing of a kind, whose page stands at `path`. Raises
    SearchUnavailable."""
    form = SearchForm.from_querydict(asked.data, fixed={"type": (kind.code,)}, path=path)
    return _of_search(asked.site, form, dataset, kind.plural)


def of_results(asked: ListAsked) -> Extract:
    """What a search finds. Raises SearchUnavailable."""
    form = SearchForm.from_querydict(asked.data, path=reverse("search:results"))
    return _of_search(asked.site, form, RESULTS, RESULTS.title)


def of_commitments(asked: ListAsked) -> Extract:
    """The rows of the table of all commitments."""
    table = CommitmentsTable(CommitmentForm.from_querydict(asked.data))
    return _of_table(asked.site, table, COMMITMENTS, "Engagements", _commitment)


def of_indicators(asked: ListAsked) -> Extract:
    """The rows of the table of all indicators."""
    table = IndicatorsTable(IndicatorForm.from_querydict(asked.data))
    return _of_table(asked.site, table, INDICATORS, "Indicateurs", _indicator)


def _commitment(line: Line) -> tuple[int, str]:
    return line.contract, line.object


def _indicator(line: IndicatorLine) -> tuple[int, str]:
    return line.tool_pk, line.name


def _of_search(site: Site, form: SearchForm, dataset: Dataset, title: str) -> Extract:
    found, keys = whole_list(form)
    words = form.request.q
    address = form.at_page(1).with_nothing_ticked().url()
    said = about.of_today(
        site,
        page_title(title, [words, *(chip.value_label for chip in found.chips)]),
        address,
        words=words,
        filters=(chip.label for chip in found.chips),
        dataset=dataset.code,
        total=len(keys),
    )
    of_rows = [key_of(dataset, key) for key in keys]
    beside = ListAddress.of(address)
    fiches: dict[str, Sequence[str]] = dict.fromkeys(keys, ())
    return Extract(
        dataset, of_rows, said, site, beside, fiches, found.chips, partial(_of_facets, form)
    )


def _of_table(
    site: Site,
    table: NarrowedTable[Any],
    dataset: Dataset,
    title: str,
    held: Callable[[Any], tuple[int, str]],
) -> Extract:
    """`held` tells the fiche of a line, by its pk, and what the line is."""
    form, lines = table.form, table.ordered()
    address = form.at_page(1).url(table.all_url)
    said = about.of_today(
        site,
        page_title(title, [form.q, *table.facets.told]),
        address,
        words=form.q,
        filters=(chip.label for chip in table.chips),
        dataset=dataset.code,
        total=table.total,
    )
    fiches: dict[str, list[str]] = defaultdict(list)
    for pk, told in map(held, lines):
        fiches[page_key(pk)].append(told)
    rows = [line.pk for line in lines]
    beside = ListAddress.of(address)
    offers = partial(_of_panels, table)
    return Extract(dataset, rows, said, site, beside, fiches, table.chips, offers)


def _of_facets(form: SearchForm) -> Iterator[Offered]:
    for count in counted(form.counting_what_is_shown()):
        yield from _offered(count.facet.name, count.facet.label, count.values)


def _of_panels(table: NarrowedTable[Any]) -> Iterator[Offered]:
    for panel in table.panels:
        yield from _offered(panel.name, panel.label, panel.values)


def _offered(facet: str, label: str, values: Sequence[FacetValue]) -> Iterator[Offered]:
    for value in values[:_OFFERED]:
        if not value.selected:
            yield Offered(facet, value.code, f"{label}\u00a0: {value.label}", value.count)
