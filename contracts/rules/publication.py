"""What a page must have to be published, told as faults that name the field and the cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

UNSOURCED = "Indiquez la source : rien n’est publié sans source."


@dataclass(frozen=True)
class Fault:
    """Something that forbids publication. `child` is the row at fault, None for the page itself.

    `rests_on` names what the rule read beside `field`, of the same row (« unit ») or of the rows of
    the page (« parties.territory »): the fault says nothing where one of these could not be read.
    """

    message: str
    field: str | None = None
    child: Any = None
    rests_on: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.child is None:
            return self.message
        name = str(self.child._meta.verbose_name)
        return f"{name.capitalize()} « {self.child} » : {self.message}"


def unsourced(children: Iterable[Any]) -> Iterator[Fault]:
    """One fault for each row that rests on no source."""
    for child in children:
        if child.source_id is None:
            yield Fault(UNSOURCED, "source", child)


def refuse(faults: Iterable[Fault], row: models.Model | None = None) -> None:
    """Raise all the faults at once, each on its field of `row` (of the page when it is None).
    Nothing happens without a fault."""
    errors: dict[str, list[str]] = {}
    for fault in faults:
        is_own = fault.child is None or fault.child is row
        name = fault.field if is_own and fault.field else NON_FIELD_ERRORS
        errors.setdefault(name, []).append(fault.message if is_own else str(fault))
    if errors:
        raise ValidationError(errors)
