"""The texts of a page, with links to the glossary and the marks of their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.models.rows.milestone import Milestone
from contracts.models.rows.statement import Statement
from contracts.pages.parts.citations import Citations, Marks
from contracts.pages.parts.glossary_links import TermLinks, without_links
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import MilestoneState, Section

# Told of something that was done: what its conditions and its obstacles are called there.
HELPED = {Section.CONDITION: "Ce qui a aidé", Section.OBSTACLE: "Ce qui a coincé"}


@dataclass(frozen=True)
class Cited:
    """A text, safe HTML where it has links to the glossary, and the marks of its sources."""

    text: str
    marks: Marks = ()

    @property
    def plain(self) -> str:
        """The text as it was written, for what is no page."""
        return without_links(self.text)


@dataclass(frozen=True)
class SectionDetail:
    """A heading and what is told under it."""

    code: str
    heading: str
    items: tuple[Cited, ...]

    @property
    def anchor(self) -> str:
        return f"rubrique-{self.code}"


@dataclass(frozen=True)
class HelpedDetail:
    """What helped and what got in the way, or the one that is told; without any, it is false."""

    sections: tuple[SectionDetail, ...]

    def __bool__(self) -> bool:
        return bool(self.sections)

    @property
    def heading(self) -> str:
        return helped_heading(section.heading for section in self.sections)

    @property
    def is_alone(self) -> bool:
        """There is one section, whose heading is that of the whole."""
        return len(self.sections) == 1


def helped_heading(headings: Iterable[str]) -> str:
    """« Ce qui a aidé, ce qui a coincé »."""
    first, *others = headings
    return ", ".join([first, *(f"{heading[0].lower()}{heading[1:]}" for heading in others)])


@dataclass(frozen=True)
class MilestoneDetail:
    date: PartialDate | None
    text: str
    done: bool
    state_label: str
    marks: Marks


@dataclass(frozen=True)
class Texts:
    """Makes the texts of one page, in reading order: a term is linked where it first stands, and
    sources are numbered as they come."""

    terms: TermLinks
    citations: Citations

    def cited(self, row: Any) -> Cited:
        """The text of a row that is a text with its sources."""
        return Cited(self.terms.linked(row.text), self.citations.cite_row(row))

    def prose(self, text: str, row: Any) -> Cited | None:
        """A text of a row that has other ones, and the marks of the row; None without text."""
        return Cited(self.terms.linked(text), self.citations.cite_row(row)) if text else None

    def sections(
        self, sections: Iterable[tuple[Section, list[Statement]]]
    ) -> tuple[SectionDetail, ...]:
        return tuple(
            SectionDetail(section, section.label, tuple(self.cited(row) for row in statements))
            for section, statements in sections
        )

    def helped(self, told: Mapping[Section, list[Statement]]) -> HelpedDetail:
        """What helped, then what got in the way."""
        return HelpedDetail(
            tuple(
                SectionDetail(section, heading, tuple(map(self.cited, told[section])))
                for section, heading in HELPED.items()
                if section in told
            )
        )

    def milestones(self, milestones: Iterable[Milestone]) -> tuple[MilestoneDetail, ...]:
        return tuple(
            MilestoneDetail(
                date=milestone.date,
                text=self.terms.linked(milestone.text),
                done=milestone.state == MilestoneState.DONE,
                state_label=milestone.get_state_display(),
                marks=self.citations.cite_row(milestone),
            )
            for milestone in milestones
        )
