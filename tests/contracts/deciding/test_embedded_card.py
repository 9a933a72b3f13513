"""The card of a fiche on another site: small, without script, and alone to be framed."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from contracts.models import Party
from contracts.values.vocabulary import Side
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db

HOSTILE = '"></iframe><script>alert(1)</script>\u202e & Ys {{ 7 }}'
MOST_ELEMENTS = 30


def contract(**fields):
    city = factories.territory(name="Ys", level="epci")
    country = factories.territory(name="Landes")
    return factories.contract(
        **{"title": "Ys et les Landes", "gist": "La ville achète du bois.", **fields},
        city=city,
        country=country,
        commitments=[factories.commitment(country, city)],
    )


def test_the_card_of_a_contract_tells_its_gist_its_parties_and_who_gives(client):
    page = contract()
    shown = ReadPage(client, f"{page.url}encart/")

    for told in ("Contrat", "La ville achète du bois.", "Ys", "Landes", "La campagne donne 1"):
        assert told in shown.text("main")
    assert shown.text("h1") == "Ys et les Landes"
    assert shown.soup.title.get_text().startswith("Ys et les Landes")
    assert shown.soup.html["lang"] == "fr"


@pytest.mark.parametrize("made", [contract, factories.case_study, factories.tool])
def test_a_card_is_small_has_no_script_and_its_links_open_in_the_whole_window(client, made):
    page = made()
    shown = ReadPage(client, f"{page.url}encart/")

    assert len(shown.soup.find_all()) <= MOST_ELEMENTS
    assert shown.soup.find_all(["script", "iframe", "form", "style"]) == []
    links = shown.soup.select("body a")
    assert [link["href"] for link in links] == [
        f"http://testserver{page.url}",
        "http://testserver/",
    ]
    assert {(link["target"], *link["rel"]) for link in links} == {("_top", "noopener")}
    assert shown.response["X-Robots-Tag"] == "noindex"
    assert shown.response.cookies == {}


def test_a_contract_between_many_parties_is_no_bigger(client):
    places = [factories.territory(name=f"Lieu {n}") for n in range(20)]
    page = factories.contract(
        parties=[
            Party(territory=place, side=Side.CITY if n % 2 else Side.COUNTRYSIDE)
            for n, place in enumerate(places)
        ]
    )

    assert len(ReadPage(client, f"{page.url}encart/").soup.find_all()) <= MOST_ELEMENTS


def framing(response) -> tuple[str, str | None]:
    """What the policy says of who may frame a page, and what X-Frame-Options says."""
    policy = response.headers.get("Content-Security-Policy", "")
    [told] = [part.strip() for part in policy.split(";") if "frame-ancestors" in part]
    return told, response.headers.get("X-Frame-Options")


def test_anyone_may_frame_the_card_and_nothing_else(client):
    page, tool = contract(), factories.tool()
    others = (
        *("/", "/contrats/", page.url, f"{page.url}versions/", f"{page.url}note.pdf", tool.url),
        *("/recherche/", "/comparer/", "/contrats/inconnu/encart/", "/contrats/encart/"),
        *("/encart/", "/contact/", "/glossaire/"),
    )

    assert framing(client.get(f"{page.url}encart/")) == ("frame-ancestors *", None)
    for address in others:
        assert framing(client.get(address)) == ("frame-ancestors 'none'", "DENY"), address


def test_the_rest_of_the_policy_stays(client):
    page = contract()

    def rest(address: str) -> list[str]:
        policy = client.get(address)["Content-Security-Policy"]
        return sorted(part.strip() for part in policy.split(";") if "frame-ancestors" not in part)

    assert rest(f"{page.url}encart/") == rest(page.url)


@pytest.mark.parametrize("kind", ["login", "password"])
def test_who_is_asked_to_come_in_is_not_framed(client, kind):
    page = contract()
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=kind, password="sésame")

    response = client.get(f"{page.url}encart/")

    assert framing(response) == ("frame-ancestors 'none'", "DENY")
    assert "bois" not in response.content.decode()


def test_a_draft_and_what_is_no_fiche_have_no_card(client):
    draft = factories.contract(publish=False)

    for address in (f"{draft.url}encart/", "/contrats/encart/", "/contrats/inconnu/encart/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("title", ["Ys et les Landes", HOSTILE])
def test_the_code_to_copy_makes_one_frame_of_the_card(client, title):
    page = contract(title=title)
    field = ReadPage(client, page.url).one("textarea[readonly]")

    copied = BeautifulSoup(field.get_text(), "html.parser")

    [frame] = copied.find_all()
    assert (frame.name, frame["src"]) == ("iframe", f"http://testserver{page.url}encart/")
    assert frame["title"] == page.title
    assert client.get(frame["src"]).status_code == 200


def test_the_field_of_the_code_has_a_name_and_needs_no_script(client):
    shown = ReadPage(client, contract().url)
    field = shown.one("textarea[readonly]")

    assert shown.text(f"label[for={field['id']}]").startswith(
        "Montrer cette fiche sur un autre site"
    )
    assert not field.has_attr("hidden")


def test_a_hostile_text_is_shown_as_it_is(client):
    page = contract(title=HOSTILE, gist=HOSTILE)
    shown = ReadPage(client, f"{page.url}encart/")

    assert shown.soup.find_all("script") == []
    assert "<script>alert(1)</script>" in shown.text("h1")
