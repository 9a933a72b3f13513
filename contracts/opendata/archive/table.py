"""What a table of the archive is: published columns, the keys of its rows, and those that it holds
of other tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from contracts.models import Source, Territory
from contracts.opendata.datasets import Dataset


class Referred:
    """The sources and the territories that the rows written so far refer to: an archive holds no
    other, since a draft may be alone to know them."""

    def __init__(self) -> None:
        self._pks: dict[type[Model], set[int]] = defaultdict(set)

    def note(self, row: Model) -> None:
        for one in row._meta.fields:
            for model in (Source, Territory):
                if one.related_model is model and (pk := getattr(row, one.attname)):
                    self._pks[model].add(pk)

    def to(self, model: type[Model]) -> set[int]:
        return self._pks[model]


@dataclass(frozen=True)
class ArchivedTable:
    """A table and the keys of its rows, in their order, once the tables before it are written.

    `model` is that of its rows, and `rows` are all that are public, or those that are referred to.
    `of_fiche` gives the keys of the rows of the fiches that have an identifier, of a table of rows.
    `primary` is the name of the column that tells its rows apart; `foreign` are, by the name of a
    column, the codes of the tables whose primary column it holds.
    """

    dataset: Dataset
    keys: Callable[[Referred], Iterable[Any]]
    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    of_fiche: Callable[[str], Iterable[Any]] | None = None
    primary: str = ""
    foreign: Mapping[str, str] = field(default_factory=dict)
