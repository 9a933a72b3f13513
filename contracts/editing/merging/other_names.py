"""The word of a row that is gone, kept as another name of the one that stays, where it may have
some: whoever types it goes on finding."""

from __future__ import annotations

from typing import Any

from contracts.models import Synonym, Term, Territory, TerritoryName, Theme
from contracts.rules.words.everyday_words import shape_faults, shared_faults, wordings
from contracts.values.slugs import folded_slug


def give(kept: Any, name: str, others: tuple[str, ...]) -> None:
    """`name` and `others` are the words of the row that is gone from the database. Only what is in
    memory is changed of a theme; the rows of a territory and of a term are written."""
    if isinstance(kept, Territory):
        known = {folded_slug(kept.name), *map(folded_slug, _names(kept))}
        if folded_slug(name) not in known:
            TerritoryName.objects.create(territory=kept, name=name)
    elif isinstance(kept, Term):
        _give_synonyms(kept, name, others)
    elif isinstance(kept, Theme):
        for word in (name, *others):
            words = "\n".join((*wordings(kept.everyday_words), word))
            faults = [*shape_faults(words), *shared_faults(words, kept.lead.target)]
            if not faults:
                kept.everyday_words = words


def words_of(row: Any) -> tuple[str, tuple[str, ...]]:
    """Its name; its everyday words, or its synonyms."""
    if isinstance(row, Theme):
        return str(row), wordings(row.everyday_words)
    if isinstance(row, Term):
        return str(row), tuple(Synonym.objects.filter(term=row).values_list("text", flat=True))
    return str(row), ()


def _names(territory: Territory) -> list[str]:
    return list(TerritoryName.objects.filter(territory=territory).values_list("name", flat=True))


def _give_synonyms(term: Term, name: str, others: tuple[str, ...]) -> None:
    """Those of the row that is gone lead here already. The draft of the term has them all too, or to
    publish it would take them away."""
    known = Synonym.objects.filter(term=term).values_list("text", flat=True)
    if folded_slug(name) not in map(folded_slug, (term.term, *known)):
        Synonym.objects.create(term=term, text=name)
    if term.latest_revision is None:
        return
    draft = term.latest_revision.as_object()
    drafted = {folded_slug(one.text) for one in draft.synonyms.all()}
    new = {folded_slug(one) for one in (name, *others)} - drafted
    for synonym in Synonym.objects.filter(term=term):
        if folded_slug(synonym.text) in new:
            draft.synonyms.add(synonym)
    draft.save_revision(changed=term.has_unpublished_changes, clean=False)
    term.refresh_from_db()
