"""Which fiches are like one: what counts, how much, and from where on it is enough.

Judged on the 119 fiches of the catalogue. Two fiches are alike when

- they share at least FEWEST_BITS (search.answers.more_like_this): six bits is what one fiche in 64 has in
  common with another by chance. The two themes that most fiches have (3.5 bits), or the commonest
  theme and tag (4.5), are not enough; two tags of ten fiches each, or a rare tag and its theme, are;
- and what they share is a fair part of what both are about (LEAST_CLOSENESS): without it, the few
  fiches that stand under seven themes would be like everything.

A shared tool weighs more, for it is the same practice; the kind of pair less, for half of the
contracts bring together a métropole and a communauté de communes.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from contracts import kinds
from contracts.index.keys import page_key
from search.answers import more_like_this
from search.answers.more_like_this import Neighbour, Surroundings
from search.models import SearchDocument

# Facets of the index. The two last ones are no filters: readers are not offered them.
WEIGHTS = {"theme": 1.0, "etiquette": 1.0, "paire": 0.6, "outil-lie": 1.5}
FEWEST_BITS = 6.0
LEAST_CLOSENESS = 0.3
MOST = 4
# How many are looked at closely, beyond those that are already linked.
READ = 40


def surroundings(pk: int, linked: int) -> Surroundings | None:
    """The fiches that may be like a page of which so many others are linked already. None for a
    page that is not public. One query."""
    return more_like_this.around(
        page_key(pk), WEIGHTS, among={"type": kinds.compared()}, most=READ + linked
    )


def similar(
    around: Surroundings, documents: Mapping[int, SearchDocument], linked: Container[int]
) -> list[tuple[int, Neighbour]]:
    """(pk, what is shared) of the fiches that are alike, the closest first, without those that are
    linked already. `documents` are rows of the index, by the pk of their page."""
    pks = {document.key: pk for pk, document in documents.items() if pk not in linked}
    facets = {key: documents[pks[key]].facets for key in around.keys if key in pks}
    return [
        (pks[neighbour.key], neighbour)
        for neighbour in around.closest(facets)
        if neighbour.bits >= FEWEST_BITS and neighbour.closeness >= LEAST_CLOSENESS
    ][:MOST]
