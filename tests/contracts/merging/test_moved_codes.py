"""An address that filters by what was merged away leads to the same list, by what is kept."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from contracts.editing.merging.merge import merge, preview
from contracts.models import Tag
from contracts.opendata.alerts.followed import FollowedList
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

LISTS = (
    "/recherche/",
    "/contrats/",
    "/contrats/export.csv",
    "/contrats/flux.atom",
    "/engagements/",
    "/engagements/export.csv",
    "/indicateurs/",
    "/conditions/",
    "/carte/",
    "/api/v1/contrats",
    "/api/v1/engagements",
)


@pytest.fixture
def merged():
    """A theme, a tag and a territory merged into others."""
    user = get_user_model().objects.create_superuser("fusionneuse")
    factories.home_page()

    def into(kept, gone):
        merge(kept, gone, user, preview(kept, gone, user).digest)

    into(factories.theme(slug="mobilite"), factories.theme(slug="velo"))
    into(factories.tag("Covoiturage"), factories.tag("Voiture partagée"))
    into(factories.territory(slug="kerys"), factories.territory(slug="kerys-bis"))
    factories.contract(title="Brest et le pays", tags=["Covoiturage"])


def location(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 301
    return answer["Location"]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_leads_to_the_theme_that_is_kept(merged, path):
    assert location(f"{path}?q=eau&theme=velo&page=2") == f"{path}?q=eau&theme=mobilite&page=2"


@pytest.mark.parametrize(
    ("asked", "now"),
    [
        ("etiquette=voiture-partagee", "etiquette=covoiturage"),
        ("territoire=kerys-bis", "territoire=kerys"),
        ("partie=kerys-bis", "partie=kerys"),
        ("theme=velo&theme=mobilite", "theme=mobilite"),
        ("theme=velo&etiquette=voiture-partagee", "theme=mobilite&etiquette=covoiturage"),
    ],
)
def test_each_filter_leads_to_the_code_that_is_kept(merged, asked, now):
    assert location(f"/recherche/?{asked}") == f"/recherche/?{now}"
    answer = Client().get(f"/recherche/?{asked}", follow=True)
    assert answer.status_code == 200


def test_an_alert_follows_the_code_that_is_kept(merged):
    assert FollowedList("contrats", "theme=velo").today() == FollowedList(
        "contrats", "theme=mobilite"
    )


def test_a_word_used_again_and_words_that_no_address_says_lead_nowhere_else(merged):
    again = Tag.objects.create(name="Voiture partagée", slug="voiture-partagee")
    for asked in (f"etiquette={again.slug}", "theme=%00", "theme=", "theme=a/b", "theme=inconnu"):
        assert Client().get(f"/recherche/?{asked}").status_code == 200


def test_a_path_that_begins_with_two_slashes_stays_on_the_site(merged):
    assert location("http://testserver//ailleurs.example/?theme=velo").startswith(
        "/%2Failleurs.example/"
    )
