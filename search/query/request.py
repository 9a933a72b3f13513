"""What a search asks, in frozen values: a Query, and the SearchRequest around it.

No address is read or written here: search.query.form does that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from search.query.facets import may_be_dated
from search.text.stemming import numbers

PAGE_SIZE = 12  # two, three or four to a row, and a page stays light (EcoIndex A)


class Sort(StrEnum):
    RELEVANCE = "pertinence"
    RECENT = "recent"
    TITLE = "titre"

    @property
    def label(self) -> str:
        return _SORT_LABELS[self]


_SORT_LABELS = {
    Sort.RELEVANCE: "Pertinence",
    Sort.RECENT: "Faits les plus récents",
    Sort.TITLE: "Titre",
}


@dataclass(frozen=True)
class Alternative:
    """One way to satisfy a group: a word, or several words in this order within one field.

    `terms` are stems, or the words themselves when `exact` (quotes, stop words). `words` are the
    folded words as typed: documents that hold them come first. `source` says where an alternative
    comes from that the reader did not type (a glossary term, for instance); `same` when it names
    what was typed itself, and is worth as much.
    """

    terms: tuple[str, ...]
    words: tuple[str, ...]
    exact: bool = False
    source: str = ""
    same: bool = False

    def __post_init__(self) -> None:
        if not self.terms:
            raise ValueError("an alternative needs a term")

    @property
    def is_phrase(self) -> bool:
        return len(self.terms) > 1


@dataclass(frozen=True)
class Group:
    """Satisfied by any of its alternatives."""

    alternatives: tuple[Alternative, ...]

    @property
    def in_words(self) -> Group:
        """The same without the families of its words: these alone, in the singular or the plural
        (« coopération », « coopérations », and no « coopérer »)."""
        alternatives: list[Alternative] = []
        for one in self.alternatives:
            if one.is_phrase or one.exact:
                alternatives.append(one)
                continue
            (typed,) = one.words
            alternatives += [
                Alternative((form,), (form,), exact=True, source=one.source)
                for form in numbers(typed)
            ]
        return Group(tuple(alternatives))


@dataclass(frozen=True)
class Query:
    """Every group must be satisfied, and nothing excluded be found. Without any group, everything
    but what is excluded. `sequence` are all the words typed, stop words too: documents that hold
    them in this order come first. `typed` are those and the ones around that only ask."""

    groups: tuple[Group, ...] = ()
    excluded: tuple[Alternative, ...] = ()
    sequence: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.excluded

    @property
    def as_typed(self) -> Query:
        """The same without the alternatives that the reader did not type, but those that name the
        same: whatever it finds comes first."""
        groups = tuple(
            Group(
                tuple(one for one in group.alternatives if one.same or not one.source)
                or group.alternatives
            )
            for group in self.groups
        )
        return self if groups == self.groups else replace(self, groups=groups)

    @property
    def in_words(self) -> Query:
        """The same, each group without the families of its words."""
        return replace(self, groups=tuple(group.in_words for group in self.groups))


@dataclass(frozen=True)
class SearchRequest:
    """What is asked. `filters` come from the reader and can be taken off; `fixed` belong to the
    page on which the search stands (all contracts, one theme) and cannot. Values of one facet are
    alternatives, facets add up. An `exact` search is not widened (see search.answers.expansions). Kinds
    that are `later` come after the others, by relevance alone (see search.answers.everyday)."""

    q: str = ""
    query: Query = field(default_factory=Query)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fixed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: Sort | None = None
    page: int = 1
    page_size: int = PAGE_SIZE
    exact: bool = False
    later: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.page < 1 or self.page_size < 1:
            raise ValueError("pages and their size are counted from 1")
        if set(self.filters) & set(self.fixed):
            raise ValueError("a facet that is fixed takes no other filter")

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """Those that mean something, the one that goes without saying first: nothing is relevant
        without words, nor recent where nothing bears a date."""
        meant = {Sort.RELEVANCE: bool(self.query.groups), Sort.RECENT: self.may_be_dated}
        return tuple(sort for sort in Sort if meant.get(sort, True))

    @property
    def may_be_dated(self) -> bool:
        filters = {**self.filters, **self.fixed}
        return all(may_be_dated(facet, codes) for facet, codes in filters.items())

    @property
    def default_sort(self) -> Sort:
        return self.sorts[0]

    @property
    def effective_sort(self) -> Sort:
        return self.sort if self.sort in self.sorts else self.default_sort
