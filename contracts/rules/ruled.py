"""Rows with rules of their own, which bind in a draft too."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from contracts.rules.publication import Fault, refuse


class Ruled(models.Model):
    """`faults` tells what is wrong with the row as it stands in memory, `clean` refuses it."""

    class Meta:
        abstract = True

    def faults(self) -> Iterator[Fault]:
        yield from ()

    def clean(self) -> None:
        super().clean()
        refuse(self.faults(), self)
