"""What a tool must satisfy: its duration, its steps, its indicators, the documents it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.rules.guide import Requirement
from contracts.rules.publication import Fault, unsourced
from contracts.values.slugs import folded_slug

TOOL_POINTS = (
    Requirement("Chaque étape du mode d’emploi a sa source.", ("steps",)),
    Requirement("Chaque indicateur a un nom, un seul, et sa source.", ("indicators",)),
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
    yield from _indicators_faults(page.indicators.all())
    for resource in page.resources.all():
        if not resource.address:
            yield Fault("Donnez un document, ou une source qui a une adresse.", "source", resource)


def indicator_anchor(name: str) -> str:
    """Where the indicator of this name stands on the page of its tool."""
    return f"indicateur-{folded_slug(name)}"


def _indicators_faults(indicators: Iterable[Any]) -> Iterator[Fault]:
    yield from unsourced(indicators)
    anchors: set[str] = set()
    for indicator in indicators:
        if not indicator.name.strip():
            yield Fault("Nommez l’indicateur.", "name", indicator)
        elif indicator.anchor in anchors:
            yield Fault("Un autre indicateur de cet outil porte ce nom.", "name", indicator)
        anchors.add(indicator.anchor)
        if indicator.data_source and not indicator.data_source.url:
            yield Fault("Choisissez une source qui a une adresse.", "data_source", indicator)
        if (indicator.used_by or indicator.used_in_id) and indicator.used_source_id is None:
            yield Fault("Indiquez la source qui dit qui s’en est servi.", "used_source", indicator)
