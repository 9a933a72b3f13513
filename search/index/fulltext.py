"""The full-text index of each database, kept equal to the rows by the database itself.

SQLite: an FTS5 table without content of its own, followed by triggers. PostgreSQL: a generated
tsvector column and its GIN index. Either way a row and what finds it change in one statement, and
no path through the ORM can forget one of them.
"""
# ruff: noqa: S608 (statements are made of the constants of this module)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from search.models import TERM_COLUMNS
from search.text.analysis import EXACT_MARK

DOCUMENTS = "search_searchdocument"
FULLTEXT = "search_fulltext"
VECTOR = "terms_vector"
TITLE_VECTOR = "title_vector"

_COLUMNS = ", ".join(TERM_COLUMNS)
_NEW = ", ".join(f"new.{column}" for column in TERM_COLUMNS)
_OLD = ", ".join(f"old.{column}" for column in TERM_COLUMNS)
_FORGET = (
    f"INSERT INTO {FULLTEXT}({FULLTEXT}, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD});"
)
_LEARN = f"INSERT INTO {FULLTEXT}(rowid, {_COLUMNS}) VALUES (new.id, {_NEW});"

SQLITE_INSTALL = (
    # Terms are ASCII letters, digits and the mark: the tokenizer only has to split at spaces.
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {FULLTEXT} USING fts5({_COLUMNS}, "
    f"content='{DOCUMENTS}', content_rowid='id', tokenize=\"ascii tokenchars '{EXACT_MARK}'\")",
    f"CREATE TRIGGER IF NOT EXISTS {FULLTEXT}_after_insert AFTER INSERT ON {DOCUMENTS} "
    f"BEGIN {_LEARN} END",
    f"CREATE TRIGGER IF NOT EXISTS {FULLTEXT}_after_delete AFTER DELETE ON {DOCUMENTS} "
    f"BEGIN {_FORGET} END",
    f"CREATE TRIGGER IF NOT EXISTS {FULLTEXT}_after_update "
    f"AFTER UPDATE OF id, {_COLUMNS} ON {DOCUMENTS} BEGIN {_FORGET} {_LEARN} END",
)
SQLITE_UNINSTALL = (
    *(
        f"DROP TRIGGER IF EXISTS {FULLTEXT}_after_{event}"
        for event in ("insert", "delete", "update")
    ),
    f"DROP TABLE IF EXISTS {FULLTEXT}",
)

# Weights: A title, B summary, C body. Stems and words are numbered apart, with a gap between two
# fields, so that no phrase runs from one into the next. The parser of PostgreSQL is not asked: it
# would split « 1e5abc » its own way.
POSTGRESQL_INSTALL = (
    f"""
CREATE OR REPLACE FUNCTION search_vector(title text, summary text, body text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(
        quote_literal(term) || ':' || least(position + gap, 16383) || weight, ' '
    ), '')::tsvector
    FROM (
        SELECT term, weight, gap,
            row_number() OVER (PARTITION BY starts_with(term, '{EXACT_MARK}') ORDER BY gap, place)
                AS position
        FROM (VALUES (title, 'A', 0), (summary, 'B', 10), (body, 'C', 20))
            AS field(terms, weight, gap),
            unnest(string_to_array(nullif(terms, ''), ' ')) WITH ORDINALITY AS one(term, place)
    ) AS numbered
$$""",
    f"ALTER TABLE {DOCUMENTS} ADD COLUMN IF NOT EXISTS {VECTOR} tsvector "
    f"GENERATED ALWAYS AS (search_vector({_COLUMNS})) STORED",
    f"ALTER TABLE {DOCUMENTS} ADD COLUMN IF NOT EXISTS {TITLE_VECTOR} tsvector "
    f"GENERATED ALWAYS AS (search_vector({TERM_COLUMNS[0]}, '', '')) STORED",
    # A score reads the vector of each document: uncompressed, it is read several times faster.
    f"ALTER TABLE {DOCUMENTS} ALTER COLUMN {VECTOR} SET STORAGE EXTERNAL",
    f"CREATE INDEX IF NOT EXISTS {FULLTEXT} ON {DOCUMENTS} USING gin ({VECTOR})",
    f"CREATE INDEX IF NOT EXISTS {FULLTEXT}_title ON {DOCUMENTS} USING gin ({TITLE_VECTOR})",
    # For a common word the planner would rather read the whole table, not knowing that vectors
    # are stored apart from their rows: measured ten times slower than the index.
    f"""
CREATE OR REPLACE FUNCTION search_ids(query tsquery)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off AS $$
    SELECT string_agg(id::text, ',') FROM {DOCUMENTS} WHERE {VECTOR} @@ query
$$""",
)
POSTGRESQL_UNINSTALL = (
    "DROP FUNCTION IF EXISTS search_ids(tsquery)",
    f"DROP INDEX IF EXISTS {FULLTEXT}_title",
    f"DROP INDEX IF EXISTS {FULLTEXT}",
    f"ALTER TABLE {DOCUMENTS} DROP COLUMN IF EXISTS {TITLE_VECTOR}",
    f"ALTER TABLE {DOCUMENTS} DROP COLUMN IF EXISTS {VECTOR}",
    "DROP FUNCTION IF EXISTS search_vector(text, text, text)",
)

# Costs nothing, and fails where the full-text index is not there.
READABLE = {
    "sqlite": f"SELECT rowid FROM {FULLTEXT} LIMIT 1",
    "postgresql": f"SELECT {VECTOR} FROM {DOCUMENTS} LIMIT 1",
}

INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
UNINSTALL = {"sqlite": SQLITE_UNINSTALL, "postgresql": POSTGRESQL_UNINSTALL}
SUPPORTED_VENDORS = frozenset(INSTALL)


def install(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create what is missing. Rows that are there already are indexed."""
    connection = schema_editor.connection
    _run(connection, INSTALL[connection.vendor])
    if connection.vendor == "sqlite":
        rebuild(connection)


def uninstall(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    _run(connection, UNINSTALL[connection.vendor])


def install_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    """Put back the triggers that SQLite dropped with a table that Django made anew."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE name IN (%s, %s)", [DOCUMENTS, FULLTEXT]
        )
        installed = cursor.fetchone() == (2,)
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s, %s)",
            [f"{FULLTEXT}_after_{event}" for event in ("insert", "update", "delete")],
        )
        complete = cursor.fetchone() == (3,)
    if installed and not complete:
        _run(connection, SQLITE_INSTALL)
        rebuild(connection)


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Make the full-text index anew from the rows, in the caller's transaction."""
    match connection.vendor:
        case "sqlite":
            _run(connection, (f"INSERT INTO {FULLTEXT}({FULLTEXT}) VALUES ('rebuild')",))
        case "postgresql":
            _run(connection, (f"REINDEX INDEX {FULLTEXT}", f"REINDEX INDEX {FULLTEXT}_title"))


