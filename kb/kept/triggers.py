"""The triggers that draw a revision with every change: by a form, a command, a bulk query or SQL.

The name of a trigger is the digest of what it does: one that is out of date is known by its name.
"""

# ruff: noqa: S608 - the name of our own table is all that is put into SQL
from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from kb.kept.models import ContentRevision
from kb.kept.watched import read_columns, watched

REVISIONS = ContentRevision._meta.db_table
CHANGES = "kept.changes"  # the setting of PostgreSQL in which a transaction notes its last change
_PREFIX = "kept_"

# Not REPLACE: within an INSERT OR IGNORE, SQLite would ignore it too.
_DRAW_IN_SQLITE = (
    f"DELETE FROM {REVISIONS}; "
    f"INSERT INTO {REVISIONS} (id, token) VALUES (1, lower(hex(randomblob(16))));"
)
# Each transaction has one row, and a note of its own of how often it wrote since, for those that
# read what they have not committed. Rows that somebody else is taking away are left to them: no
# writer waits here for another one.
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION kept_draw() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    mine text := pg_current_xact_id()::text;
BEGIN
    IF split_part(coalesce(current_setting('{CHANGES}', true), ''), ':', 1) <> mine THEN
        IF current_setting('transaction_isolation') = 'read committed' THEN
            DELETE FROM {REVISIONS} WHERE id IN (
                SELECT id FROM {REVISIONS} FOR UPDATE SKIP LOCKED
            );
        END IF;
        INSERT INTO {REVISIONS} (token) VALUES (replace(gen_random_uuid()::text, '-', ''));
    END IF;
    PERFORM set_config('{CHANGES}', mine || ':' || gen_random_uuid()::text, true);
    RETURN NULL;
END $$
"""
_FOUND = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid "
    "WHERE tgname LIKE %s AND relnamespace = current_schema()::regnamespace",
}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables of which some change would not be seen, by alphabet."""
    there = _installed(connection)
    return sorted({table for name, (table, _) in _wanted(connection) if name not in there})


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are missing and drop those that are out of date; what changed in the
    meantime counts as one change."""
    there, wanted = _installed(connection), dict(_wanted(connection))
    tables = set(connection.introspection.table_names())
    if REVISIONS not in tables:
        return
    lacking = {
        name: sql for name, (table, sql) in wanted.items() if name not in there and table in tables
    }
    outdated = {name: table for name, table in there.items() if name not in wanted}
    if not lacking and not outdated:
        return
    if connection.vendor == "postgresql":
        _run(connection, [_FUNCTION])
    _run(connection, [*_drops(connection, outdated), *lacking.values(), *_draw(connection)])


def remove(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _drops(connection, _installed(connection)))


def remove_before_migrations(
    *, using: str = DEFAULT_DB_ALIAS, plan: Iterable[Any] = (), **_kwargs: Any
) -> None:
    connection = connections[using]
    if connection.vendor == "sqlite" and [*plan]:
        remove(connection)


def install_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    connection = connections[using]
    if connection.vendor in _FOUND:
        install(connection)


def _wanted(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, tuple[str, str]]]:
    """(name, (table, statement)) of every trigger."""
    statements = _in_sqlite if connection.vendor == "sqlite" else _in_postgresql
    for model in watched():
        table = model._meta.db_table
        for events, does in statements(read_columns(model)):
            content = f"{table} {events} {does}"
            if connection.vendor == "postgresql":
                content += _FUNCTION
            name = _PREFIX + hashlib.blake2b(content.encode(), digest_size=12).hexdigest()
            yield name, (table, f'CREATE TRIGGER {name} AFTER {events} ON "{table}" {does}')


def _update(columns: tuple[str, ...]) -> str:
    return f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"


def _in_sqlite(columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for event in ("INSERT", "DELETE", _update(columns)):
        yield event, f"BEGIN {_DRAW_IN_SQLITE} END"


def _in_postgresql(columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    events = f"INSERT OR DELETE OR TRUNCATE OR {_update(columns)}"
    yield events, "FOR EACH STATEMENT EXECUTE FUNCTION kept_draw()"


def _draw(connection: BaseDatabaseWrapper) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield from filter(None, (part.strip() for part in _DRAW_IN_SQLITE.split(";")))
    else:
        yield f"INSERT INTO {REVISIONS} (token) VALUES (replace(gen_random_uuid()::text, '-', ''))"


def _installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The table of each of our triggers."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor], ["kept%"])
        return {name: table for name, table in cursor.fetchall() if name.startswith(_PREFIX)}


def _drops(connection: BaseDatabaseWrapper, triggers: Mapping[str, str]) -> Iterator[str]:
    for name, table in triggers.items():
        on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        yield f"DROP TRIGGER IF EXISTS {name}{on}"


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
