"""Similar fiches as a page shows them: with the reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.values.territory_kinds import pair_label
from search.answers.more_like_this import Neighbour
from search.models import SearchDocument

# A reason says no more than so many values of one sort, the rarest: they say the most.
MOST_NAMED = 3


@dataclass(frozen=True)
class SimilarFiche:
    """A fiche that is like another. `reason` is a French sentence without its capital."""

    title: str
    url: str
    kind_label: str
    reason: str


@dataclass(frozen=True)
class Labels:
    """The labels of what the page itself stands under, by code; what has none is not said."""

    themes: Mapping[str, str]
    tags: Mapping[str, str]
    tools: Mapping[str, str]


def similar_fiches(
    found: Iterable[tuple[int, Neighbour]], documents: Mapping[int, SearchDocument], labels: Labels
) -> Iterator[SimilarFiche]:
    """Those that have a reason which can be said: a tool that is no longer public is not named."""
    for pk, neighbour in found:
        reason = in_words(neighbour.shared, labels)
        if reason:
            document = documents[pk]
            yield SimilarFiche(
                title=document.title,
                url=document.url,
                kind_label=document.card.get("type_label", ""),
                reason=reason,
            )


def in_words(shared: Mapping[str, Sequence[str]], labels: Labels) -> str:
    """« étiquette commune : bois énergie ; même thème : « Forêt et filière bois » »."""
    parts = []
    for facet, names, singular, plural in (
        ("outil-lie", _quoted(labels.tools), "utilise le même outil", "utilise les mêmes outils"),
        ("etiquette", labels.tags, "étiquette commune", "étiquettes communes"),
        ("theme", _quoted(labels.themes), "même thème", "mêmes thèmes"),
    ):
        named = [names[code] for code in shared.get(facet, ()) if code in names]
        if named:
            more = len(named) - MOST_NAMED
            listed = ", ".join(named[:MOST_NAMED])
            others = f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else ""
            parts.append(f"{singular if len(named) == 1 else plural}\u00a0: {listed}{others}")
    # One kind of pair tells enough: a contract with ten parties has several.
    if pairs := shared.get("paire"):
        parts.append(f"même type de paire\u00a0: {pair_label(pairs[0])}")
    return "\u202f; ".join(parts)


def _quoted(labels: Mapping[str, str]) -> dict[str, str]:
    """These labels have commas of their own."""
    return {code: f"«\u00a0{label}\u202f»" for code, label in labels.items()}
