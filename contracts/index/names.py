"""The names that the catalogue offers while a reader types: fiches, themes, tags, places, terms."""

from django.urls import reverse

from search.words import completions as search_names
from search.words.completions import DocumentGroup, ValueGroup


def register() -> None:
    """Called once, at start. The shares make the eight names that are shown."""
    search_names.register(
        DocumentGroup("Fiches", 3, ("contrat", "experience", "outil", "session", "page")),
        ValueGroup("Thèmes", 1, "theme", _theme),
        ValueGroup("Étiquettes", 1, "etiquette", _tag),
        # The summary of a territory is its other names: « cob » finds Centre Ouest Bretagne.
        DocumentGroup("Territoires", 2, ("territoire",), ("terms_title", "terms_summary")),
        # The body of a term is what its letters stand for, and its synonyms.
        DocumentGroup("Glossaire", 1, ("terme",), ("terms_title", "terms_body")),
    )


def _theme(slug: str) -> str:
    return reverse("theme", args=[slug])


def _tag(slug: str) -> str:
    return reverse("tag", args=[slug])