def differing(connection: BaseDatabaseWrapper) -> set[int] | None:
    """None when the full-text index says what the rows say; otherwise the ids of the rows about
    which it says something else (none of them, when it cannot even be read)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {DOCUMENTS} "
                f"WHERE {VECTOR} IS DISTINCT FROM search_vector({_COLUMNS})"
            )
            return {row_id for (row_id,) in cursor.fetchall()} or None
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {FULLTEXT}({FULLTEXT}, rank) VALUES ('integrity-check', 1)"
            )
    except DatabaseError:
        return _differing_in_sqlite(connection)
    return None


def _differing_in_sqlite(connection: BaseDatabaseWrapper) -> set[int]:
    """Compare, document by document, a sum of all that is indexed with what should be."""
    indexed: Counter[int] = Counter()
    expected: Counter[int] = Counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE temp.search_instances USING fts5vocab(main, {FULLTEXT}, instance)"
            )
            try:
                cursor.execute("SELECT doc, col, offset, term FROM temp.search_instances")
                for row_id, *instance in cursor:
                    indexed[row_id] += hash(tuple(instance))
            finally:
                cursor.execute("DROP TABLE temp.search_instances")
            cursor.execute(f"SELECT id, {_COLUMNS} FROM {DOCUMENTS}")
            for row_id, *fields in cursor:
                expected[row_id] = sum(
                    hash((column, offset, term))
                    for column, terms in zip(TERM_COLUMNS, fields, strict=True)
                    for offset, term in enumerate(terms.split())
                )
    except DatabaseError:
        return set()
    return {row_id for row_id in {*indexed, *expected} if indexed[row_id] != expected[row_id]}


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
