"""Move what rests on a row to another one, and tell whose it was: what the preview shows is what the
merge does, because both run this, the preview undoing it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from contracts.editing.merging.relations import MovedRelation, relations_to
from contracts.models import Territory, TerritoryFigure
from contracts.models.base import IndexedPage
from contracts.models.source import Sourced
from contracts.models.upkeep.merged import in_stream, unique_sets

# Whose rows, and which: a model, a pk and the label of what is moved.
Owned = tuple[type[Model], Any, str]


@dataclass
class MergeOutcome:
    """`moved` lead to the row that is kept; `doubled` said of it what was said already, and go;
    `refusals` are sentences for the person, and forbid the merge."""

    moved: Counter[Owned] = field(default_factory=Counter)
    doubled: Counter[Owned] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)

    def owners(self, model: type[Model]) -> set[Any]:
        return {pk for owner, pk, _ in {*self.moved, *self.doubled} if owner is model}

    def models(self) -> set[type[Model]]:
        return {owner for owner, _, _ in {*self.moved, *self.doubled}}


def move(kept: Any, gone: Any) -> MergeOutcome:
    """In a transaction, under the lock of the index. Nothing of the rows themselves is changed."""
    outcome = MergeOutcome()
    model = type(kept)
    faulty = _faulty_pages(model, gone)
    if model is Territory:
        retained = TerritoryFigure.objects.filter(retained=True)
        kinds = retained.filter(territory=kept).values_list("kind", flat=True)
        retained.filter(territory=gone, kind__in=list(kinds)).update(retained=False)
    _move_streams(kept, gone, outcome)
    for relation in relations_to(model):
        _move_rows(relation, kept, gone, outcome)
    for relation in relations_to(model):
        if issubclass(relation.model, Sourced) and relation.field.name == "second_source":
            twice = relation.rows.filter(source=kept, second_source=kept)
            _count(relation, twice, outcome.doubled)
            twice.update(second_source=None)
    if not outcome.refusals:
        outcome.refusals += _new_faults(outcome, faulty) if model is Territory else []
    return outcome


def _move_rows(relation: MovedRelation, kept: Any, gone: Any, outcome: MergeOutcome) -> None:
    name = relation.field.name
    rows = relation.rows.filter(**{name: gone})
    doubled: set[Any] = set()
    refused: set[Any] = set()
    for other in relation.others_to_the_same():
        both = rows.filter(**{other.name: kept})
        if {name, other.name} in map(set, unique_sets(relation.model)):
            doubled |= set(both.values_list("pk", flat=True))
        elif isinstance(kept, Territory):
            refused |= set(both.values_list("pk", flat=True))
            outcome.refusals += [
                f"« {row} » va de l’un à l’autre de ces territoires, dans "
                f"« {_title(relation, row)} » : corrigez-le d’abord."
                for row in both
            ]
    for fields in unique_sets(relation.model):
        if name in fields:
            others = [one for one in fields if one != name]
            taken = set(relation.rows.filter(**{name: kept}).values_list(*others))
            doubled |= {pk for pk, *rest in rows.values_list("pk", *others) if tuple(rest) in taken}
    _count(relation, rows.filter(pk__in=doubled), outcome.doubled)
    relation.rows.filter(pk__in=doubled).delete()
    staying = rows.exclude(pk__in=refused)
    _count(relation, staying, outcome.moved)
    staying.update(**{name: kept})


def _move_streams(kept: Any, gone: Any, outcome: MergeOutcome) -> None:
    """The blocks of texts, which are no key of the database: Wagtail's index of references knows
    them."""
    instead = {type(kept)._meta.label: {gone.pk: kept.pk}}
    references = ReferenceIndex.get_references_to(gone).select_related("content_type")
    found = {
        (one.content_type.model_class(), one.object_id, one.model_path.partition(".")[0])
        for one in references
    }
    for model, pk, name in sorted(found, key=str):
        block = next((one for one in model._meta.get_fields() if one.name == name), None)
        if not isinstance(block, StreamField):
            continue
        row = model._base_manager.get(pk=pk)
        raw = list(getattr(row, name).raw_data)
        value = StreamValue(block.stream_block, in_stream(instead, block, raw), is_lazy=True)
        model._base_manager.filter(pk=pk).update(**{name: value})
        owner = Page if issubclass(model, Page) else model
        outcome.moved[owner, row.pk, str(block.verbose_name).capitalize()] += 1


def _count(relation: MovedRelation, rows: QuerySet[Any], counted: Counter[Owned]) -> None:
    for pk in rows.values_list(relation.owner_at, flat=True):
        counted[relation.owner, pk, relation.label] += 1


def _title(relation: MovedRelation, row: Any) -> str:
    pk = relation.rows.filter(pk=row.pk).values_list(relation.owner_at, flat=True).get()
    return str(relation.owner._base_manager.get(pk=pk))


def _live(pks: set[Any]) -> QuerySet[Page]:
    return Page.objects.live().filter(pk__in=pks, alias_of__isnull=True).specific()


def _faulty_pages(model: type[Model], gone: Any) -> set[Any]:
    """The public fiches of a territory that have faults already: the merge is not their cause."""
    if model is not Territory:
        return set()
    pks: set[Any] = set()
    for relation in relations_to(model):
        if relation.owner is Page:
            rows = relation.rows.filter(**{relation.field.name: gone})
            pks |= set(rows.values_list(relation.owner_at, flat=True))
    return {page.pk for page in _live(pks) if _faults(page)}


def _new_faults(outcome: MergeOutcome, faulty: set[Any]) -> list[str]:
    """What would forbid public fiches to be published again: one party twice, a commitment to
    itself."""
    return [
        f"« {page.title} » : {fault}"
        for page in _live(outcome.owners(Page) - faulty)
        for fault in _faults(page)
    ]


def _faults(page: Page) -> list[Any]:
    return page.publication_faults() if isinstance(page, IndexedPage) else []
