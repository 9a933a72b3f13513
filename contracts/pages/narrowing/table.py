"""A table that is narrowed and ordered by its address: all that its page shows but the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic

from contracts.pages.narrowing.facets import Facets
from contracts.pages.narrowing.form import TableForm
from contracts.pages.narrowing.selection import WORDS, L, Selection
from search.query.page_head import PageHead, page_title
from search.query.pagination import Pagination
from search.query.results import Emptied

PAGE_SIZE = 20


@dataclass(frozen=True)
class SortableColumn:
    """A heading of the table; following `url` orders the rows by it, or turns their order over.
    `sorted` is the value of aria-sort, empty when they are ordered by another one."""

    label: str
    url: str
    sorted: str


@dataclass(frozen=True)
class SortOption:
    value: str
    label: str
    selected: bool


class NarrowedTable(Generic[L]):
    """`columns` are the headings that sort, by their order; `path` is the address of the page."""

    # The headings that do not sort, after the others.
    other_columns: tuple[str, ...] = ()

    def __init__(
        self,
        form: TableForm,
        selection: Selection[L],
        facets: Facets,
        *,
        title: str,
        path: str,
        columns: Mapping[Any, str],
    ):
        self.form = form
        self.selection = selection
        self.facets = facets
        self.title = title
        self.total = len(selection.lines)
        self.pages = Pagination.of(
            form.page,
            size=PAGE_SIZE,
            total=self.total,
            url=lambda page: form.at_page(page).url(),
        )
        self.panels = tuple(facets.panels())
        self.chips = tuple(facets.chips())
        self.clear_url = form.cleared().url()
        self.emptied_by = tuple(self._emptied_by()) if not self.total else ()
        self.columns = tuple(
            SortableColumn(label, form.sorted_by(order).url(), self._sorted(order))
            for order, label in columns.items()
        )
        self.sorts = tuple(
            SortOption(
                "" if order is form.usual_order() else order.value, label, order is form.order
            )
            for order, label in columns.items()
        )
        self.all_url = path
        self.head = PageHead(
            page_title(title, [form.q, *facets.told], self.pages),
            form.at_page(self.pages.current).url(path),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.form.q or self.form.filters or self.form.sort)

    def ordered(self) -> list[L]:
        """All the lines, of every page. What is equal stands as in the usual order, whichever way
        the rest is read."""
        usual = sorted(self.selection.lines, key=self.usual_key)
        return sorted(usual, key=self.key, reverse=self.form.descending)

    def shown(self) -> list[L]:
        """The lines of this page."""
        return self.ordered()[self.pages.start : self.pages.end]

    def usual_key(self, line: L) -> tuple:
        raise NotImplementedError

    def key(self, line: L) -> str:
        """By what the form orders the lines."""
        raise NotImplementedError

    def rank(self, line: L) -> str:
        """By the one value of the facet that has the name of the order."""
        facet = str(self.form.order)
        [code] = line.codes[facet]
        return self.facets.rank(facet, code)

    def _sorted(self, order: StrEnum) -> str:
        if order is not self.form.order:
            return ""
        return "descending" if self.form.descending else "ascending"

    def _emptied_by(self) -> Iterator[Emptied]:
        """What alone keeps rows out: without it there would be some."""
        form, without = self.form, self.selection.without
        if form.q and without[WORDS]:
            yield Emptied(f"les mots « {form.q} »", without[WORDS], form.without_words().url())
        for facet in form.facets:
            if facet in form.filters and without[facet]:
                label = f"le filtre « {self.facets.labels[facet]} »"
                yield Emptied(label, without[facet], form.without(facet).url())
