"""What is found of an editorial page: its body, besides what all fiches have."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import strip_tags

from contracts.index.documents.fiche import fiche_document
from contracts.models.territory import TerritoryGraph
from home.models import EditorialPage
from search.index.documents import Document

# It speaks of everything a little: what fiches are about comes first.
_WEIGHT = 0.5


def document(page: EditorialPage, graph: TerritoryGraph) -> Document:
    return fiche_document(page, graph, last=_body(page), weight=_WEIGHT)


def _body(page: EditorialPage) -> Iterator[str]:
    for block in page.body:
        if block.block_type == "sourced_paragraph":
            yield block.value["text"]
        else:
            yield strip_tags(str(block.value))
