"""What an operator is told before the site is opened: whether a password alone opens the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Caution


@register(Tags.security, deploy=True)
def second_factor_is_asked(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    if settings.SECOND_FACTOR:
        return []
    return [
        Caution(
            "A password alone opens the admin.",
            hint="Leave SECOND_FACTOR unset, or set it to true.",
            id="accounts.W001",
        )
    ]
