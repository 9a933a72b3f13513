"""What is new in a list, read by a parser of XML: an Atom feed that a reader of feeds can follow."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from contracts.models import ContractPage
from contracts.opendata.lists.feed import MOST
from contracts.training.seats import registrations
from tests import factories
from tests.contracts.opendata.atom import ATOM, faults_of
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def feed(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314


def titles(root: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")]


def test_the_feed_of_the_whole_site_is_called_its_news(client):
    factories.contract(title="L’eau")
    assert feed(client, "/recherche/flux.atom").findtext(f"{ATOM}title").startswith("Nouveautés — ")
    asked = feed(client, "/recherche/flux.atom?q=eau").findtext(f"{ATOM}title")
    assert asked.startswith("eau — Recherche — ")


def test_a_feed_tells_the_newest_of_its_list_first(client):
    wood = factories.theme(slug="bois", label="Bois")
    old = factories.contract(title="L’ancien", themes=[wood])
    factories.contract(title="D’un autre thème")
    new = factories.contract(title="Le <nouveau> & l’autre", slug="nouveau", themes=[wood])
    factories.tool(title="Un outil", themes=[wood])
    assert titles(feed(client, "/contrats/flux.atom?theme=bois")) == [new.title, old.title]
    assert titles(feed(client, "/recherche/flux.atom?theme=bois"))[0] == "Un outil"

    old.title = "L’ancien, relu"
    old.save_revision().publish()
    root = feed(client, "/contrats/flux.atom?theme=bois&tri=titre")
    assert titles(root) == ["L’ancien, relu", new.title]
    # What a reader of feeds needs (RFC 4287).
    assert root.findtext(f"{ATOM}title") == "Bois — Contrats — Réciprocités"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"].startswith("http://testserver/contrats/flux.atom?theme=bois")
    assert links["alternate"] == "http://testserver/contrats/?theme=bois&tri=titre"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Réciprocités"
    identifiers = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert identifiers == [f"tag:testserver,2026:page:{page.pk}" for page in (old, new)]
    for entry in root.iter(f"{ATOM}entry"):
        updated = dt.datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
        assert timezone.now() - updated < dt.timedelta(hours=1)
        address = entry.find(f"{ATOM}link").get("href").removeprefix("http://testserver")
        assert client.get(address).status_code == 200


def test_a_page_and_its_list_lead_to_its_feed(client):
    factories.contract(themes=[factories.theme(slug="bois", label="Bois")])
    for address, expected in (
        ("/contrats/?theme=bois", "/contrats/flux.atom?theme=bois"),
        ("/themes/bois/", "/recherche/flux.atom?theme=bois"),
        # What is not there yet may come.
        ("/recherche/?q=xylophone", "/recherche/flux.atom?q=xylophone"),
        ("/engagements/?sens=ensemble", "/engagements/flux.atom?sens=ensemble"),
        ("/indicateurs/", "/indicateurs/flux.atom"),
        ("/contrats/telecharger/?theme=bois", "/contrats/flux.atom?theme=bois"),
    ):
        page = ReadPage(client, address)
        link = page.one("link[type='application/atom+xml']")
        assert (link["rel"], link["href"]) == (["alternate"], expected)
        feed(client, link["href"])


def test_a_feed_of_commitments_tells_which_of_each_contract_are_in_the_list(client):
    wood = factories.theme(slug="bois", label="Bois")
    factories.contract(
        title="Ys et Landes",
        gist="Ils s’entendent.",
        commitments=[
            factories.commitment(None, None, object="Du <bois>", theme=wood),
            factories.commitment(None, None, object="De l’eau"),
        ],
    )
    factories.contract(commitments=[factories.commitment(None, None, object="Autre chose")])
    root = feed(client, "/engagements/flux.atom?theme=bois")
    [entry] = root.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Ys et Landes"
    assert entry.findtext(f"{ATOM}summary") == (
        "<p>Ils s’entendent.</p><p>Fiche nouvelle.</p>"
        "<p>Dans cette liste :</p><ul><li>Du &lt;bois&gt;</li></ul>"
    )
    assert root.findtext(f"{ATOM}title") == "bois — Engagements — Réciprocités"


def test_nothing_that_is_not_public_nor_any_person_is_in_a_feed(client):
    factories.contract(title="Brouillon secret", publish=False)
    hidden = factories.contract(title="Fiche secrète")
    PageViewRestriction.objects.create(
        page=hidden.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    meeting = session(title="Se rencontrer")
    registrations.register(meeting, person(last_name="Trevidic", email="trevidic@ys.example"))
    written = client.get("/recherche/flux.atom").content.decode()
    assert "Se rencontrer" in written
    for word in ("secret", "secrète", "Trevidic", "trevidic@", "Ada"):
        assert word not in written


def test_a_feed_that_has_not_changed_is_not_sent_again(client):
    factories.contract()
    first = client.get("/contrats/flux.atom")
    again = client.get("/contrats/flux.atom", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.contract()
    assert (
        client.get("/contrats/flux.atom", headers={"If-None-Match": first["ETag"]}).status_code
        == 200
    )


def test_a_feed_is_short_and_takes_any_address(client):
    theme = factories.theme(slug="bois")
    for _ in range(MOST + 2):
        factories.tool(themes=[theme])
    assert len(titles(feed(client, "/outils/flux.atom"))) == MOST
    for query in ("?q=%01%0b%00", "?theme=%00&page=abc", "?tri=x&type=y", "?q=%EF%BF%BE"):
        feed(client, f"/recherche/flux.atom{query}")


FEEDS = (
    "/recherche/flux.atom",
    "/contrats/flux.atom?q=ys",
    "/experiences/flux.atom",
    "/outils/flux.atom",
    "/engagements/flux.atom",
    "/indicateurs/flux.atom",
    "/recherche/flux.atom?q=xylophone",  # of which nothing is said yet
)


def moments(root: ElementTree.Element) -> dict[str, dt.datetime]:
    """When each entry changed, by what it is called, and the feed itself by « »."""
    found = {
        entry.findtext(f"{ATOM}id", ""): entry.findtext(f"{ATOM}updated", "")
        for entry in root.iter(f"{ATOM}entry")
    }
    found[""] = root.findtext(f"{ATOM}updated", "")
    return {name: dt.datetime.fromisoformat(text) for name, text in found.items()}


@pytest.mark.parametrize("address", FEEDS)
def test_each_feed_keeps_to_the_standard(client, address):
    factories.contract(
        title="Ys & <Landes>", commitments=[factories.commitment(None, None, object="Du <bois>")]
    )
    factories.case_study(title="Ys en fête")
    factories.tool(title="Une grille d’Ys")
    assert faults_of(feed(client, address)) == []


def test_the_rules_of_the_standard_see_a_fault():
    written = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="gros">a</title><id>sans-nom</id>'
        '<link href="/la" rel="self"/><entry><id>tag:a</id><updated>hier</updated></entry>'
        "<entry><id>tag:a</id><published>2026</published><x/></entry></feed>"
    )
    said = "; ".join(faults_of(ElementTree.fromstring(written)))  # noqa: S314
    for section in ("3.1.1", "3.3", "4.1.1", "4.1.2", "4.2.6", "4.2.7.1"):
        assert section in said


def test_what_is_published_again_keeps_its_name_and_is_later(client):
    page = factories.contract(title="Ys")
    other = factories.contract(title="Landes")
    before = moments(feed(client, "/contrats/flux.atom"))
    page.title = "Ys, relu"
    page.save_revision().publish()
    after = moments(feed(client, "/contrats/flux.atom"))
    name, still = (f"tag:testserver,2026:page:{one.pk}" for one in (page, other))
    assert after.keys() == before.keys()
    assert after[name] > before[name]
    assert after[still] == before[still]
    assert after[""] == after[name]


def test_an_entry_says_what_changed(client):
    contract = factories.contract(title="Ys et Landes", gist="Ils s’entendent.")
    yesterday = timezone.now() - dt.timedelta(days=1)
    PageLogEntry.objects.filter(page=contract.pk).update(timestamp=yesterday)
    Page.objects.filter(pk=contract.pk).update(first_published_at=yesterday)
    later = ContractPage.objects.get(pk=contract.pk)
    later.commitments.add(factories.commitment(None, None, object="Du <bois>"))
    later.save_revision().publish()
    [entry] = feed(client, "/contrats/flux.atom").iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == (
        "<p>Ils s’entendent.</p><p>Ce qui change :</p>"
        "<ul><li>Engagements : 1 ajout (« Du &lt;bois&gt; »)</li></ul>"
    )
