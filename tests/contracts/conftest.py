"""The real catalogue, loaded once for the tests that state what it says."""

import pytest
from django.db import transaction
from wagtail.models import Site

from contracts.catalogue.load import load_catalogue
from home.site import create_groups, create_tree


@pytest.fixture(scope="module")
def real_catalogue(django_db_setup, django_db_blocker):
    """The files of the catalogue in the database, for one module, undone after it."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        home = create_tree()
        create_groups(home)
        load_catalogue(home)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
        Site.clear_site_root_paths_cache()


@pytest.fixture
def catalogue(real_catalogue, db):
    """Read, or change and see it undone: each test has a transaction of its own."""
