"""Fixtures that every package of tests may use."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings

from tests.contracts.mail.post_office import post_office
from tests.own_database import (
    BARE,
    WITH_CATALOGUE,
    WITH_TREE,
    SuiteDatabase,
    catalogue_database,
)
from tests.property_profiles import SHORT
from tests.running_site import BASE_DIR, database_file, start_site

# --hypothesis-profile, which pytest reads afterwards, takes its place.
hypothesis_settings.load_profile(SHORT)

WANTED = pytest.StashKey[str]()
DATABASE = pytest.StashKey[SuiteDatabase]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several workers, a module stays with one: what it makes for all its tests is made once.
    So do those that commit, which come last, and those that share a running site.

    Inside a module, those that want the real catalogue come last: it stays to its end."""
    modules = {item.path: position for position, item in reversed(list(enumerate(items)))}
    items.sort(key=lambda item: (modules[item.path], wanted_by(item) == WITH_CATALOGUE))
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(group_of(item)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the garbage collector need not go through it again."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A file made by a test has its time in it: two workers would not name the test the same."""
    return argname if isinstance(val, bytes) else None


def group_of(item: pytest.Item) -> str:
    if "running_site" in getattr(item, "fixturenames", ()):
        return "running site"
    return "commits" if commits(item) else str(item.path.relative_to(BASE_DIR))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    wants_postgresql = item.get_closest_marker("postgresql") is not None
    if wants_postgresql and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: scripts/with_postgres .venv/bin/pytest")
    if item.get_closest_marker("sqlite") is not None and connection.vendor != "sqlite":
        pytest.skip("concerns SQLite only, or no database: without scripts/with_postgres")
    wanted = wanted_by(item)
    item.config.stash[WANTED] = wanted
    if DATABASE in item.config.stash:
        item.config.stash[DATABASE].show(wanted)


def wanted_by(item: pytest.Item) -> str:
    if item.get_closest_marker("bare_database"):
        return BARE
    is_real = "real_catalogue" in getattr(item, "fixturenames", ())
    return WITH_CATALOGUE if is_real else WITH_TREE


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """What a test committed is undone: pytest-django only empties the tables."""
    result = yield
    if commits(item) and DATABASE in item.config.stash:
        item.config.stash[DATABASE].forget()
    return result


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return bool(
        (marker and marker.kwargs.get("transaction"))
        or {"transactional_db", "live_server", "committed"} & set(fixtures)
    )


@pytest.fixture(scope="session")
def suite_database(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker,
) -> Iterator[SuiteDatabase]:
    """One database for all tests of this process, copied from a kept one."""
    database = SuiteDatabase(django_db_blocker.unblock)
    database.create()
    database.show(request.config.stash[WANTED])
    request.config.stash[DATABASE] = database
    yield database
    del request.config.stash[DATABASE]
    database.drop()


@pytest.fixture(scope="session")
def django_db_setup(suite_database: SuiteDatabase) -> None:
    """In the place of pytest-django's, which would replay every migration."""


@pytest.fixture(autouse=True)
def uploads_in_a_folder_of_their_own(settings, tmp_path: Path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory):
    """The site as `make run` serves it, with its real content, on a database of its own: the copy
    of one that is loaded already.

    Its tests share it: they read, or put back what they change.
    """
    folder = tmp_path_factory.mktemp("site")
    shutil.copyfile(catalogue_database(), database_file(folder))
    site = start_site(folder)
    yield site
    site.stop()


@pytest.fixture
def office(settings):
    """Mail leaves for a real SMTP server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 2.0
    with post_office() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office
