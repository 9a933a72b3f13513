"""A file of SQLite that was put in the place of another one, such as a back-up, is opened anew.

Connections stay open from one request to the next: they would go on reading the file that they
opened, which has no name any more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def remember(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Which file a connection has opened."""
    if connection.vendor == "sqlite":
        connection.opened_file = _file_of(connection)  # type: ignore[attr-defined]


def open_anew(**_kwargs: Any) -> None:
    """Close what is open on a file that is no more the one of its name: the next query opens it."""
    for connection in connections.all(initialized_only=True):
        if (
            connection.vendor == "sqlite"
            and connection.connection is not None
            and not connection.in_atomic_block
            and getattr(connection, "opened_file", None) != _file_of(connection)
        ):
            connection.close()


def _file_of(connection: BaseDatabaseWrapper) -> tuple[int, int] | None:
    try:
        found = Path(connection.settings_dict["NAME"]).stat()
    except OSError:  # in memory, or taken away: then the next request tells
        return None
    return found.st_dev, found.st_ino
