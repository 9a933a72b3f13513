"""What is found of a territory: its names, its level, where it lies."""

from contracts import kinds
from contracts.index.documents.words import (
    place_facets,
    region_names,
    richness,
)
from contracts.index.keys import territory_key
from contracts.models.territory import Territory, TerritoryGraph
from search.index.documents import Document

TERRITORY_LOOKUPS = ("other_names",)

# A territory is a name and links: what is told about it comes before it.
_A_NAME_ONLY = 0.7


def counts(contracts: int, experiences: int) -> dict[str, int]:
    """What the card of a territory counts."""
    return {"contracts": contracts, "experiences": experiences}


def territory_document(territory: Territory, graph: TerritoryGraph) -> Document:
    """The document of a territory that was read `counted`, with TERRITORY_LOOKUPS."""
    kind = kinds.of(Territory)
    summary = " · ".join(", ".join(name.forms) for name in territory.other_names.all())
    labels = territory.get_level_display()
    return Document(
        key=territory_key(territory.pk),
        kind=kind.code,
        title=territory.name,
        summary=summary,
        labels=labels,
        url=territory.get_absolute_url(),
        facets=place_facets([territory], graph),
        card={
            "type_label": kind.label,
            "level_label": territory.get_level_display(),
            "side": territory.usual_side,
            "region": region_names([territory], graph),
            **counts(territory.contracts, territory.experiences),
        },
        weight=_A_NAME_ONLY * richness(summary, labels),
    )
