"""The page of a comparison: its columns, its rows, its balance, and how to change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse

from contracts.deciding.addable import Addable, addable
from contracts.deciding.comparison import case_study, contract
from contracts.deciding.comparison.selection import (
    ChosenFiche,
    ChosenFiches,
    compared_kinds,
    select,
)
from contracts.deciding.comparison.values import LETTERS, ComparedGroup, FoldedComparison
from contracts.kinds import Kind
from contracts.models import CaseStudyPage, ContractPage
from contracts.opendata.about import About, of_today
from contracts.opendata.formats import SPREADSHEETS
from contracts.pages.case_study import case_study_relations
from contracts.pages.contract import contract_relations
from contracts.pages.forms import ComparisonForm, slug_of
from contracts.pages.giving.matrix import BalanceMatrix
from contracts.pages.parts.breadcrumbs import Step
from contracts.pages.parts.citations import Citations, NumberedSource
from contracts.pages.parts.glossary_links import TermLinks
from contracts.pages.parts.listings import listings_of
from contracts.pages.parts.texts import Texts
from search.query.address import written
from search.query.form import TICKED
from search.query.page_head import PageHead, page_title

TITLE = "Comparer"
FEWEST = 2


@dataclass(frozen=True)
class _ReadTogether:
    """How the fiches of a kind are read together, and their rows."""

    relations: Callable[[], Iterator[Prefetch]]
    groups: Callable[[Any, Texts], Iterator[ComparedGroup]]


_READINGS: Mapping[type, _ReadTogether] = {
    ContractPage: _ReadTogether(contract_relations, contract.groups),
    CaseStudyPage: _ReadTogether(case_study_relations, case_study.groups),
}


@dataclass(frozen=True)
class ComparedColumn:
    """One fiche at the head of its column. `letter` tells it from the others where there is little
    room."""

    letter: str
    title: str
    url: str
    without_url: str


@dataclass(frozen=True)
class PairChoice:
    """Two columns that a phone may show."""

    label: str
    titles: str
    url: str
    is_shown: bool


class ComparisonContext:
    BALANCE = "Équilibre de l’ensemble"

    def __init__(self, form: ComparisonForm, request: HttpRequest) -> None:
        self._request = request
        self.selection: ChosenFiches = select(form)
        if form.pair and form.pair[1] >= len(self.selection.fiches):
            form = form.with_pair(0, 1)
        self.form = form
        self.refusals = self.selection.refusals
        self.columns = tuple(map(self._column, range(len(self.selection.fiches))))
        self.is_compared = len(self.columns) >= FEWEST
        self.groups: tuple[ComparedGroup, ...] = ()
        self.matrix = BalanceMatrix()
        self.references: tuple[NumberedSource, ...] = ()
        if self.is_compared:
            self._compare()
        pair = form.pair or (0, 1)
        # Of the columns, those that a phone leaves aside.
        self.aside = {rank for rank in range(len(self.columns)) if rank not in pair}
        self.pairs = tuple(self._pairs(pair)) if len(self.columns) > FEWEST else ()
        self.head = PageHead(page_title(TITLE, [column.title for column in self.columns]), form.url)

    @property
    def shown(self) -> str:
        """The columns that a phone shows: « A et C »."""
        return next((pair.label for pair in self.pairs if pair.is_shown), "")

    @cached_property
    def folded(self) -> FoldedComparison:
        """What is read on the page and on paper; the spreadsheets have every row."""
        folded = FoldedComparison.of(self.groups)
        if not self.form.differences:
            return folded
        return folded.without_what_one_tells(column.title for column in self.columns)

    @property
    def width(self) -> int:
        """How many columns the table has, with that of the headings."""
        return len(self.columns) + 1

    @property
    def caption(self) -> str:
        kind = self.selection.kind
        told = f"Comparaison de {len(self.columns)} {kind.plural.lower()}" if kind else ""
        return f"{told}, différences seulement" if self.form.differences else told

    @cached_property
    def trail(self) -> tuple[Step, ...]:
        kind = self.selection.kind or compared_kinds()[0]
        return (listings_of(self._request).step(kind.model),)

    @property
    def listings(self) -> tuple[tuple[str, str], ...]:
        """Where fiches may be ticked: (label, address), with those that are chosen already."""
        kinds = (self.selection.kind,) if self.selection.kind else compared_kinds()
        ticks = [(TICKED, slug) for slug in self.form.slugs]
        listings = listings_of(self._request)
        return tuple((one.plural, written(listings[one.code], ticks)) for one in kinds)

    @property
    def has_room(self) -> bool:
        return len(self.columns) < self.form.MOST

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """The table as spreadsheets: (label, address)."""
        return tuple((one.label, self.form.file_url(one.ending)) for one in SPREADSHEETS)

    @property
    def paper_url(self) -> str:
        return self.form.file_url("pdf")

    @property
    def address(self) -> str:
        """Absolute, to be copied."""
        return self._request.build_absolute_uri(self.form.url)

    @property
    def kept_columns(self) -> int:
        """In sight, in a spreadsheet: the headings of a row."""
        return 2

    @property
    def title(self) -> str:
        """Of the table, in a file."""
        return "Comparaison"

    @property
    def about(self) -> About:
        filters = ("Différences seulement",) if self.form.differences else ()
        named = f"{self.title}\u00a0: {', '.join(column.title for column in self.columns)}"
        about = of_today(self._request, named, self.form.whole.url, filters=filters)
        return replace(about, short_title=self.caption)

    @property
    def other_rows_url(self) -> str:
        return self.form.with_other_rows().url

    @cached_property
    def found(self) -> tuple[tuple[Addable, str], ...] | None:
        """What a search inside the page proposes, each with the address that adds it; None when no
        engine answers."""
        kinds = (self.selection.kind,) if self.selection.kind else compared_kinds()
        slugs = self.form.slugs
        hits = addable(
            self.form.searched, kinds, lambda hit: slug_of(hit.url) in slugs, self.form.MOST
        )
        if hits is None:
            return None
        return tuple((hit, self.form.with_fiche(slug_of(hit.url)).url) for hit in hits)

    @property
    def dossier_url(self) -> str:
        """Where the same fiches begin a dossier."""
        slugs = [fiche.slug for fiche in self.selection.fiches]
        return written(reverse("dossier"), [(TICKED, slug) for slug in slugs])

    def lines(self) -> Iterator[list[str]]:
        """The table as lines of texts, its heading first: the cells of the page, its balance, and
        its sources."""
        blank = [""] * len(self.columns)  # what is of all fiches stands below none
        yield ["Rubrique", "Ligne", *(column.title for column in self.columns)]
        site = self._request.build_absolute_uri
        yield ["En bref", "Adresse", *(site(column.url) for column in self.columns)]
        for group in self.groups:
            for row in group.rows:
                yield [group.heading, row.heading, *(cell.text for cell in row.cells)]
        for line in self.matrix.lines:
            yield [self.BALANCE, f"{line.label}\u00a0: {line.sentence}", *blank]
        for reference in self.references:
            source = reference.source
            told = (f"[{reference.number}]", source.title, source.url)
            yield ["Sources", " ".join(filter(None, told)), *blank]

    def _compare(self) -> None:
        kind = self.selection.kind
        assert kind is not None  # noqa: S101 - two fiches have one
        reading = _READINGS[kind.model]
        pages = _pages(kind, self.selection.fiches, reading)
        texts = Texts(TermLinks(token=self.selection.token), Citations())
        groups = tuple(reading.groups(pages, texts))
        if self.form.differences:
            groups = tuple(group.differing for group in groups)
        self.groups = tuple(group for group in groups if group.rows)
        if kind.model is ContractPage:
            self.matrix = contract.matrix(pages)
        self.references = texts.citations.references

    def _column(self, rank: int) -> ComparedColumn:
        fiche = self.selection.fiches[rank]
        return ComparedColumn(
            letter=LETTERS[rank],
            title=fiche.document.title,
            url=fiche.document.url,
            without_url=self.form.without(fiche.slug).url,
        )

    def _pairs(self, shown: tuple[int, int]) -> Iterator[PairChoice]:
        for first, second in combinations(range(len(self.columns)), 2):
            one, other = self.columns[first], self.columns[second]
            yield PairChoice(
                f"{one.letter} et {other.letter}",
                f"{one.title}, {other.title}",
                self.form.with_pair(first, second).url,
                (first, second) == shown,
            )


def _pages(kind: Kind, fiches: Sequence[ChosenFiche], reading: _ReadTogether) -> list[Any]:
    """In the order of their columns, with all that is told of them."""
    rows: Any = kind.model
    read = rows.objects.select_related(*rows.shown_with).in_bulk([fiche.pk for fiche in fiches])
    pages = [read[fiche.pk] for fiche in fiches]
    prefetch_related_objects(pages, *reading.relations())
    return pages
