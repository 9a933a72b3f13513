"""What a page must have to be published, told as faults that name the field and the cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


@dataclass(frozen=True)
class Fault:
    """Something that forbids publication. `child` is the row at fault, None for the page itself."""

    message: str
    field: str | None = None
    child: models.Model | None = None

    def __str__(self) -> str:
        if self.child is None:
            return self.message
        return f"{self.child._meta.verbose_name.capitalize()} « {self.child} » : {self.message}"


def unsourced(children: Iterable[Any]) -> Iterator[Fault]:
    """One fault for each row that rests on no source."""
    for child in children:
        if child.source_id is None:
            yield Fault("Indiquez la source : rien n’est publié sans source.", "source", child)


def refuse(faults: list[Fault]) -> None:
    """Raise all the faults at once, each on its field. Nothing happens without a fault."""
    if not faults:
        return
    errors: dict[str, list[str]] = {}
    for fault in faults:
        name = fault.field if fault.child is None and fault.field else NON_FIELD_ERRORS
        errors.setdefault(name, []).append(str(fault))
    raise ValidationError(errors)
