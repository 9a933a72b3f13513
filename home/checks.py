"""What an operator is told before the site is opened: who publishes it must be said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError

from home.models import Publisher


@register(deploy=True)
def publisher_is_named(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Nothing is known where the database does not answer or has no table yet."""
    try:
        missing = Publisher.of_the_site().missing
    except DatabaseError:
        return []
    if not missing:
        return []
    return [
        Caution(
            f"The publisher of the site is not told: {', '.join(missing)}.",
            hint="Fill in Réglages > Éditeur du site, in the admin.",
            id="home.W001",
        )
    ]
