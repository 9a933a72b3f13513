"""Rows with rules of their own, which bind in a draft too."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import models

from contracts.rules.publication import Fault, refuse


class Ruled(models.Model):
    """`faults` tells what is wrong with the row as it stands in memory, `clean` refuses it."""

    class Meta:
        abstract = True

    def faults(self) -> Iterator[Fault]:
        yield from ()

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """A row that stands in memory beside this one was read from the database, which would be
        asked again whether it is there."""
        read = {
            field.name
            for field in self._meta.concrete_fields
            if field.is_relation and field.is_cached(self) and getattr(self, field.attname)  # type: ignore[attr-defined]
        }
        super().clean_fields(exclude={*(exclude or ()), *read})

    def clean(self) -> None:
        super().clean()
        refuse(self.faults(), self)
