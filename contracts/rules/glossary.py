"""What the glossary asks of a term before the search follows it, told as faults.

A published term is a rule of the search: whoever types one of its wordings also finds the others.
So a wording is refused that is no word, that two terms claim, that turns in circles through other
terms, or that half of the catalogue says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Model

from contracts.rules.publication import Fault
from search.answers.expansions import Entry, Rule
from search.engines.index_reader import IndexReader
from search.models import SearchDocument
from search.query.request import Group, Query
from search.query.synonyms import Wording, wording

# Of fewer documents, half means nothing.
SMALLEST_CATALOGUE = 20

Keys = tuple[str, ...]


class Typed(NamedTuple):
    """A wording as it is typed: in a field of the term, or of one of its synonyms."""

    text: str
    field: str
    child: Model | None = None

    def fault(self, message: str) -> Fault:
        return Fault(message, self.field, self.child)


def rule_faults(rule: Rule, typed: Sequence[Typed], others: Iterable[Rule]) -> list[Fault]:
    """What forbids a term to be a rule beside those of the other published terms. `typed` are its
    name, then its other wordings."""
    faults = list(_empty(typed))
    entry = Entry.of(rule)
    if entry is None:
        return faults
    published = [other for rule in others if (other := Entry.of(rule)) is not None]
    faults += _claimed(typed, entry, published)
    faults += _circles(typed, entry, published)
    faults += _too_common(typed, entry)
    return faults


def _empty(typed: Iterable[Typed]) -> Iterator[Fault]:
    """A rule that starts from « de la » would start everywhere."""
    for one in typed:
        if one.text and wording(one.text) is None:
            yield one.fault(
                f"« {one.text} » ne contient aucun mot que la recherche retienne (elle laisse de "
                "côté « de », « la », « pour »…) : écrivez un mot plus précis."
            )


def _claimed(typed: Sequence[Typed], entry: Entry, published: list[Entry]) -> Iterator[Fault]:
    """A wording leads to one term. That of another term’s name may: « PNR » is also written
    « parc naturel régional », which has an entry of its own."""
    name = entry.wordings[0]
    for other in published:
        others = {one.keys: one for one in other.wordings[1:]}
        if name.keys == other.wordings[0].keys:
            yield Fault(
                f"« {other.rule.name} » est déjà un terme publié : complétez-le, ou précisez "
                "celui-ci entre parenthèses.",
                "term",
            )
        for one in entry.wordings[1:]:
            if one.keys in others:
                yield _about(
                    typed,
                    one,
                    f"« {one.text} » mène déjà au terme « {other.rule.name} » : retirez-le de l’un "
                    "des deux termes.",
                )


def _circles(typed: Sequence[Typed], entry: Entry, published: list[Entry]) -> Iterator[Fault]:
    """A term is another one’s synonym, which is that of a third, which is that of the first."""
    name = entry.rule.name
    named = {other.wordings[0].keys: other for other in published}
    for one in entry.wordings[1:]:
        way = _way(one.keys, entry.wordings[0].keys, named, ())
        if way:
            names = " → ".join(f"« {text} »" for text in (name, *way, name))
            yield _about(
                typed,
                one,
                f"Ces termes tournent en rond : {names}. Retirez ce synonyme ici, ou celui qui "
                f"ramène à « {name} ».",
            )


def _way(
    start: Keys, end: Keys, named: Mapping[Keys, Entry], passed: tuple[str, ...]
) -> tuple[str, ...]:
    """The names of the terms that lead from one name to another, through synonyms; () if none."""
    entry = named.get(start)
    if entry is None or entry.rule.name in passed:
        return ()
    passed = (*passed, entry.rule.name)
    for one in entry.wordings[1:]:
        if one.keys == end:
            return passed
        if way := _way(one.keys, end, named, passed):
            return way
    return ()


def _too_common(typed: Sequence[Typed], entry: Entry) -> Iterator[Fault]:
    """A search that is widened to half of the catalogue finds nothing any more."""
    offered = entry.offered()
    total = SearchDocument.objects.count() if offered else 0
    if total < SMALLEST_CATALOGUE:
        return
    for one in offered:
        found = len(IndexReader().ids(Query((Group((one.alternative(entry.rule.name),)),))))
        if found * 2 > total:
            yield _about(
                typed,
                one,
                f"« {one.text} » est dans {found} des {total} pages du site : une recherche étendue "
                "à ces mots ne trierait plus rien. Écrivez-les de façon plus précise.",
            )


def _about(typed: Sequence[Typed], one: Wording, message: str) -> Fault:
    """The fault, on the field in which a wording was typed."""
    places = (place for place in typed if wording(place.text) == one)
    return next(places, typed[0]).fault(message)
