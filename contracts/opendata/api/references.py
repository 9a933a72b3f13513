"""The sources and the territories that public rows refer to: a draft may be alone to know others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from contracts.models import Source, Territory
from contracts.opendata.archive.table import Referred
from contracts.opendata.archive.tables import tables


class PublicReferences(Referred):
    """Those of all tables, with a query or two each, without reading their rows: what an archive
    notes of the rows that it writes."""

    def to(self, model: type[Model]) -> set[int]:
        return {pk for pk in _references(model) if pk}


def _references(model: type[Model]) -> Iterator[Any]:
    for table in tables():
        names = [
            one.attname for one in table.model._meta.concrete_fields if one.related_model is model
        ]
        if names and table.model not in {Source, Territory}:
            for row in table.rows().order_by().values_list(*names):
                yield from row
