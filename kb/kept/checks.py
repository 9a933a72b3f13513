"""Django system checks: a change that nobody sees would leave old pages before readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connections

from kb.kept import triggers


@register(Tags.database)
def every_change_is_seen(
    app_configs: Any, *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Asked with `manage.py check --database default`, and by `migrate` before it installs them: an
    error would keep it from doing so whenever a release brings a table."""
    return [message for name in databases or () for message in _messages(name)]


def _messages(name: str) -> list[CheckMessage]:
    connection = connections[name]
    try:
        if triggers.REVISIONS not in connection.introspection.table_names():
            return []
        tables = triggers.missing(connection)
    except DatabaseError:
        return []  # said by the checks of the search
    if not tables:
        return []
    return [
        Caution(
            f"Changes of these tables would not be seen by readers: {', '.join(tables)}.",
            hint="Run manage.py migrate, which installs the triggers that are missing.",
            id="kept.W001",
        )
    ]
