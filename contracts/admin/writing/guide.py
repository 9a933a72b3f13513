"""What is still to be done before a fiche is published, and to make it complete."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.admin.writing.duplicates import CloseFiche, close_fiches
from contracts.models.base import FichePage
from contracts.rules.guide import Part, RequirementState, states
from contracts.rules.publication import Fault
from contracts.values.vocabulary import Completeness


@dataclass(frozen=True)
class Guide:
    points: list[RequirementState]
    parts: list[Part]
    completeness: Completeness
    advice: list[Fault]
    close: list[CloseFiche]
    may_publish: bool

    @property
    def lacking(self) -> int:
        return sum(not point.is_met for point in self.points)

    @property
    def is_complete(self) -> bool:
        return self.completeness == Completeness.COMPLETE

    @property
    def filled(self) -> int:
        return sum(part.is_filled for part in self.parts)

    @property
    def missing_parts(self) -> list[Part]:
        return [part for part in self.parts if not part.is_filled]


def guide_of(page: FichePage, *, may_publish: bool = True) -> Guide:
    """Of a page as it stands in memory, for who may publish it, or sends it to be read again."""
    return Guide(
        points=states(page, page.points),
        parts=page.parts(),
        completeness=page.compute_completeness(),
        advice=page.advice(),
        close=close_fiches(page),
        may_publish=may_publish,
    )
