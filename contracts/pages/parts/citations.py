"""The numbers of the sources on a page: « 3 » beside a fact leads to the third of the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.models.source import Source

# What a row rests on: read them with the rows that a page cites.
SOURCED = ("source", "second_source")


@dataclass(frozen=True)
class Mark:
    """One reference to the list of sources, with the page or section where the fact is read."""

    number: int
    locator: str = ""

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"

    @property
    def words(self) -> str:
        """« 3, p. 12 »."""
        return f"{self.number}, {self.locator}" if self.locator else str(self.number)


Marks = tuple[Mark, ...]


@dataclass(frozen=True)
class NumberedSource:
    """One line of the list of sources."""

    number: int
    source: Source

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"


class Citations:
    """Numbers sources in the order in which a page cites them, each once."""

    def __init__(self) -> None:
        self._references: dict[int, NumberedSource] = {}

    def cite(self, *sources: Source | None, locator: str = "") -> Marks:
        return tuple(
            Mark(self._number(source), locator) for source in sources if source is not None
        )

    def cite_row(self, row: Any) -> Marks:
        """The marks of a row that rests on one or two sources. The locator is of the first one."""
        first, *others = row.sources or [None]
        return self.cite(first, locator=row.locator) + self.cite(*others)

    @property
    def references(self) -> tuple[NumberedSource, ...]:
        return tuple(self._references.values())

    def _number(self, source: Source) -> int:
        reference = self._references.setdefault(
            source.pk, NumberedSource(len(self._references) + 1, source)
        )
        return reference.number
