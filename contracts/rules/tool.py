"""What a tool must satisfy: its duration, its steps, the documents that it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.rules.guide import Requirement
from contracts.rules.publication import Fault, unsourced

TOOL_POINTS = (
    Requirement("Chaque étape du mode d’emploi a sa source.", ("steps",)),
    Requirement("Chaque document ou lien mène quelque part.", ("resources",)),
)


def resource_faults(resource: Any) -> Iterator[Fault]:
    """In a draft already."""
    if resource.source_id and resource.document_id:
        yield Fault("Donnez un document ou une source, pas les deux.", "source", resource)


def tool_faults(page: Any) -> Iterator[Fault]:
    if page.duration and page.duration_source_id is None:
        yield Fault("Indiquez la source de la durée.", "duration_source")
    yield from unsourced(page.steps.all())
    for resource in page.resources.all():
        if not resource.address:
            yield Fault("Donnez un document, ou une source qui a une adresse.", "source", resource)
