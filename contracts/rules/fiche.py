"""What every fiche must satisfy: its gist, facts, statements, milestones and links."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from contracts.rules.guide import Requirement
from contracts.rules.publication import Fault, unsourced
from contracts.values.dates import periods
from contracts.values.vocabulary import Attribute

GIST_LENGTH = range(80, 301)
GIST_POINTS = (
    Requirement("Une phrase dit l’essentiel.", ("gist",)),
    Requirement("Cette phrase a sa source.", ("source", "second_source")),
)
ROW_POINTS = (
    Requirement(
        "Chaque fait a une valeur et sa source ; s’ils divergent, une seule est retenue.",
        ("facts",),
    ),
    Requirement("Chaque élément de rubrique a sa source.", ("statements",)),
    Requirement("Chaque étape du calendrier a sa date et sa source.", ("milestones",)),
)
LINKED_TO_ITSELF = "Une page ne se lie pas à elle-même."
_VALUES = ("date_value", "number_value", "text_value")
# What two facts are told to be about the same thing by, and to disagree by.
_SUBJECT = ("attribute", "label", "as_of", "origin", "destination")
SAME_FACT = tuple(f"facts.{name}" for name in (*_SUBJECT, *_VALUES))


def source_faults(row: Any) -> Iterator[Fault]:
    """In a draft already. `row` rests on one or two sources."""
    if row.second_source_id and row.second_source_id == row.source_id:
        yield Fault("C’est déjà la première source : laissez ce champ vide.", "second_source", row)


def fact_faults(fact: Any) -> Iterator[Fault]:
    """In a draft already: a fact of any kind has one value, of the sort that its kind asks."""
    values = (fact.date_value, fact.number_value, fact.text_value or None)
    given = [name for name, value in zip(_VALUES, values, strict=True) if value is not None]
    if len(given) > 1:
        yield Fault("Donnez une date, un nombre ou un texte : un seul des trois.", given[-1], fact)
    if fact.attribute in Attribute.dates() and given and given != ["date_value"]:
        yield Fault("Cette donnée est une date : remplissez la date.", "date_value", fact)
    if fact.attribute in Attribute.needing_label() and not fact.label and given:
        yield Fault("Dites ce qui est mesuré, par exemple « communes ».", "label", fact)
    yield from _flow_faults(fact, is_given=bool(given))


def _flow_faults(fact: Any, *, is_given: bool) -> Iterator[Fault]:
    """A flow is dated, and goes from one place to another when its direction is known."""
    ends = {"origin": fact.origin_id, "destination": fact.destination_id}
    known = [name for name, pk in ends.items() if pk]
    if fact.attribute != Attribute.FLOW:
        if known:
            yield Fault(
                "Seul un flux va d’un lieu à un autre : videz ce champ, ou choisissez « Flux ».",
                known[0],
                fact,
                rests_on=("attribute",),
            )
        return
    if len(known) == 1:
        (missing,) = ends.keys() - set(known)
        yield Fault(
            "Donnez d’où part le flux et où il va, ou aucun des deux.",
            missing,
            fact,
            rests_on=tuple(known),
        )
    if known and fact.origin_id == fact.destination_id:
        yield Fault("Le flux va ailleurs que là d’où il part.", "destination", fact)
    if is_given and fact.as_of is None:
        yield Fault("Datez ce flux : « à la date de », au moins par une année.", "as_of", fact)


def period_faults(dated: Any, child: Any = None) -> Iterator[Fault]:
    """Of what has a `start` and an `end`: the page, or the row that `child` is."""
    if periods.is_backwards(dated.start, dated.end):
        yield Fault(
            f"La fin ({dated.end}) précède le début ({dated.start}) : corrigez l’une des deux.",
            "end",
            child,
            rests_on=("start",),
        )


def link_faults(link: Any) -> Iterator[Fault]:
    """In a draft already."""
    if link.page_id and link.page_id == link.target_id:
        yield Fault(LINKED_TO_ITSELF, "target", link)


def gist_faults(page: Any) -> Iterator[Fault]:
    if not page.gist.strip():
        yield Fault("Résumez la fiche en une phrase.", "gist")
    if page.source_id is None:
        yield Fault("Indiquez la source de cette phrase.", "source")


def gist_advice(page: Any) -> Iterator[Fault]:
    """What does not forbid to publish."""
    length = len(page.gist.strip())
    if length and length not in GIST_LENGTH:
        yield Fault(
            f"Cette phrase a {length} caractères : une élue la retient mieux entre "
            f"{GIST_LENGTH[0]} et {GIST_LENGTH[-1]}.",
            "gist",
        )


def row_faults(page: Any) -> Iterator[Fault]:
    """What every kind asks of its facts, statements and milestones."""
    facts, milestones = page.facts.all(), page.milestones.all()
    yield from unsourced(chain(facts, page.statements.all(), milestones))
    for fact in facts:
        if fact.value is None:
            yield Fault(
                "Remplissez la valeur : une date, un nombre ou un texte.",
                "text_value",
                fact,
                rests_on=_VALUES,
            )
    for group in page.fact_groups():
        retained = [value for value in group.values if value.retained]
        for value in retained[1:]:
            yield Fault(
                "Une seule valeur peut être retenue pour ce fait.",
                "retained",
                value.facts[0],
                rests_on=SAME_FACT,
            )
    for milestone in milestones:
        if milestone.date is None:
            yield Fault("Datez cette étape, au moins par une année.", "date", milestone)
