"""The address of a version: the text that readers had, to whoever may read the fiche today."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from contracts.models import (
    CaseStudyPage,
    ContractIndexPage,
    ContractPage,
    PageLink,
    Party,
    ToolPage,
)
from contracts.values.vocabulary import Attribute, Section, Side
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db


def told(page, title: str, **fields) -> int:
    """Publish the page with this title; the number of the version."""
    page.title = title
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision()
    revision.publish()
    return revision.pk


def address(page, number: int) -> str:
    return f"{page.url}versions/{timezone.localdate().isoformat()}-{number}/"


def fresh(page):
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def contract():
    """Told twice: its first version is the one that its tests ask for."""
    city, country = factories.territory(name="Ys", level="epci"), factories.territory(name="Landes")
    page = factories.contract(
        title="Avant",
        gist="La ville achète du bois.",
        parties=[
            Party(territory=city, side=Side.CITY),
            Party(territory=country, side=Side.COUNTRYSIDE),
        ],
        commitments=[factories.commitment(country, city, object="Du bois")],
        facts=[factories.fact(Attribute.AMOUNT, number_value=100, unit="€")],
        statements=[factories.statement(Section.RESULT, text="Douze chaufferies.")],
    )
    page.first = page.live_revision_id
    changed = fresh(page)
    changed.commitments = [factories.commitment(country, city, object="Du foin")]
    changed.statements = [factories.statement(Section.RESULT, text="Vingt chaufferies.")]
    page.second = told(changed, "Après", gist="La ville achète du foin.")
    return page


class TestWhatIsShown:
    def test_a_version_shows_the_text_as_it_was_and_the_fiche_as_it_is(self, client, contract):
        old = ReadPage(client, address(contract, contract.first))
        now = ReadPage(client, contract.url)

        assert old.text("h1") == "Avant"
        assert old.text("[data-part=lede]") == "La ville achète du bois."
        assert "Du bois" in old.text("#qui-donne-quoi")
        assert "Du foin" not in old.text("main")
        assert "Douze chaufferies." in old.text("#advenu")
        assert old.fact("Montant") == "100 €"
        assert now.text("h1") == "Après"
        assert "Du foin" in now.text("#qui-donne-quoi")

    def test_it_says_that_a_newer_one_exists_with_its_link(self, client, contract):
        notice = ReadPage(client, address(contract, contract.first)).one("#version")

        assert "Une version plus récente existe." in notice.get_text()
        assert contract.url in [link["href"] for link in notice.find_all("a")]

    def test_the_version_online_says_that_it_is(self, client, contract):
        shown = ReadPage(client, address(contract, contract.second))

        assert "C’est la version en ligne." in shown.text("#version")
        assert "plus récente" not in shown.text("#version")

    def test_it_is_not_for_engines_and_is_shared_at_its_own_address(self, client, contract):
        url = address(contract, contract.first)
        shown = ReadPage(client, url)

        assert shown.response["X-Robots-Tag"] == "noindex"
        assert shown.one("meta[name=robots]")["content"] == "noindex"
        assert shown.one("link[rel=canonical]")["href"] == f"http://testserver{url}"
        assert shown.soup.select('script[type="application/ld+json"]') == []
        assert shown.soup.title.get_text().startswith("Avant (version du ")

    def test_its_points_of_view_stay_within_the_version(self, client, contract):
        url = address(contract, contract.first)
        views = ReadPage(client, url).soup.select("#vues a, [id=vues] ~ a")
        links = [link["href"] for link in views]
        assert links != []
        assert all(link.startswith(url) for link in links)
        shown = ReadPage(client, links[-1].partition("#")[0])
        assert shown.text("h1") == "Avant"

    def test_what_other_pages_tell_today_is_not_added_to_it(self, client, contract):
        factories.case_study(title="Venue plus tard", contract=contract)
        assert "Venue plus tard" in ReadPage(client, contract.url).text("main")

        old = ReadPage(client, address(contract, contract.first))

        assert "Venue plus tard" not in old.text("main")

    def test_its_own_links_are_those_that_it_had(self, client):
        other = factories.tool(title="Un outil")
        page = factories.contract(outgoing_links=[PageLink(target=other, reason="On s’en sert.")])
        number = page.live_revision_id
        told(fresh(page), "Sans lien", outgoing_links=[])

        assert "Un outil Voir aussi : On s’en sert." in ReadPage(
            client, address(page, number)
        ).text("#liens")
        assert ReadPage(client, page.url).soup.select("#liens") == []

    @pytest.mark.parametrize("made", [factories.case_study, factories.tool])
    def test_experiences_and_tools_have_versions_too(self, client, made):
        page = made(
            title="Avant", statements=[factories.statement(Section.RESULT, text="Du bois.")]
        )
        number = page.live_revision_id
        told(fresh(page), "Après", statements=[])

        shown = ReadPage(client, address(page, number))

        assert shown.text("h1") == "Avant"
        assert "Du bois." in shown.text("main")

    def test_its_date_is_that_of_its_publication(self, client, contract):
        moment = dt.datetime(2026, 2, 28, 23, 30, tzinfo=dt.UTC)
        ContractPage.objects.filter(pk=contract.pk).update(last_published_at=moment)

        shown = ReadPage(client, f"{contract.url}versions/2026-03-01-{contract.second}/")

        assert "version du 1er mars 2026" in shown.text("#citer")
        assert shown.text("#version h2") == "Version du 1er mars 2026"

    def test_a_version_asks_as_many_queries_for_one_row_as_for_thirty(self, client):
        def asked(size: int) -> int:
            city, country = factories.territory(), factories.territory()
            theme = factories.theme()
            page = factories.contract(
                city=city,
                country=country,
                commitments=[factories.commitment(city, country, theme=theme) for _ in range(size)],
                facts=[factories.fact(label=f"n° {n}", number_value=n) for n in range(size)],
                statements=[factories.statement(Section.RESULT) for _ in range(size)],
            )
            client.get(address(page, page.live_revision_id))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(page, page.live_revision_id)).status_code == 200
            return len(queries)

        assert asked(30) <= asked(1)


class TestWhatIsGone:
    def test_a_source_deleted_since_is_told_and_breaks_nothing(self, client, contract):
        source = factories.source()
        old = contract.revisions.get(pk=contract.first)
        old.content["statements"][0]["source"] = source.pk
        old.save()
        source.delete()

        shown = ReadPage(client, address(contract, contract.first))

        assert "manque ici : source (1)." in shown.text("#version")
        assert "Douze chaufferies." in shown.text("#advenu")

    def test_a_row_whose_territory_is_gone_is_left_out_and_told(self, client, contract):
        place = factories.territory(name="Is")
        old = contract.revisions.get(pk=contract.first)
        old.content["parties"][1]["territory"] = place.pk
        old.content["themes"] = [987_654]
        old.save()
        place.delete()

        shown = ReadPage(client, address(contract, contract.first))

        assert "territoire (1), thème (1)" in shown.text("#version")

    def test_a_text_that_was_erased_is_told_among_the_versions(self, client, contract):
        contract.revisions.filter(pk=contract.first).delete()

        response = client.get(address(contract, contract.first))

        assert response.status_code == 410
        assert "Le texte de cette version n’est plus gardé." in response.content.decode()
        assert "texte qui n’est plus gardé" in ReadPage(client, f"{contract.url}versions/").text(
            "[data-part=versions]"
        )

    def test_a_text_that_cannot_be_read_is_told_as_erased(self, client, contract):
        old = contract.revisions.get(pk=contract.first)
        old.content["facts"] = [{"number_value": "beaucoup"}]
        old.save()

        assert client.get(address(contract, contract.first)).status_code == 410


class TestWhoReads:
    def test_a_draft_that_was_never_live_has_no_address(self, client, contract):
        draft = fresh(contract)
        draft.title = "Brouillon"
        number = draft.save_revision().pk

        assert client.get(address(contract, number)).status_code == 404
        assert f"-{number}/" not in client.get(f"{contract.url}versions/").content.decode()

    def test_what_is_to_go_live_later_has_none_before_that(self, client, contract):
        later = fresh(contract)
        later.title = "Plus tard"
        later.go_live_at = timezone.now() + dt.timedelta(days=1)
        revision = later.save_revision()
        revision.publish()
        assert client.get(address(contract, revision.pk)).status_code == 404

        type(revision).objects.filter(pk=revision.pk).update(
            approved_go_live_at=timezone.now() - dt.timedelta(minutes=1)
        )
        content = {**revision.content, "go_live_at": None}
        type(revision).objects.filter(pk=revision.pk).update(content=content)
        call_command("publish_scheduled")

        assert ReadPage(client, address(contract, revision.pk)).text("h1") == "Plus tard"

    def test_the_version_of_another_fiche_is_not_found_below_this_one(self, client, contract):
        other = factories.contract()

        assert client.get(address(contract, other.live_revision_id)).status_code == 404

    def test_a_fiche_that_was_withdrawn_shows_no_version(self, client, contract):
        fresh(contract).unpublish()

        for url in (address(contract, contract.first), f"{contract.url}versions/"):
            assert client.get(url).status_code == 404

    @pytest.mark.parametrize("where", ["the fiche", "what holds it"])
    def test_a_private_fiche_asks_for_a_login_at_each_of_them(self, client, contract, where):
        page = contract.page_ptr if where == "the fiche" else ContractIndexPage.objects.get()
        PageViewRestriction.objects.create(page=page, restriction_type="login")

        for tail in ("", "citation.txt", "citation.bib", "citation.ris"):
            response = client.get(f"{address(contract, contract.first)}{tail}")
            assert response.status_code == 302
            assert "Avant" not in response.content.decode()
        assert client.get(f"{contract.url}versions/").status_code == 302

    def test_a_page_that_is_no_fiche_has_no_versions(self, client):
        factories.home_page()

        assert client.get("/contrats/versions/").status_code == 404

    def test_another_day_leads_to_that_of_the_version(self, client, contract):
        for tail in ("", "citation.ris"):
            response = client.get(f"{contract.url}versions/1999-01-01-{contract.first}/{tail}")
            assert response.status_code == 301
            assert response["Location"] == f"{address(contract, contract.first)}{tail}"

    def test_versions_move_with_their_fiche(
        self, client, contract, django_capture_on_commit_callbacks
    ):
        before = contract.url
        moved = fresh(contract)
        moved.slug = "ailleurs"
        with django_capture_on_commit_callbacks(execute=True):  # Wagtail redirects then
            moved.save_revision().publish()

        response = client.get(f"{before}versions/2026-11-29-{contract.first}/", follow=True)

        assert response.status_code == 200
        assert "/ailleurs/versions/" in response.redirect_chain[-1][0]

    @pytest.mark.parametrize(
        "tail",
        [
            "versions/2026-11-29-999999999999999999/",
            "versions/2026-11-29-9999999999999999999999/",
            "versions/2026-99-99-0/",
            "versions/2026-11-29-x/",
            "versions/٢٠٢٦-11-29-1/",
            "versions/2026-11-29-1/citation.pdf",
            "versions/2026-11-29-1/citation.bib",
        ],
    )
    def test_hostile_addresses_are_not_found(self, client, contract, tail):
        assert client.get(f"{contract.url}{tail}").status_code == 404


class TestTheList:
    def test_the_versions_of_a_fiche_are_listed_with_their_moments_the_latest_first(
        self, client, contract
    ):
        shown = ReadPage(client, f"{contract.url}versions/")
        links = shown.soup.select("[data-part=versions] a")

        assert shown.text("h1") == "Versions de la fiche « Après »"
        assert [link["href"] for link in links] == [
            address(contract, contract.second),
            address(contract, contract.first),
        ]
        assert "(en ligne)" in links[0].parent.get_text()
        assert "(en ligne)" not in links[1].parent.get_text()
        assert shown.response["X-Robots-Tag"] == "noindex"

    def test_a_fiche_leads_to_its_versions(self, client, contract):
        links = [link["href"] for link in ReadPage(client, contract.url).soup.select("#citer a")]

        assert f"{contract.url}versions/" in links
        for form in ("txt", "bib", "ris"):
            assert f"{address(contract, contract.second)}citation.{form}" in links

    def test_a_page_made_live_by_a_program_is_cited_at_its_own_address(self, client):
        page = factories.contract(publish=False)
        page.live = True
        page.save()
        assert page.live_revision_id is None

        shown = ReadPage(client, page.url)

        assert f"http://testserver{page.url} ." in shown.text("#citer")
        assert shown.soup.select("#citer a[href*=citation]") == []
        assert "n’a pas d’adresse à lui" in ReadPage(client, f"{page.url}versions/").text("main")


def test_what_the_catalogue_loads_is_citable_at_once(client, catalogue):
    page = ContractPage.objects.live().order_by("pk").first()

    shown = ReadPage(client, page.url)
    link = next(a["href"] for a in shown.soup.select("#citer a") if a["href"].endswith(".txt"))
    old = ReadPage(client, link.removesuffix("citation.txt"))

    assert old.text("h1") == shown.text("h1")
    assert old.text("#qui-donne-quoi") == shown.text("#qui-donne-quoi")
    assert old.texts("#sources li") == shown.texts("#sources li")


@pytest.mark.parametrize("model", [ContractPage, CaseStudyPage, ToolPage])
def test_the_version_that_is_online_says_nothing_else_than_the_page(client, catalogue, model):
    """Of a page that was saved once: its rows had no number yet in that revision."""
    told = "main dd, main td, main figcaption, main figure p"
    for page in model.objects.live().order_by("pk")[:4]:
        shown = ReadPage(client, page.url)
        link = next(a["href"] for a in shown.soup.select("#citer a") if a["href"].endswith(".txt"))
        old = ReadPage(client, link.removesuffix("citation.txt"))

        assert set(old.texts(told)) - set(shown.texts(told)) == set()
