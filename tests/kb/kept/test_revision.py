"""Every change of every table that readers see draws a revision; no other one does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model

from contracts.models import ContractPage, Territory
from kb.kept import triggers
from kb.kept.revision import current
from kb.kept.watched import UNREAD, models, read_columns, watched
from tests import factories

pytestmark = pytest.mark.django_db

NUMBER = "987654"


def test_every_model_is_watched_or_says_why_not():
    labels = {model._meta.label for model in models()}
    assert set(UNREAD) - labels == {"wagtailsearch.SQLiteFTSIndexEntry"} - labels
    assert all(UNREAD.values())
    installed = set(triggers._installed(connection).values())
    assert installed == {model._meta.db_table for model in watched()}
    assert installed.isdisjoint(
        model._meta.db_table for model in models() if model._meta.label in UNREAD
    )
    assert triggers.missing(connection) == []


@pytest.mark.parametrize("what", ["write", "nothing"])
def test_a_revision_is_another_one_after_a_change_and_the_same_without(what: str):
    factories.territory()
    before = current()
    assert before
    if what == "write":
        factories.territory()
    assert (current() == before) == (what == "nothing")


def test_each_of_several_changes_of_one_transaction_draws_its_own():
    seen = {current()}
    for number in range(3):
        factories.territory(name=f"Pays {number}")
        seen.add(current())
    assert len(seen) == 4


def test_what_is_rolled_back_to_a_savepoint_is_told_from_what_comes_instead():
    factories.territory(slug="ys")
    undone = set()
    for name in ("Kerys", "Landes"):
        with transaction.atomic():
            Territory.objects.filter(slug="ys").update(name=name)
            undone.add(current())
            transaction.set_rollback(True)
    assert len(undone) == 2
    assert current() not in undone


def test_a_draft_that_is_saved_while_an_editor_types_draws_none():
    page = factories.contract()
    before = current()
    page.title = "Un brouillon"
    page.save_revision()
    assert ContractPage.objects.get(pk=page.pk).draft_title == "Un brouillon"
    assert current() == before
    page.save_revision().publish()
    assert current() != before


def test_what_nobody_reads_draws_none():
    before = current()
    call_command("run_due")
    assert current() == before


def raw(sql: str, values: Sequence[object] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def one_row_in_sqlite(model: type[Model]) -> Iterator[tuple[str, str]]:
    """A row is written whatever its rules; its number stands in every column."""
    table, key = model._meta.db_table, model._meta.pk.column
    columns = [field.column for field in model._meta.local_concrete_fields]
    named = ", ".join(f'"{column}"' for column in columns)
    numbers = ", ".join([NUMBER] * len(columns))
    here = f'WHERE "{key}" = {NUMBER}'
    yield "insert", f'INSERT INTO "{table}" ({named}) VALUES ({numbers})'
    for column in read_columns(model) or columns[:1]:
        yield f"update of {column}", f'UPDATE "{table}" SET "{column}" = "{column}" {here}'
    yield "delete", f'DELETE FROM "{table}" {here}'


def statements_of_postgresql(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Its triggers are drawn by statements, whatever rows these find."""
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields)
    yield "insert", f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{table}" WHERE false'
    for column in read_columns(model) or [model._meta.pk.column]:
        yield f"update of {column}", f'UPDATE "{table}" SET "{column}" = "{column}" WHERE false'
    yield "delete", f'DELETE FROM "{table}" WHERE false'


def test_every_table_tells_of_each_insertion_change_and_deletion_by_plain_sql():
    of_model = one_row_in_sqlite if connection.vendor == "sqlite" else statements_of_postgresql
    unseen = []
    if connection.vendor == "sqlite":
        raw("PRAGMA ignore_check_constraints = ON")
    try:
        with transaction.atomic():
            for model in watched():
                for event, sql in of_model(model):
                    before = current()
                    raw(sql)
                    if current() == before:
                        unseen.append((model._meta.label, event))
            transaction.set_rollback(True)
    finally:
        if connection.vendor == "sqlite":
            raw("PRAGMA ignore_check_constraints = OFF")
    assert unseen == []


@pytest.mark.postgresql
def test_a_table_that_is_emptied_at_once_tells_of_it():
    factories.contract()
    raw("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be pending on a table that is emptied
    for model in (ContractPage, Territory):
        before = current()
        raw(f'TRUNCATE "{model._meta.db_table}" CASCADE')
        assert current() != before


@pytest.mark.sqlite
def test_triggers_lost_with_a_table_made_anew_are_named_and_come_back_with_the_next_migration():
    table = Territory._meta.db_table
    lost = [name for name, on in triggers._installed(connection).items() if on == table]
    for name in lost:
        raw(f"DROP TRIGGER {name}")
    (warning,) = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    assert (warning.id, table in warning.msg) == ("kept.W001", True)
    before = current()
    factories.territory()
    triggers.install_after_migrate(using="default")
    assert current() != before
    assert triggers.missing(connection) == []
    assert checks.run_checks(tags=[checks.Tags.database], databases=["default"]) == []


def test_a_trigger_that_is_out_of_date_is_replaced():
    table = Territory._meta.db_table
    if connection.vendor == "sqlite":
        raw(f'CREATE TRIGGER kept_old AFTER INSERT ON "{table}" BEGIN SELECT 1; END')
    else:
        raw(
            f'CREATE TRIGGER kept_old AFTER INSERT ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION kept_draw()"
        )
    triggers.install(connection)
    assert "kept_old" not in triggers._installed(connection)


@pytest.mark.sqlite
def test_a_migration_installs_what_is_missing_instead_of_being_refused_for_it():
    for name in list(triggers._installed(connection))[:3]:
        raw(f"DROP TRIGGER {name}")
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []


@pytest.mark.sqlite
def test_migrations_of_sqlite_find_no_trigger_in_their_way():
    triggers.remove_before_migrations(using="default", plan=[("one", False)])
    assert triggers._installed(connection) == {}
    triggers.install_after_migrate(using="default")
    assert triggers.missing(connection) == []
    triggers.remove_before_migrations(using="default", plan=[])
    assert triggers.missing(connection) == []
