"""The catalogue stands alone: without the sessions of training, every fiche has its page."""

import json

import pytest

from tests.own_database import create, run


@pytest.fixture(scope="module")
def pages(tmp_path_factory, django_db_setup, django_db_blocker):
    """The HTML of a fiche of each kind, by its title."""
    with django_db_blocker.unblock():
        environment = create("without_training", tmp_path_factory.mktemp("alone"))
    environment["DJANGO_SETTINGS_MODULE"] = "tests.contracts.without_training.settings"
    return json.loads(run(environment, "-m", "tests.contracts.without_training.show").stdout)


@pytest.mark.parametrize(
    ("title", "related"),
    [
        ("Ville et Pays", "Expérience liée à ce contrat"),
        ("Bois local", "Outil utilisé"),
        ("Guide", "Qui s’en sert"),
    ],
)
def test_a_fiche_has_its_page_where_no_session_can_be(pages, title, related):
    assert f"<h1>{title}</h1>" in pages[title]
    assert related in pages[title]
    assert "Entendu en session" not in pages[title]
