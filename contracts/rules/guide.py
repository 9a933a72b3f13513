"""What a fiche still lacks, told to who writes it: the rules of publication gathered in points that
are met or not, the parts that make it complete, and advice that forbids nothing.

A point says nothing of its own: it is met when the rules find no fault in its fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from modelcluster.fields import ParentalKey

from contracts.rules.page import faults_of
from contracts.rules.publication import Fault


class Part(NamedTuple):
    """One of the parts that a complete fiche of its kind has, and the field where it is written;
    `elsewhere` says where that is, and who may do so, when it is not in the form of the page."""

    label: str
    field: str
    is_filled: bool
    elsewhere: str = ""


class Requirement(NamedTuple):
    """`fields` are those of the page (« gist »), of its rows (« parties.gain »), or all those of
    its rows (« parties »)."""

    label: str
    fields: tuple[str, ...]

    def covers(self, path: str) -> bool:
        return path in self.fields or path.partition(".")[0] in self.fields


@dataclass(frozen=True)
class RequirementState:
    """`field` is where to go; `faults` is empty once the point is met."""

    label: str
    field: str
    faults: tuple[Fault, ...] = ()

    @property
    def is_met(self) -> bool:
        return not self.faults


def states(page: Any, points: Sequence[Requirement]) -> list[RequirementState]:
    """The points in their order, then each fault that no point covers."""
    faults = [(fault, path(fault)) for fault in faults_of(page)]
    found = [
        RequirementState(
            point.label,
            point.fields[0],
            tuple(fault for fault, where in faults if point.covers(where)),
        )
        for point in points
    ]
    return [*found, *_others(faults, points)]


def _others(
    faults: list[tuple[Fault, str]], points: Sequence[Requirement]
) -> Iterator[RequirementState]:
    for fault, where in faults:
        if not any(point.covers(where) for point in points):
            yield RequirementState(fault.message, where.partition(".")[0], (fault,))


def path(fault: Fault) -> str:
    """« gist », « parties.gain », or « parties » of a row as a whole."""
    if fault.child is None:
        return fault.field or ""
    keys = (one for one in fault.child._meta.fields if isinstance(one, ParentalKey))
    relation = str(next(keys).remote_field.get_accessor_name())
    return f"{relation}.{fault.field}" if fault.field else relation
