"""The real catalogue, loaded once for the tests that state what it says."""

import pytest

from contracts.catalogue.load import load_catalogue
from home.site import create_groups, create_tree


@pytest.fixture(scope="session")
def real_catalogue(django_db_setup, django_db_blocker):
    """The files of the catalogue in the database, for the rest of the session.

    It stays for the tests that come after: none may suppose an empty database.
    """
    with django_db_blocker.unblock():
        home = create_tree()
        create_groups(home)
        load_catalogue(home)


@pytest.fixture
def catalogue(real_catalogue, db):
    """Read, or change and see it undone: each test has a transaction of its own."""
