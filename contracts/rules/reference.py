"""What sources, territories and pictures must satisfy: they have no draft, so that all of it binds at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.rules.addresses import refusal
from contracts.rules.publication import Fault, unsourced

UNFINDABLE = "Donnez l’adresse de la source, ou une référence qui permette de la retrouver."
UNNAMED_COPY = (
    "Une copie ne tient pas lieu d’original : donnez l’éditeur du document, ou une référence qui le "
    "nomme."
)
WITHIN_ITSELF = "Un territoire ne fait pas partie de lui-même."


def findable_faults(source: Any) -> Iterator[Fault]:
    if not source.url and not source.reference:
        yield Fault(UNFINDABLE, "url", source, rests_on=("reference",))


def address_faults(source: Any) -> Iterator[Fault]:
    """What leads elsewhere than to the document, or to a copy of what is not named."""
    for field in ("url", "archived_url"):
        if told := refusal(getattr(source, field)):
            yield Fault(told, field, source)
    if source.copy and not (source.publisher or source.reference):
        yield Fault(UNNAMED_COPY, "copy", source, rests_on=("publisher", "reference"))


def figure_faults(figure: Any) -> Iterator[Fault]:
    yield from unsourced([figure])


def membership_faults(membership: Any) -> Iterator[Fault]:
    if membership.member_id and membership.member_id == membership.container_id:
        yield Fault(WITHIN_ITSELF, "container", membership)
    yield from unsourced([membership])


def picture_faults(picture: Any) -> Iterator[Fault]:
    if not picture.is_decorative and not picture.description.strip():
        yield Fault(
            "Dites ce que l’image montre, pour qui ne la voit pas, ou cochez « décorative ».",
            "description",
        )
    if picture.is_decorative and picture.description.strip():
        yield Fault(
            "Une image décorative n’a pas de texte : videz la description, ou décochez "
            "« décorative ».",
            "description",
        )
