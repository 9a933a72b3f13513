"""What is found of an experience: where and when, its stage, its figures, the tools it used."""

from __future__ import annotations

from django.db.models import Prefetch

from contracts.index.documents.fiche import (
    fiche_document,
    fiche_lookups,
    linked_tools,
    public_tools,
    used_tools,
)
from contracts.index.documents.words import codes, region_names, territory_words
from contracts.models.case_study import CaseStudyPage
from contracts.models.territory import TerritoryGraph
from contracts.values.vocabulary import Attribute
from search.index.documents import Document


def lookups() -> tuple[str | Prefetch, ...]:
    chosen = Prefetch("tools", public_tools(), to_attr="chosen_tools")
    return (
        *fiche_lookups("picture__renditions", "places__territory__other_names", "tools"),
        chosen,
    )


def document(page: CaseStudyPage, graph: TerritoryGraph) -> Document:
    territories = page.territories
    chosen = [tool.title for tool in page.chosen_tools]
    figures = [fact for fact in page.facts.all() if fact.attribute == Attribute.KEY_FIGURE]
    return fiche_document(
        page,
        graph,
        territories=territories,
        names=[
            *territory_words(territories),
            page.get_stage_display(),
            page.get_scale_display(),
        ],
        tools=dict.fromkeys([*chosen, *used_tools(page)]),
        facets={
            "outil-lie": (*linked_tools(page), *(str(tool.pk) for tool in page.tools.all())),
            "etape": codes(page.stage),
            "annee": codes(page.start.year if page.start else None),
        },
        card={
            "places": [territory.name for territory in territories],
            "region": region_names(territories, graph),
            "scale": page.get_scale_display(),
            "period": page.period,
            "figure": f"{figures[0].shown} {figures[0].label}" if figures else "",
        },
        date=page.start.first_day if page.start else None,
    )
