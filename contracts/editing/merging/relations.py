"""Every key of the database that leads to a model, and whose each row is: found, never listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Manager, Model
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from wagtail.models import Page


@dataclass(frozen=True)
class MovedRelation:
    """The rows of `model` lead by `field` to what is merged. The pk of what an editor opens to see
    one of them, a row of `owner`, is at the lookup `owner_at`."""

    model: type[Model]
    field: ForeignKey[Any, Any]
    owner: type[Model]
    owner_at: str

    @property
    def rows(self) -> Manager[Any]:
        return self.model._base_manager

    @property
    def label(self) -> str:
        """« Engagement, qui donne », « Thèmes »."""
        through: Any = self.model._meta.auto_created  # the model that it was made for, or False
        if through:
            relations = through._meta.local_many_to_many
            [many] = [one for one in relations if one.remote_field.through is self.model]
            return capfirst(str(many.verbose_name))
        own = capfirst(str(self.field.verbose_name))
        if self.owner is Page and issubclass(self.model, Page):
            return own
        if self.model is self.owner:
            return own
        row = capfirst(str(self.model._meta.verbose_name))
        # A row of what is merged, or a key that nobody named: the row says enough.
        nameless = self.field.verbose_name == self.field.name.replace("_", " ")
        if nameless or isinstance(self.field, ParentalKey):
            return row
        return f"{row}, {self.field.verbose_name}"

    def others_to_the_same(self) -> list[ForeignKey[Any, Any]]:
        """The other keys of a row to the same model: who gives and who receives."""
        return [
            other
            for other in self.model._meta.concrete_fields
            if isinstance(other, ForeignKey)
            and other is not self.field
            and other.related_model is self.field.related_model
        ]


def relations_to(model: type[Model]) -> list[MovedRelation]:
    """Keys of children and of the tables of many to many included, whatever their `related_name`."""
    found = []
    fields: list[Any] = list(model._meta.get_fields(include_hidden=True))
    for one in fields:
        if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one):
            owner, owner_at = _owner_of(one.related_model)
            found.append(MovedRelation(one.related_model, one.field, owner, owner_at))
    return sorted(found, key=lambda one: (one.model._meta.label, one.field.name))


def _owner_of(model: type[Model]) -> tuple[type[Model], str]:
    if issubclass(model, Page):
        return Page, "pk"
    for field in model._meta.concrete_fields:
        is_through = model._meta.auto_created and isinstance(field, ForeignKey)
        if isinstance(field, ParentalKey) or is_through:
            owner, inside = _owner_of(field.related_model)  # type: ignore[arg-type]
            return owner, f"{field.name}__{inside}"
    return model, "pk"
