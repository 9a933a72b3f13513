"""Told before the site starts: a database or a setting with which search cannot work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from search import engines
from search.fulltext import SUPPORTED_VENDORS


@register()
def engine_exists(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterable[CheckMessage]:
    name = engines.chosen_name()
    if name in engines.ENGINES:
        return []
    return [
        Error(
            f"SEARCH_ENGINE is {name!r}, which is no engine of search.",
            hint=f"Set it to one of: {', '.join(sorted(engines.ENGINES))}.",
            id="search.E001",
        )
    ]


@register(Tags.database)
def database_has_full_text(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor not in SUPPORTED_VENDORS:
            messages.append(
                Error(
                    f"The database {alias!r} is {connection.display_name}, in which search has no "
                    "full-text index.",
                    hint="Use PostgreSQL or SQLite.",
                    id="search.E002",
                )
            )
        elif connection.vendor == "sqlite" and not _has_fts5(alias):
            messages.append(
                Error(
                    f"The SQLite library of the database {alias!r} was built without FTS5.",
                    hint="Use the SQLite of a current system, or PostgreSQL.",
                    id="search.E003",
                )
            )
    return messages


def _has_fts5(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        try:
            cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        except DatabaseError:
            return False
        return bool(cursor.fetchone()[0])
