"""The names that the catalogue offers while a reader types: fiches, themes, tags, places, terms."""

from collections.abc import Iterator
from functools import partial

from contracts import kinds
from contracts.index.facet_pages import url_of
from contracts.index.projections import is_searchable
from contracts.kinds import Kind
from contracts.models import Term, Territory
from search.words import completions as search_names
from search.words.completions import DocumentGroup, ValueGroup


def register() -> None:
    """Called once, at start. With that of places, the shares make the eight names that are shown."""
    search_names.register(
        DocumentGroup("Fiches", 2, kinds.codes(_fiches())),
        ValueGroup("Thèmes", 1, "theme", partial(url_of, "theme")),
        ValueGroup("Étiquettes", 0, "etiquette", partial(url_of, "etiquette")),
        # The summary of a territory is its other names: « cob » finds Centre Ouest Bretagne. Who
        # types « br » means Brest, of which much is told, sooner than Bretagne.
        DocumentGroup(
            "Territoires",
            2,
            (kinds.of(Territory).code,),
            ("terms_title", "terms_summary"),
            counted=("contracts", "experiences"),
        ),
        # The labels of a term are what its letters stand for, and its synonyms.
        DocumentGroup("Glossaire", 1, (kinds.of(Term).code,), ("terms_title", "terms_body")),
    )


def _fiches() -> Iterator[Kind]:
    return (kind for kind in kinds.registered() if is_searchable(kind.model))
