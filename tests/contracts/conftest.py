"""The real catalogue, loaded once for the tests that state what it says."""

import pytest
from django.db import transaction
from wagtail.models import Site


@pytest.fixture(scope="module")
def real_catalogue(django_db_setup, django_db_blocker):
    """The files of the catalogue, which the database of the suite holds for whoever names this
    fixture. What a module adds for all its tests is undone after it."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
        Site.clear_site_root_paths_cache()


@pytest.fixture
def catalogue(real_catalogue, db):
    """Read, or change and see it undone: each test has a transaction of its own."""
