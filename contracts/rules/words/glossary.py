"""What the glossary asks of a term before the search follows it, told as faults.

A published term is a rule of the search: whoever types one of its wordings also finds the others.
So a wording is refused that is no word, that two terms claim, that turns in circles through other
terms, or that half of the catalogue says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contracts.rules.publication import Fault
from contracts.rules.words.wordings import Typed, claimed, too_common, without_word
from search.answers.expansions import Entry, Rule
from search.query.synonyms import Wording

Keys = tuple[str, ...]


def rule_faults(rule: Rule, typed: Sequence[Typed], others: Iterable[Rule]) -> list[Fault]:
    """What forbids a term to be a rule beside those of the other published terms. `typed` are its
    name, then its other wordings."""
    faults = list(without_word(typed))
    entry = Entry.of(rule)
    if entry is None:
        return faults
    published = [other for rule in others if (other := Entry.of(rule)) is not None]
    faults += _claimed(typed, entry, published)
    faults += _circles(typed, entry, published)
    offered = (_typed(typed, one) for one in entry.offered())
    faults += too_common(offered, "une recherche étendue à ces mots ne trierait plus rien")
    return faults


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
                yield claimed(_typed(typed, one), f"au terme « {other.rule.name} »")


def _circles(typed: Sequence[Typed], entry: Entry, published: list[Entry]) -> Iterator[Fault]:
    """A term is another one’s synonym, which is that of a third, which is that of the first."""
    name = entry.rule.name
    named = {other.wordings[0].keys: other for other in published}
    for one in entry.wordings[1:]:
        way = _way(one.keys, entry.wordings[0].keys, named, ())
        if way:
            names = " → ".join(f"« {text} »" for text in (name, *way, name))
            yield _typed(typed, one).fault(
                f"Ces termes tournent en rond : {names}. Retirez ce synonyme ici, ou celui qui "
                f"ramène à « {name} »."
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


def _typed(typed: Sequence[Typed], one: Wording) -> Typed:
    """Where a wording was typed."""
    return next((place for place in typed if place.wording == one), typed[0])
