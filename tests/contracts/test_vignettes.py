"""Cards without a picture show the sign of the first theme, or of the kind, of what they tell."""

import pytest

from contracts.drawings.icons import vignette
from contracts.drawings.motif import exchange
from contracts.models import Picture
from tests import factories
from tests.contracts.drawings.test_vignette import ICONS
from tests.contracts.test_pictures import jpeg, upload

pytestmark = pytest.mark.django_db


def signs(client, address: str) -> list[str]:
    """The icons of a list that are drawn as signs of its cards."""
    html = client.get(address).content.decode()
    return [icon for icon in ICONS if vignette(icon) in html]


def test_a_card_shows_the_mark_of_its_first_theme_as_it_is_now(client):
    theme = factories.theme(mark="trees")
    page = factories.case_study(themes=[theme])
    assert signs(client, "/experiences/") == ["trees"]

    theme.mark = "zap"
    theme.save()

    assert signs(client, "/experiences/") == ["zap"]
    assert vignette("zap") not in client.get(page.url).content.decode()


@pytest.mark.parametrize(
    ("make", "listing", "icon"),
    [
        (factories.contract, "/contrats/", "handshake"),
        (factories.case_study, "/experiences/", "sprout"),
        (factories.tool, "/outils/", "wrench"),
    ],
)
def test_a_card_without_a_mark_shows_the_sign_of_its_kind(client, make, listing, icon):
    make(themes=[factories.theme()])
    assert signs(client, listing) == [icon]


def test_a_contract_whose_commitments_are_known_shows_their_directions_instead(client):
    city, country = factories.territory(level="epci"), factories.territory()
    page = factories.contract(city=city, country=country)
    page.commitments = [factories.commitment(city, country)]
    page.save_revision().publish()

    assert signs(client, "/contrats/") == []
    assert exchange(1, 0) in client.get("/contrats/").content.decode()


def test_a_card_with_a_picture_has_no_sign(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    upload("halle.jpg", jpeg())
    factories.tool(picture=Picture.objects.get())
    assert signs(client, "/outils/") == []
