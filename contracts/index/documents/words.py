"""The words, the places and the weight of a document, the same for every kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contracts.models.territory import Territory, TerritoryGraph
from search.text.collation import title_key

_FEW_WORDS = 50
_GROWTH = 0.35


def joined(parts: Iterable[str]) -> str:
    """Paragraphs: an excerpt tells each piece of text from the next."""
    return "\n".join(part for part in parts if part)


def richness(*texts: str) -> float:
    """The weight of a document by what it has to say. Scores take a word for the rarer matter the
    longer the text is: without this, a sketch in which it stands once would come before the fiche
    that tells all about it. From 0.5 for a title alone to 1 at 300 words, 2 at 2 500."""
    words = sum(len(text.split()) for text in texts)
    return 0.5 * (1 + words / _FEW_WORDS) ** _GROWTH


def territory_words(territories: Iterable[Territory]) -> Iterator[str]:
    """Every name of each territory, so that « COB » finds the Pays Centre Ouest Bretagne, and
    « brestoise » Brest Métropole."""
    for territory in territories:
        yield territory.name
        for other in territory.other_names.all():
            yield ", ".join(other.forms)


def region_names(territories: Iterable[Territory], graph: TerritoryGraph) -> str:
    """« Bretagne », or several names by alphabet, or nothing."""
    regions = {pk for territory in territories for pk in graph.regions(territory.pk)}
    return ", ".join(sorted((graph.rows[pk]["name"] for pk in regions), key=title_key))


def names_around(territories: Iterable[Territory], graph: TerritoryGraph) -> list[str]:
    """The names of what contains these territories: whoever names a département or a region finds
    what is told of its towns."""
    around = {pk for territory in territories for pk in graph.above(territory.pk)}
    return sorted({graph.rows[pk]["name"] for pk in around})


def place_facets(
    territories: Iterable[Territory], graph: TerritoryGraph
) -> dict[str, tuple[str, ...]]:
    """Codes by facet. A place is found under itself, what contains it and what it contains."""
    places: set[int] = set()
    regions: set[int] = set()
    for territory in territories:
        places |= {territory.pk} | graph.above(territory.pk) | graph.below(territory.pk)
        regions |= graph.regions(territory.pk)
    return {
        "territoire": tuple(graph.rows[pk]["slug"] for pk in places),
        "region": tuple(graph.rows[pk]["slug"] for pk in regions),
    }


def codes(*values: object) -> tuple[str, ...]:
    """The codes of a facet: the values that there are."""
    return tuple(str(value) for value in values if value)
