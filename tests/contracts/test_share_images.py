"""The picture of a fiche where its address is shared: drawn from what it says, for who may read it."""

from __future__ import annotations

import io
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import PageViewRestriction

from contracts.drawings.share import ShareImage
from contracts.models import ContractIndexPage, Party, Picture
from contracts.pages.share import contract_image
from contracts.papers.typesetting import PaperFailed
from contracts.values.vocabulary import Side
from tests import factories
from tests.contracts.test_pictures import jpeg, upload
from tests.contracts.training import factories as training

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

KINDS = {
    "contract": factories.contract,
    "experience": factories.case_study,
    "tool": factories.tool,
    "session": training.session,
}
every_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)


@pytest.fixture(autouse=True)
def nothing_drawn_yet():
    caches["drawings"].clear()


def told(client, page) -> dict[str, str]:
    """What a page tells of its image."""
    html = client.get(page.url).content.decode()
    return dict(re.findall(r'<meta property="(og:image[a-z:]*)"\s+content="([^"]*)"', html))


def address(client, page) -> str:
    return told(client, page)["og:image"].removeprefix("http://testserver")


@pytest.fixture
def given():
    """A contract in which the countryside gives twice, and the city nothing that is known."""
    city = factories.territory(name="Ys", level="epci")
    country = factories.territory(name="Landes")
    page = factories.signed_contract(
        city=city, country=country, themes=[factories.theme(label="Bois", mark="trees")]
    )
    page.commitments = [factories.commitment(country, city) for _ in range(2)]
    page.save_revision().publish()
    return page


@every_kind
def test_the_image_of_a_fiche_is_a_png_of_the_size_that_its_page_tells(client, make):
    page = make()
    metas = told(client, page)

    response = client.get(address(client, page))

    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert (metas["og:image:width"], metas["og:image:height"]) == ("1200", "630")
    assert page.title in metas["og:image:alt"]


def test_an_image_is_kept_and_asked_for_again_each_time_as_its_page_is(client):
    page = factories.contract()
    where = address(client, page)

    lasting, passing = client.get(where), client.get(f"{page.url}partage.png?version=autre")

    for one in (lasting, passing):
        kept = {part.strip() for part in one["Cache-Control"].split(",")}
        assert kept == {"public", "max-age=0", "must-revalidate", "stale-if-error=86400"}
    assert lasting.content == passing.content
    tag = lasting["ETag"]
    assert tag.startswith('"')  # a strong one
    again = client.get(where, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_the_address_of_an_image_follows_what_is_drawn_and_nothing_else(client, given):
    before = address(client, given)

    given.review_on = "2030-01-01"
    given.save_revision().publish()
    assert address(client, given) == before

    given.title = "Ys et les Landes, autrement"
    given.save_revision().publish()
    assert address(client, given) != before
    assert address(client, given).startswith(f"{given.url}partage.png?")


def test_an_image_is_drawn_once(client, monkeypatch):
    where = address(client, factories.contract())
    first = client.get(where).content

    def refuse(image: ShareImage) -> bytes:
        raise PaperFailed("drawn again")

    monkeypatch.setattr(ShareImage, "png", refuse)
    assert client.get(where).content == first


def test_nothing_is_drawn_while_a_page_is_made(client, monkeypatch):
    def refuse(image: ShareImage) -> bytes:
        raise PaperFailed("drawn with the page")

    monkeypatch.setattr(ShareImage, "png", refuse)
    assert client.get(factories.contract().url).status_code == 200


@every_kind
def test_the_image_of_a_draft_is_not_found(client, make):
    page = make()
    where = address(client, page)
    page.unpublish()
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("path", ["/partage.png", "/contrats/partage.png", "/rien/partage.png"])
def test_what_is_no_fiche_has_no_image_of_its_own(client, path):
    factories.home_page()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("where", ["the page", "what holds it"])
def test_the_image_of_a_private_page_is_refused_as_the_page_is(client, admin_client, where):
    page = factories.contract()
    image = address(client, page)
    restricted = page if where == "the page" else ContractIndexPage.objects.get()
    PageViewRestriction.objects.create(
        page=restricted.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )

    response = client.get(image)

    assert (response.status_code, response.content) == (302, b"")
    let_in = admin_client.get(image)
    assert let_in["Content-Type"] == "image/png"
    assert "public" not in let_in.get("Cache-Control", "")


def test_an_alias_shares_the_image_of_what_it_shows(client):
    page = factories.contract()
    alias = page.create_alias(parent=ContractIndexPage.objects.get(), update_slug="alias")
    assert address(client, alias) == address(client, page)
    assert client.get(f"{alias.url}partage.png").status_code == 200


def test_a_page_keeps_the_picture_that_its_editor_chose(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    upload("halle.jpg", jpeg())
    page = factories.tool(picture=Picture.objects.get())
    assert "fill-1200x630" in told(client, page)["og:image"]


def test_the_words_of_an_image_say_what_is_drawn(client, given):
    said = told(client, given)["og:image:alt"].replace("\u202f", " ").replace("\xa0", " ")
    assert said == (
        "Contrat, Signé, 2016 : Ys et Landes. Ville : Ys. Campagne : Landes. "
        "La ville : non renseigné, la campagne donne 2. Bois."
    )


@pytest.mark.parametrize(
    ("date", "notes"), [("2016-11", ("Signé", "2016")), ("XXXX-04-07", ("Signé",))]
)
def test_a_year_that_is_not_known_is_not_drawn(date, notes):
    assert contract_image(factories.signed_contract(date)).notes == notes


def test_an_arrow_is_drawn_in_the_directions_alone_that_hold_commitments(given):
    drawing = contract_image(given).data["exchange"]
    assert drawing.count("<path") == 2
    assert drawing.count("stroke-dasharray") == 1  # the city: nothing known


def test_a_contract_without_known_commitments_draws_its_parties_and_no_arrow():
    data = contract_image(factories.contract()).data
    assert data["exchange"] == ""
    assert [side["side"] for side in data["sides"]] == [Side.CITY, Side.COUNTRYSIDE]


def test_a_contract_between_cities_draws_no_countryside():
    parties = [
        Party(territory=factories.territory(name=name), side=Side.CITY) for name in ("Ys", "Is")
    ]
    page = factories.contract(parties=parties)
    page.commitments = [factories.commitment(*(party.territory for party in parties))]
    page.save_revision().publish()

    data = contract_image(page).data

    assert data["exchange"] == ""
    assert [(side["side"], side["names"]) for side in data["sides"]] == [("ville", "Ys, Is")]


def test_an_image_asks_as_many_queries_for_one_party_as_for_twelve(
    client, django_assert_num_queries
):
    def asked(parties: int) -> int:
        page = factories.contract(
            parties=[
                Party(territory=factories.territory(), side=Side.COUNTRYSIDE)
                for _ in range(parties)
            ]
        )
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{page.url}partage.png").status_code == 200
        return len(queries)

    assert asked(2) == asked(12) <= 8
