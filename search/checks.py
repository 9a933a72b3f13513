"""Django system checks: databases and settings with which search cannot work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connections

from search.engines.elastic import connection
from search.index.fulltext import SUPPORTED_VENDORS


@register()
def search_server_is_readable(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    if not connection.is_on():
        return []
    try:
        connection.access()
    except connection.Misconfigured as error:
        return [
            Error(
                f"The search server cannot be used: {error}.",
                hint="Correct the setting, or empty ELASTICSEARCH_URL to search in the database.",
                id="search.E001",
            )
        ]
    return []


@register(deploy=True)
def search_server_is_told_of_changes(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Tasks that run at once would have an editor wait for the search server: none drains then."""
    backend = settings.TASKS["default"]["BACKEND"]
    if not connection.is_on() or not backend.endswith("ImmediateBackend"):
        return []
    return [
        Caution(
            "ELASTICSEARCH_URL is set, and no worker tells that server what changes.",
            hint="Set TASKS_IN_DATABASE and run manage.py db_worker, or run manage.py drain_search "
            "--watch.",
            id="search.W001",
        )
    ]


@register(Tags.database)
def database_has_full_text(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    for alias in databases or ():
        database = connections[alias]
        if database.vendor not in SUPPORTED_VENDORS:
            messages.append(
                Error(
                    f"The database {alias!r} is {database.display_name}, in which search has no "
                    "full-text index.",
                    hint="Use PostgreSQL or SQLite.",
                    id="search.E002",
                )
            )
        elif database.vendor == "sqlite" and not _has_fts5(alias):
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
