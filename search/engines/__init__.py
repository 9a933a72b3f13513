"""The engines that can answer a search, and the one that the settings choose."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from search.engines.base import SearchEngine
from search.engines.database import DatabaseEngine

DEFAULT = "database"

ENGINES: dict[str, Callable[[], SearchEngine]] = {"database": DatabaseEngine}


def chosen_name() -> str:
    return str(getattr(settings, "SEARCH_ENGINE", DEFAULT))


def chosen() -> SearchEngine:
    """The engine of the setting SEARCH_ENGINE (a check tells when it names none)."""
    return ENGINES[chosen_name()]()
