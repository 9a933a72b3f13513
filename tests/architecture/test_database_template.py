"""A migrated database is kept between runs, and never after its migrations have changed."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from contracts.models import ContractIndexPage
from home.models import HomePage
from tests.architecture.source import BASE_DIR
from tests.database_template import digest, kept_file, migration_sources

pytestmark = pytest.mark.sqlite


def test_the_digest_reads_migrations_of_every_application_and_what_they_import():
    sources = migration_sources()
    ours = {str(file.relative_to(BASE_DIR)) for file in sources if ".venv" not in file.parts}
    migrations = {
        str(file.relative_to(BASE_DIR))
        for room in ("contracts", "home", "search", "kb")
        for file in (BASE_DIR / room).rglob("migrations/0*.py")
    }
    assert len(migrations) > 10
    assert migrations <= ours
    # Named by a migration, then by a module that a migration names.
    assert {"contracts/values/place_key.py", "contracts/values/place_names.py"} <= ours
    assert {"search/index/fulltext.py", "search/models.py"} <= ours
    assert any("wagtail" in file.parts for file in sources)


def test_the_digest_changes_with_a_migration_that_is_edited_or_added(tmp_path: Path):
    first, second = tmp_path / "0001_initial.py", tmp_path / "0002_more.py"
    first.write_text("operations = []")
    before = digest([first])
    assert digest([first]) == before
    second.write_text("operations = []")
    after = digest([first, second])
    first.write_text("operations = [1]")
    assert len({before, after, digest([first]), digest([first, second])}) == 4


def test_a_kept_file_is_built_once_and_thrown_away_with_its_digest(tmp_path: Path):
    built = []

    def build(file: Path) -> None:
        built.append(file)
        file.write_text(str(len(built)))

    assert kept_file(tmp_path, "a", ".sqlite3", build).read_text() == "1"
    assert kept_file(tmp_path, "a", ".sqlite3", build).read_text() == "1"
    assert kept_file(tmp_path, "b", ".sqlite3", build).read_text() == "2"
    assert kept_file(tmp_path, "a", ".sqlite3", build).read_text() == "3"
    assert [file.name for file in tmp_path.glob("*.sqlite3")] == ["a.sqlite3"]


def test_a_build_that_was_interrupted_is_never_taken_for_a_database(tmp_path: Path):
    def die(file: Path) -> None:
        file.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept_file(tmp_path, "a", ".sqlite3", die)
    assert kept_file(tmp_path, "a", ".sqlite3", lambda file: sqlite3.connect(file).close()).exists()
    assert [file.name for file in tmp_path.glob("*.sqlite3")] == ["a.sqlite3"]


class TestTheSuitesDatabase:
    @pytest.mark.django_db
    def test_holds_the_tree_of_the_site(self):
        assert ContractIndexPage.objects.get().get_parent().specific == HomePage.objects.get()

    @pytest.mark.bare_database
    @pytest.mark.django_db
    def test_holds_no_page_where_a_module_asks_for_none(self):
        assert not HomePage.objects.exists()

    @pytest.mark.xdist_group("commits and after")
    @pytest.mark.django_db(transaction=True)
    def test_a_test_that_commits_may_empty_it(self):
        HomePage.objects.get().delete()
        assert not connection.in_atomic_block

    @pytest.mark.xdist_group("commits and after")
    @pytest.mark.django_db(transaction=True)
    def test_is_whole_again_after_a_test_that_commits(self):
        assert HomePage.objects.count() == 1
