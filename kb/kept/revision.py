"""Which state of the content one sees: read before a page is made, and at every request."""

# ruff: noqa: S608 - the name of our own table is all that is put into SQL
from __future__ import annotations

from django.db import connection

from kb.kept.triggers import CHANGES, REVISIONS

# Each token is drawn at random and stands there until a later change takes it away: a set of them
# names one state of the content for ever. Of two transactions the one that commits last may have
# begun first, so that the latest row alone would not do.
_READ = {
    "sqlite": f"SELECT token FROM {REVISIONS}",
    "postgresql": f"SELECT token FROM {REVISIONS} "
    f"UNION ALL SELECT coalesce(current_setting('{CHANGES}', true), '')",
}

Revision = frozenset[str]


def current() -> Revision:
    """Empty when nothing was ever written, or the table was emptied: then it names nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_READ[connection.vendor])
        return frozenset(token for (token,) in cursor.fetchall() if token)
