"""What sources and territories must satisfy: they have no draft, so that all of it binds at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.rules.publication import Fault, unsourced

UNFINDABLE = "Donnez l’adresse de la source, ou une référence qui permette de la retrouver."
WITHIN_ITSELF = "Un territoire ne fait pas partie de lui-même."


def findable_faults(source: Any) -> Iterator[Fault]:
    if not source.url and not source.reference:
        yield Fault(UNFINDABLE, "url", source, rests_on=("reference",))


def figure_faults(figure: Any) -> Iterator[Fault]:
    yield from unsourced([figure])


def membership_faults(membership: Any) -> Iterator[Fault]:
    if membership.member_id and membership.member_id == membership.container_id:
        yield Fault(WITHIN_ITSELF, "container", membership)
    yield from unsourced([membership])
