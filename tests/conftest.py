"""Fixtures that every package of tests may use."""

from pathlib import Path

import pytest
from django.db import connection

from tests.running_site import start_site


def pytest_runtest_setup(item: pytest.Item) -> None:
    wants_postgresql = item.get_closest_marker("postgresql") is not None
    if wants_postgresql and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: scripts/with_postgres .venv/bin/pytest")


@pytest.fixture(autouse=True)
def uploads_in_a_folder_of_their_own(settings, tmp_path: Path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory):
    """The site as `make run` serves it, with its real content, on a database of its own.

    Its tests share it: they read, or put back what they change.
    """
    folder = tmp_path_factory.mktemp("site")
    site = start_site(folder)
    yield site
    site.stop()
