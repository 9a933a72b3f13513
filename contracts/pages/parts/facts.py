"""The facts of a page, line by line: what is known of a thing, and where this is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.models.rows.fact import FactGroup
from contracts.pages.parts.citations import Citations, Marks
from contracts.values.dates.partial_date import PartialDate

MOST_BRIEF = 8  # what « En bref » holds: the other facts are folded further down

_LONG_LINE = 90


@dataclass(frozen=True)
class Value:
    """One value of a fact; `machine` is what `<time datetime>` takes, when it is a date. `said_by`
    names who published each source that says it."""

    shown: str
    marks: Marks = ()
    notes: tuple[str, ...] = ()
    retained: bool = False
    machine: str | None = None
    url: str = ""
    said_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactLine:
    """What is known of one thing. Without any value, it is « non renseigné ». Values of a line
    that may have `several` add up; values of another one disagree."""

    heading: str
    values: tuple[Value, ...] = ()
    several: bool = False

    @property
    def divergent(self) -> bool:
        return len(self.values) > 1 and not self.several

    @property
    def first(self) -> tuple[Value, ...]:
        """What is read at once: the value that editors retained, when sources disagree and they
        did retain one."""
        retained = tuple(value for value in self.values if value.retained)
        return retained if self.divergent and retained else self.values

    @property
    def others(self) -> tuple[Value, ...]:
        """What other sources say, opened in place."""
        return tuple(value for value in self.values if value not in self.first)

    @property
    def is_long(self) -> bool:
        """Sentences: they need more than the column of a grid."""
        return sum(len(value.shown) for value in self.values) > _LONG_LINE


def fact_lines(groups: Iterable[FactGroup], citations: Citations) -> tuple[FactLine, ...]:
    """One line for each thing that facts tell of; their sources are numbered on the way."""
    return tuple(_fact_line(group, citations) for group in groups)


def flow_lines(groups: Iterable[FactGroup], citations: Citations) -> Iterator[FactLine]:
    """A line for each flow, followed by the same one the other way round: where nothing is known of
    it, the page says so."""
    groups = list(groups)
    known = {group.values[0].facts[0].subject for group in groups}
    for group in groups:
        yield _fact_line(group, citations)
        back = group.values[0].facts[0].way_back()
        if back is not None and back.subject not in known:
            yield FactLine(back.dated_heading)


def _fact_line(group: FactGroup, citations: Citations) -> FactLine:
    values = tuple(
        Value(
            shown=value.shown,
            marks=tuple(
                mark
                for fact in value.facts
                for mark in citations.cite(fact.source, locator=fact.locator)
            ),
            notes=value.notes,
            retained=value.retained,
            machine=_machine(value.facts[0].date_value),
            said_by=tuple(
                dict.fromkeys(
                    fact.source.publisher or fact.source.title
                    for fact in value.facts
                    if fact.source
                )
            ),
        )
        for value in group.values
    )
    return FactLine(group.heading, values)


def _machine(date: PartialDate | None) -> str | None:
    return date.machine if date else None
