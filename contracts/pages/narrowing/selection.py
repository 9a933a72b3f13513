"""Which lines of a table a form keeps, and how many each value of each filter would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from contracts.pages.narrowing.form import TableForm
from search.text.analysis import terms

UNKNOWN = "non-renseigne"
WORDS = "q"  # what the words of a form are called among what a line may fail


class TableLine(Protocol):
    """A row of a table. `codes` are its values in each facet; `text` is where words are found."""

    @property
    def text(self) -> str: ...

    @property
    def codes(self) -> Mapping[str, frozenset[str]]: ...


L = TypeVar("L", bound=TableLine)


@dataclass(frozen=True)
class Selection(Generic[L]):
    """The lines that answer a form. `counts` are, by facet, how many lines each value would give
    were it ticked: all the filters but those of its facet applied. `without` is how many lines
    there would be without one filter, or without the words."""

    lines: list[L]
    counts: Mapping[str, Counter[str]]
    without: Counter[str]


def select(lines: Iterable[L], form: TableForm) -> Selection[L]:
    wanted = {facet: frozenset(values) for facet, values in form.filters.items()}
    asked = {term.stem for term in terms(form.q) if term.stem}
    kept: list[L] = []
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in form.facets}
    without: Counter[str] = Counter()
    for line in lines:
        failed = [facet for facet, values in wanted.items() if not values & line.codes[facet]]
        if len(failed) > 1:
            continue
        if asked and not asked <= {term.stem for term in terms(line.text)}:
            failed.append(WORDS)
        if not failed:
            kept.append(line)
        if len(failed) > 1:
            continue
        # Without its only failure the line would be here; it counts for the values of this facet.
        without.update(failed or (*wanted, WORDS))
        for facet in failed or form.facets:
            if facet != WORDS:
                counts[facet].update(line.codes[facet])
    return Selection(kept, counts, without)
