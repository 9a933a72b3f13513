"""Where a page stands: the steps above it, shown over its title and told to engines."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

from contracts.pages.parts import structured_data


class Step(NamedTuple):
    """A page on the way from the home page, which itself goes without saying."""

    label: str
    address: str


Trail = tuple[Step, ...]


def structured_trail(request: HttpRequest, trail: Trail, current: str) -> structured_data.Thing:
    """The way from the home page with absolute addresses, ended by the page itself."""
    steps = (Step("Accueil", "/"), *trail, Step(current, request.path))
    return structured_data.breadcrumb(
        *((step.label, request.build_absolute_uri(step.address)) for step in steps)
    )
