"""What is found of a tool: what it is, for whom, at which stages, its steps, indicators and
documents."""

from __future__ import annotations

from django.db.models import Prefetch

from contracts.index.documents.fiche import fiche_document, fiche_lookups
from contracts.models.territory import TerritoryGraph
from contracts.models.tool import ToolPage
from contracts.values.vocabulary import Audience, Stage
from search.index.documents import Document


def lookups() -> tuple[str | Prefetch, ...]:
    return fiche_lookups("picture__renditions", "steps", "indicators", "resources")


def document(page: ToolPage, graph: TerritoryGraph) -> Document:
    return fiche_document(
        page,
        graph,
        names=[
            page.get_kind_display(),
            page.publisher,
            *(resource.label for resource in page.resources.all()),
        ],
        prose=[
            *(step.text for step in page.steps.all()),
            *(indicator.name for indicator in page.indicators.all()),
        ],
        facets={
            "outil": (page.kind,),
            "public": tuple(code for code in page.audiences if code in Audience.values),
            "etape": tuple(code for code in page.stages if code in Stage.values),
        },
        card={
            "tool_kind": page.get_kind_display(),
            "publisher": page.publisher,
            "audiences": page.audience_labels,
        },
    )
